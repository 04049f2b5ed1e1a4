"""Search: one box, facets beside the results, everything in the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog import search as index
from madang.community import demand
from madang.portal.find import facets, feed, listing, requests
from madang.portal.find.asked import PAGE, Asked
from madang.portal.find.reasons import Sought

SORTS: dict[str, Promise] = {"relevance": _("Best match"), "newest": _("Newest first"), "rows": _("Most rows first")}


def search(request: HttpRequest) -> HttpResponse:
    """Results for `q`, narrowed by facets; htmx takes the results out of the same page."""
    asked, actor = Asked.read(request.GET), policy.who(request)
    found = find(asked, actor)
    if not asked.facets and asked.page == 1:
        demand.note(request, asked.text, found, get_language() or "ko")
    shown = facets.shown(found, asked)
    context = {
        "asked": asked,
        "text": asked.text,
        "total": found.total,
        "near": found.near,
        "hits": listing.in_order(actor, [hit.slug for hit in found.hits], Sought.of(asked.text)),
        "facets": shown,
        "chips": chips(shown, asked),
        "sorts": SORTS,
        "last": max(1, -(-found.total // PAGE)),
        "feed": feed.address(asked),
        "ask_for": requests.address(asked.text),
        "area": "search",
    }
    return render(request, "portal/find/search.html", context)


def find(asked: Asked, actor: policy.Actor) -> index.Found:
    """The one call of a page of results."""
    offset = (asked.page - 1) * PAGE
    return index.search(asked.text, policy.scope(actor), asked.facets, get_language() or "ko", offset, PAGE, asked.sort)


def chips(shown: list[facets.Facet], asked: Asked) -> list[dict[str, Any]]:
    """What narrows the search, one by one, each with the query string of the search without it."""
    return [
        {"title": facet.title, "label": value.label, "query": asked.without(facet.name, value.value).query}
        for facet in shown
        for value in facet.chosen
    ]
