"""A map alone, for a frame on another page, as anybody may see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from madang.portal.dataset.embedding import ANYBODY, embeddable
from madang.portal.maps import base_map, browser
from madang.portal.maps.figure import figure


def embed(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Raises as `figure`."""
    found = figure(ANYBODY, slug, name, request.GET, get_language() or "ko")
    context = {
        "title": found.title, "subtitle": found.subtitle, "dataset": found.dataset, "origin": found.origin,
        "published_at": found.published_at, "address": found.address, "figure": found, "shown": found.map,
        "settings": browser.told(found.map),
    }  # fmt: skip
    return base_map.allowed(embeddable(render(request, "portal/maps/embed.html", context)))
