"""The page that makes a map: forms that need no script, the drawing, its legend, what it leaves out, the same values as a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from madang.catalog.site import base
from madang.portal.dataset.embedding import frame_code
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown
from madang.portal.maps import base_map, browser
from madang.portal.maps.form import form
from madang.portal.maps.shown_map import ShownMap, shown_map

FILES = (("CSV", "map_csv"), ("GeoJSON", "map_geojson"), ("SVG", "map_svg"), ("PNG", "map_png"))
FRAME_HEIGHT = 640


def map_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The map of the address. Raises as `shown` and `shown_map`."""
    page = shown(request, "map", slug, name)
    assert page.resource is not None
    made = shown_map(page.actor, page.resource, page.table, request.GET)
    context = {
        "page": page, "dataset": page.dataset, "shown": made, "form": form(made), "area": "search",
        "svg": mark_safe(made.svg()),  # noqa: S308  made of numbers and escaped texts alone
        "settings": browser.told(made), "share": share(request, page, made),
    }  # fmt: skip
    answer = render(request, "portal/maps/map.html", context | head(page) | {"origin": made.origin})
    return base_map.allowed(answer)


def share(request: HttpRequest, page: Shown, made: ShownMap) -> dict[str, Any]:
    """The addresses of exactly this map, its frame and its files."""

    def at(view: str) -> str:
        return f"{reverse(view, args=[page.dataset.slug, made.resource.name])}?{made.query(find='')}"

    root = base(request)
    return {
        "frame_code": frame_code(root + at("map_embed"), made.title, FRAME_HEIGHT),
        "address": root + at("map"), "unmatched": at("map_unmatched"),
        "files": [(title, at(view)) for title, view in FILES if not (made.drawn_elsewhere and title in ("CSV", "GeoJSON"))],
    }  # fmt: skip
