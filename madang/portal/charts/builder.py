"""The page on which a chart is built. Its address is its state; what cannot be drawn is said in place of the picture."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from madang.catalog.site import base
from madang.lib.problems import Problem
from madang.portal.charts.figure import Figure, of_table
from madang.portal.charts.form import form
from madang.portal.charts.meaning import Meant, meanings
from madang.portal.charts.refusals import OddChart
from madang.portal.charts.state import State
from madang.portal.dataset.embedding import frame_code, picture_code
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import shown
from madang.query.model import Table

MOST_ROWS = 300
"""Lines of the table below the picture; the file has all of them."""
FRAME_SPARE = 150
"""Pixels of a frame besides the picture: title above, source below."""


def builder(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The form, the picture, its numbers, and how to take them along. Raises what `Shown.table` raises."""
    page = shown(request, "chart", slug, name)
    table, language = page.table, get_language() or "ko"
    assert page.resource is not None
    assert page.revision is not None
    drawn, picture, refused = None, "", ""
    try:  # who may read it was settled above: what is raised here is about the chart, and the form is there to mend it
        drawn = of_table(page.resource, page.revision, table, request.GET, language)
        picture = drawn.svg
    except Problem as problem:
        refused = problem.text(language)
    columns = meanings(table, page.resource, page.revision, language)
    context = {
        "page": page,
        "dataset": page.dataset,
        "figure": drawn,
        "picture": picture,
        "refused": refused,
        "form": form(drawn.state if drawn else _state(request, table), columns),
        "map": _map(page.tabs, columns),
        "pin": page.revision.pk if page.old else "",
        "area": "search",
    }
    return render(request, "portal/charts/chart.html", context | head(page) | (_taken(request, drawn) if drawn else {}))


def _state(request: HttpRequest, table: Table) -> State:
    """What was asked for, as far as it can be understood, for the form to show again."""
    try:
        return State.read(request.GET, table)
    except OddChart:
        return State()


def _taken(request: HttpRequest, drawn: Figure) -> dict[str, Any]:
    """How to take the chart along: addresses of the whole web, codes for other pages, files."""
    site = base(request)
    picture = f"{site}{drawn.at('chart_svg')}"
    return {
        "rows": drawn.rows[:MOST_ROWS],
        "share": site + drawn.address,
        "cite_address": drawn.at("cite_chart"),
        "frame_code": frame_code(site + drawn.embed_address, drawn.title, drawn.height + FRAME_SPARE),
        "picture_code": picture_code(site + drawn.address, picture, drawn.label),
        "files": [(name, drawn.at(view)) for name, view in FILES],
        "settings": {"spec": drawn.at("chart_spec"), "height": drawn.height},
    }


FILES = (("PNG", "chart_png"), ("SVG", "chart_svg"), ("CSV", "chart_numbers"), ("Vega-Lite", "chart_spec"))


def _map(tabs: list[dict[str, Any]], columns: dict[str, Meant]) -> str:
    """The address of the map, where the table has one: areas are easier to compare there."""
    return next((tab["address"] for tab in tabs if tab["name"] == "map"), "")
