"""The log of who did what: written beside the deed, in its transaction, and never changed."""

from __future__ import annotations

from typing import Any

from madang.accounts.models import AuditEvent, Token, User
from madang.accounts.policy import Actor
from madang.catalog.models import Dataset


def record(actor: Actor, action: str, what: Any, **detail: Any) -> AuditEvent:
    """Note that `actor` did `action` to `what`; `detail` holds plain values, never data or secrets."""
    if actor.token is not None:
        detail["token"] = actor.token.prefix
    return AuditEvent.objects.create(
        actor=actor.person, actor_name=name_of(actor), action=action, what=address(what), detail=detail
    )


def name_of(actor: Actor) -> str:
    if actor.person is not None:
        return actor.person.email
    return "operator" if actor.operator else "anonymous"


def address(what: Any) -> str:
    """What was done to, in words that outlive it: `dataset:night-calls`, `revision:0198...`, `city`."""
    match what:
        case None:
            return "city"
        case str():
            return what
        case User():
            return f"user:{what.email}"
        case Token():
            return f"token:{what.prefix}"
        case Dataset():
            return f"dataset:{what.slug}"
    return f"{type(what).__name__.lower()}:{what}"
