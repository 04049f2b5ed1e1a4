"""Organisations and themes: what they are, how fresh their data are, what is used and asked for most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from madang.accounts import policy
from madang.catalog.models import Organisation, Theme
from madang.portal.find import feed, listing, requests
from madang.portal.find.asked import PAGE, Asked
from madang.portal.find.facets import FRESHNESS

USED, ASKED = 3, 3


def organisations(request: HttpRequest) -> HttpResponse:
    """The tree of organisations, each with how many datasets it and those below it publish."""
    counts = {one.path: one.count for one in listing.organisations(policy.who(request))}
    every = list(Organisation.objects.all())
    below: dict[str, int] = {}
    for path, count in counts.items():
        parts = path.strip("/").split("/")
        for depth in range(1, len(parts) + 1):
            above = f"/{'/'.join(parts[:depth])}/"
            below[above] = below.get(above, 0) + count
    for one in every:
        one.below, one.depth = below.get(one.path, 0), min(one.path.count("/") - 2, 4)
    return render(request, "portal/find/organisations.html", {"organisations": every, "area": "organisations"})


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation with what it and those below it publish."""
    one = get_object_or_404(Organisation.objects.select_related("parent"), slug=slug)
    context = {
        "organisation": one,
        "children": one.children.all(),
        "asked_for": requests.wanted(ASKED, slug),
        "area": "organisations",
    }
    within = policy.below(one.path)
    return render(request, "portal/find/organisation.html", context | _listed(request, "organisation", slug, within))


def themes(request: HttpRequest) -> HttpResponse:
    """Every theme that has datasets."""
    context = {"themes": listing.themes(policy.who(request)), "area": "search"}
    return render(request, "portal/find/themes.html", context)


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme with its datasets."""
    one = get_object_or_404(Theme, slug=slug)
    context = {"theme": one, "area": "search"}
    return render(request, "portal/find/theme.html", context | _listed(request, "theme", slug, Q(theme=one)))


def _listed(request: HttpRequest, name: str, slug: str, within: Q) -> dict[str, Any]:
    """The datasets of one value of a facet, newest first, with a summary of their freshness: one search call."""
    actor, page = policy.who(request), Asked.read(request.GET).page
    asked = Asked(facets={name: [slug]})
    found = replace(asked, page=page).find(actor, get_language() or "ko", PAGE, ("freshness",), "newest")
    return {
        "total": found.total,
        "datasets": listing.in_order(actor, [hit.slug for hit in found.hits]),
        "freshness": [(FRESHNESS.get(word, word), word, count) for word, count in found.facets.get("freshness", [])],
        "used": listing.most_used(actor, USED, within) if page == 1 and found.total > PAGE else [],
        "narrowed": asked.query,
        "feed": feed.address(asked),
        "page": page,
        "last": max(1, -(-found.total // PAGE)),
    }
