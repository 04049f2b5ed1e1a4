"""Files of exactly what a map shows: pictures, values, shapes, and what did not match."""

from __future__ import annotations

import json
import math
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.accounts import policy
from madang.catalog.models import Revision
from madang.lib.charts import drawing
from madang.lib.spreadsheet import spreadsheet
from madang.portal.dataset.taken_along import Made, taken_along
from madang.portal.maps import browser
from madang.portal.maps.figure import Figure, figure
from madang.portal.maps.said import bare_areas


def _figure(request: HttpRequest, slug: str, name: str) -> Figure:
    return figure(policy.who(request), slug, name, request.GET, get_language() or "ko")


def picture_svg(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The map with title, legend and source, as SVG."""
    found = _figure(request, slug, name)
    return _sent(request, found, found.map.file(found.source), "image/svg+xml", "svg", inline=True)


def picture_png(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The same as PNG. Raises `DrawingBusy`."""
    found = _figure(request, slug, name)
    drawn = found.map.file(found.source)
    return _sent(request, found, drawing.png(drawn), "image/png", "png", inline=True)


def for_browser(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What the map of the browser needs besides tiles: names, values at all times, their classes."""
    found = _figure(request, slug, name)
    text = json.dumps(browser.values(found.map), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _sent(request, found, text, "application/json", "json", inline=True)


def csv_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A line for each place: code, name, value at the time that is shown, rows, class."""
    found = _figure(request, slug, name)
    shown = found.map
    head = [_("Code"), _("Name"), shown.head, _("Rows"), _("Class")]
    rows = shown.made.rows[shown.at].tolist() if len(shown.made.rows) else []
    lines = (
        [shown.made.codes[at], shown.made.names[at], _cell(value), rows[at], shown.classed[at] + 1 or ""]
        for at, value in enumerate(shown.values.tolist())
    )
    return _sent(request, found, spreadsheet([head, *lines]), "text/csv; charset=utf-8", "csv")


def unmatched_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What a join left over: codes of the table without an area, with their rows, and areas without a row."""
    found = _figure(request, slug, name)
    made, at = found.map.made, found.map.at
    lines: list[list[Any]] = [["side", "code", "name", "rows"]]
    if made.losses:
        lines += [["table", code, "", rows] for code, rows in made.losses[at].lost]
        lines += [["table", "", "", made.losses[at].empty]] if made.losses[at].empty else []
        lines += [["areas", made.codes[one], made.names[one], 0] for one in bare_areas(made, at)]
    return _sent(request, found, spreadsheet(lines), "text/csv; charset=utf-8", "unmatched.csv")


def geojson_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The places with their values as features, in longitude and latitude."""
    found = _figure(request, slug, name)
    shown = found.map
    shapes = browser.shapes(shown)
    about = {"dataset": found.dataset.slug, "resource": found.resource.name, "revision": found.revision, "origin": found.origin,
             "title": f"{shown.title}: {shown.head}"}  # fmt: skip
    features = ",".join(
        '{"type":"Feature","geometry":' + (shape or "null") + ',"properties":'
        + json.dumps({"code": shown.made.codes[at], "name": shown.made.names[at], "value": _cell(value, None),
                      "class": shown.classed[at] + 1 or None}, ensure_ascii=False) + "}"
        for at, (shape, value) in enumerate(zip(shapes, shown.values.tolist(), strict=True))
    )  # fmt: skip
    text = f'{{"type":"FeatureCollection","madang":{json.dumps(about, ensure_ascii=False)},"features":[{features}]}}'
    return _sent(request, found, text, "application/geo+json", "geojson")


def _cell(value: float, nothing: Any = "") -> Any:
    if not math.isfinite(value):
        return nothing
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def _sent(
    request: HttpRequest, found: Figure, body: str | bytes, kind: str, extension: str, *, inline: bool = False
) -> HttpResponse:
    shown = found.map
    tables = [shown.table.revision, *([shown.areas.revision] if shown.areas else [])]
    revisions = Revision.objects.select_related("resource__dataset__organisation").defer("receipt").in_bulk(tables)
    pinned = "revision" in request.GET and (shown.areas is None or "areas_revision" in request.GET)
    made = Made(revisions[tables[0]], found.origin, tuple(revisions[one] for one in tables[1:]), pinned)
    name = f"{found.dataset.slug}-{found.resource.name}-map.{extension}"
    return taken_along(body.encode() if isinstance(body, str) else body, kind, name, made, attached=not inline)
