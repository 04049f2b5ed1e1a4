"""Search: one box, facets beside the results, everything in the address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.search import Found
from madang.community import demand
from madang.portal.find import facets, feed, listing, requests
from madang.portal.find.asked import PAGE, Asked
from madang.portal.find.reasons import Sought

SORTS: dict[str, Promise] = {"relevance": _("Best match"), "newest": _("Newest first"), "rows": _("Most rows first")}


def search(request: HttpRequest) -> HttpResponse:
    """Results for `q`, narrowed by facets; htmx takes the results out of the same page."""
    asked, actor = Asked.read(request.GET), policy.who(request)
    found = asked.find(actor, get_language() or "ko")
    if not asked.narrowed and asked.page == 1:
        demand.note(request, asked.text, found, get_language() or "ko")
    shown = facets.shown(found, asked)
    context = {
        "asked": asked,
        "text": asked.text,
        "total": found.total,
        "near": found.near,
        "meant": found.meant,
        "only_some": sure(found, asked),
        "hits": listing.in_order(actor, [hit.slug for hit in found.hits], Sought.of(found.meant or asked.text)),
        "facets": shown,
        "chips": chips(shown, asked),
        "sorts": SORTS,
        "last": max(1, -(-found.total // PAGE)),
        "feed": feed.address(asked),
        "ask_for": requests.address(asked.text),
        "area": "search",
    }
    response = render(request, "portal/find/search.html", context)
    if found.near or not found.total:
        response["Cache-Control"] = (
            "private, no-cache"  # each such search is counted, so none is answered in front of us
        )
    return response


def chips(shown: list[facets.Facet], asked: Asked) -> list[dict[str, Any]]:
    """What narrows the search, one by one, each with the query string of the search without it."""
    of_facets = [
        (facet.title, one.label, asked.without(facet.name, one.value)) for facet in shown for one in facet.chosen
    ]
    days = [(_("Period"), f"{asked.since}–{asked.until}", asked.without("days"))] if asked.since or asked.until else []
    around = [(_("On the map"), _("a part of it"), asked.without("box"))] if asked.box else []
    return [
        {"title": title, "label": label, "query": rest.query} for title, label, rest in [*of_facets, *days, *around]
    ]


def sure(found: Found, asked: Asked) -> int | None:
    """Before which of the hits of this page, counted from 1, those begin that hold only some of the words; None when none do."""
    first = found.sure - (asked.page - 1) * PAGE + 1
    return first if not found.near and 1 <= first <= PAGE and found.sure < found.total else None
