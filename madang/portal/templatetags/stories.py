"""What pages of charts and maps offer to who writes stories."""

from __future__ import annotations

from typing import Any

from django import template

from madang.accounts import policy
from madang.community import stories

register = template.Library()


@register.inclusion_tag("portal/stories/put.html", takes_context=True)
def put_into_a_story(context: dict[str, Any], address: str) -> dict[str, Any]:
    """A link that begins a story with the figure of the address; nothing for who may not write."""
    actor = policy.who(context["request"])
    may = actor.person is not None and bool(stories.publishers(actor))
    return {"address": address if may else ""}
