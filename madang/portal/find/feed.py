"""The Atom feed of a search, for readers of feeds: what is found, newest first."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import get_language

from madang.portal.find.asked import Asked


def address(asked: Asked) -> str:
    """The address of the feed; it holds the words and all that narrows them, since a feed has an order of its own."""
    told = QueryDict(replace(asked, sort="relevance").query, mutable=True)
    told["lang"] = get_language() or "ko"
    return f"/feeds/custom.atom?{told.urlencode()}"
