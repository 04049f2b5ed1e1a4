"""Who holds a right: whom an officer must ask when their own role does not reach."""

from __future__ import annotations

from typing import Any

from madang.accounts.models import Membership
from madang.accounts.policy import RANK, RULES, place, stage

SHOWN = 5


def holders(action: str, what: Any) -> list[str]:
    """The people, by name or address, whose role in the organisation of `what` or above it allows `action`; at most five."""
    lowest, path = RULES[stage(what)].get(action), place(what)
    if lowest is None or path is None:
        return []
    roles = [role for role, rank in RANK.items() if rank >= lowest]
    found = Membership.objects.filter(role__in=roles, user__is_active=True).select_related("user", "organisation")
    named = [one.user for one in found.order_by("-organisation__path") if path.startswith(one.organisation.path)]
    return list(dict.fromkeys(user.get_full_name() or user.email for user in named))[:SHOWN]
