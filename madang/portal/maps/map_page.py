"""The map of a layer: points or areas, coloured by a column, from the city's own data alone."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.accounts import policy
from madang.catalog.models import Dataset, Resource
from madang.lib.problems import Text
from madang.lib.texts import choose
from madang.portal.dataset import exports
from madang.portal.dataset.columns import columns
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown
from madang.portal.words import grouped, unit
from madang.query.expressions import Ref
from madang.query.model import Column, Table, Type
from madang.query.words import words

MOST_FEATURES = 20_000  # a page draws so many: of a larger layer an even sample, and says so until there are tiles
BACKGROUND_FEATURES = 600
IN_POPUP = 12


def map_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The map, a choice of the column that colours it, and the way to the same rows as a table."""
    page = shown(request, "map", slug, name)
    by = colouring(page.table, request.GET.get("by", ""))
    context = {
        "page": page,
        "dataset": page.dataset,
        "numbers": numbers(page.table),
        "by": by,
        "labels": {column["name"]: column["label"] for column in columns(page.resource)},
        "drawn": math.ceil(page.table.rows / every(page.table)),
        "every": every(page.table),
        "settings": settings_of(page, by),
        "area": "search",
    }
    return render(request, "portal/maps/map.html", context | head(page))


def numbers(table: Table) -> list[Column]:
    """Columns that can colour areas: numbers that measure something, not codes."""
    return [
        column
        for column in table.columns
        if column.type in (Type.INTEGER, Type.NUMBER)
        and not column.semantic.endswith(("code", "year", "longitude", "latitude"))
    ]


def colouring(table: Table, asked: str) -> str:
    """The column that colours: the one asked for, else the first number; none for points unless asked."""
    names = [column.name for column in numbers(table)]
    if asked in names:
        return asked
    areas = "olygon" in str((table.geometry or {}).get("kind", ""))
    return names[0] if names and areas else ""


def every(table: Table) -> int:
    """Of a layer that is too large for one page each so many-th row is drawn; rows lie sorted, so the first ones would mislead."""
    return max(1, math.ceil(table.rows / MOST_FEATURES))


def settings_of(page: Shown, by: str) -> dict[str, Any]:
    """What the script needs: where the features are, how to colour them, the words to use."""
    table, geometry = page.table, page.table.geometry or {}
    attributes = [c for c in table.columns if c.type is not Type.GEOMETRY]
    colour = [c for c in attributes if c.name == by]
    kept = attributes[:IN_POPUP] + [c for c in colour if c not in attributes[:IN_POPUP]]
    shape = [c for c in table.columns if c.type is Type.GEOMETRY]
    said = {column["name"]: column for column in columns(page.resource)}
    asked = {
        "select": ", ".join(words(Ref(column.name)) for column in [*kept, *shape]),
        "every": str(every(table)),
        "limit": str(MOST_FEATURES),
        "revision": table.revision,
    }
    return {
        "features": f"{exports.base(table.dataset, table.name)}.geojson?{urlencode(asked)}",
        "background": background(page),
        "bbox": geometry.get("bbox"),
        "kind": geometry.get("kind", ""),
        "by": by,
        "labels": {c.name: _label(said[c.name]["label"]) for c in kept if c.name in said},
        "units": {c.name: unit(written) for c in kept if (written := said.get(c.name, {}).get("unit") or c.unit)},
        "plain": [column.name for column in kept if not grouped(column.name, column.semantic)],
        "words": {
            "empty": _("no value"),
            "failed": _("The map could not be drawn. The sheet shows the same rows."),
            "many": _("places here: zoom in"),
        },
    }


def background(page: Shown) -> str:
    """The outlines to lay under points: a small open layer of areas in the catalogue, else nothing."""
    if "oint" not in str((page.table.geometry or {}).get("kind", "")):
        return ""
    layers = Resource.objects.filter(
        dataset__in=policy.visible(page.actor).filter(state=Dataset.State.PUBLISHED, access=Dataset.Access.OPEN),
        current__geometry__kind__icontains="polygon",
        current__rows__lte=BACKGROUND_FEATURES,
    ).select_related("dataset", "current")
    near = [one for one in layers if one.current and _overlap(one.current.geometry, page.table.geometry)]
    if not near:
        return ""
    best = max(near, key=lambda one: one.current.rows or 0)
    asked = {"select": "geometry", "revision": best.current.pk}
    return f"{exports.base(best.dataset.slug, best.name)}.geojson?{urlencode(asked)}"


def _overlap(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    first, second = (one or {}).get("bbox"), (other or {}).get("bbox")
    if not first or not second:
        return False
    return first[0] <= second[2] and second[0] <= first[2] and first[1] <= second[3] and second[1] <= first[3]


def _label(label: Text) -> str:
    """A label in the reader's language, "" when the column has none."""
    return choose(label, get_language() or "ko")[0]
