"""The page that makes a map: forms that need no script, the drawing, its legend, what it leaves out, the same values as a table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from madang.accounts.policy import Actor
from madang.catalog.models import Resource
from madang.catalog.site import base
from madang.lib.problems import Problem
from madang.portal.dataset.embedding import frame_code
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown
from madang.portal.maps import base_map, browser
from madang.portal.maps.form import form
from madang.portal.maps.refusals import OddMap
from madang.portal.maps.shown_map import ShownMap, shown_map
from madang.query.model import Table

FILES = (("CSV", "map_csv"), ("GeoJSON", "map_geojson"), ("SVG", "map_svg"), ("PNG", "map_png"))
FRAME_HEIGHT = 640


def mistaken(problem: Problem) -> bool:
    """Whether it is about the address, so that the form is there to mend it."""
    return isinstance(problem, OddMap) or import_string(settings.PROBLEM_STATUS)(problem) == MISTAKEN


def map_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The map of the address; a mistake in it is said beside the form, which keeps what was written. Raises as `shown` and `shown_map`."""
    page = shown(request, "map", slug, name)
    assert page.resource is not None
    refused, fields = "", {}
    try:
        made = shown_map(page.actor, page.resource, page.table, request.GET)
    except Problem as problem:
        if not mistaken(problem):
            raise
        made, refused = (
            _without(page.actor, page.resource, page.table, request.GET, problem),
            problem.text(get_language() or "ko"),
        )
        fields = {name: request.GET[name] for name in WRITTEN if name in request.GET}
    context = {
        "page": page, "dataset": page.dataset, "shown": made, "form": form(made) | fields, "area": "search", "refused": refused,
        "svg": "" if refused else mark_safe(made.svg()),  # noqa: S308  made of numbers and escaped texts alone
        "settings": None if refused else browser.told(made), "share": share(request, page, made),
    }  # fmt: skip
    words = context | head(page) | {"origin": made.origin}
    answer = render(request, "portal/maps/map.html", words, status=MISTAKEN if refused else 200)
    return base_map.allowed(answer)


MISTAKEN = 400
WRITTEN = ("where", "breaks", "centre")
"""Fields in which people write; the others are chosen from lists."""


def _without(actor: Actor, resource: Resource, table: Table, query: QueryDict, problem: Problem) -> ShownMap:
    """The map whose form is shown in place of one that cannot be drawn: without what was written, else as of the bare address."""
    kept = query.copy()
    for name in WRITTEN:
        kept.pop(name, None)
    for one in (kept, QueryDict()):
        try:
            return shown_map(actor, resource, table, one)
        except Problem:
            continue
    raise problem


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
