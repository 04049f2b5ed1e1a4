"""Organisations and themes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from madang.accounts import policy
from madang.catalog.models import Organisation, Theme
from madang.portal.find import listing


def organisations(request: HttpRequest) -> HttpResponse:
    """The tree of organisations, each with how many datasets it publishes itself."""
    counts = {one.pk: one.count for one in listing.organisations(policy.who(request))}
    every = list(Organisation.objects.all())
    for one in every:
        one.count = counts.get(one.pk, 0)
        one.below = sum(counts.get(other.pk, 0) for other in every if other.path.startswith(one.path))
        one.depth = one.path.count("/") - 2
    return render(request, "portal/find/organisations.html", {"organisations": every, "area": "organisations"})


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: what it is, what belongs to it, what it and those below it publish."""
    one = get_object_or_404(Organisation.objects.select_related("parent"), slug=slug)
    datasets = listing.published(policy.who(request)).filter(organisation__path__startswith=one.path)
    context = {
        "organisation": one,
        "children": one.children.all(),
        "datasets": listing.described(datasets.order_by("-updated", "slug")[:200]),
        "area": "organisations",
    }
    return render(request, "portal/find/organisation.html", context)


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme with its datasets."""
    one = Theme.objects.filter(slug=slug).first()
    if one is None:
        raise Http404
    datasets = listing.published(policy.who(request)).filter(theme=one)
    context = {
        "theme": one,
        "datasets": listing.described(datasets.order_by("-updated", "slug")[:200]),
        "area": "search",
    }
    return render(request, "portal/find/theme.html", context)
