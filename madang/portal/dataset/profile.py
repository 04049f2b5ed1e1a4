"""The view "Quality": how good a dataset is and why, and what each column of a table holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from madang.accounts import receipts as told
from madang.catalog import quality
from madang.catalog.models import Dataset
from madang.portal.dataset import bar_html, exports
from madang.portal.dataset.column_figures import figures
from madang.portal.dataset.columns import columns
from madang.portal.dataset.head import head
from madang.portal.dataset.receipts import listed
from madang.portal.dataset.sheet_address import Filter, Sheet
from madang.portal.dataset.shown import Shown, shown
from madang.query.model import Column, Type
from madang.query.profile import kept
from madang.query.profile.model import Profile

COLUMNS = 40
"""Columns of a page; each has a picture and a list of values."""


def profile(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The score of the dataset with its reasons, and the profile of the shown revision."""
    page = shown(request, "profile", slug, name)
    found = kept.soon(page.table)
    first = _first(request.GET.get("from", ""), len(page.table.columns))
    assert page.revision is not None
    receipt = told.shown(page.actor, page.revision)
    context = {
        "page": page,
        "dataset": page.dataset,
        "score": _score(page.dataset),
        "profile": found,
        "failed": kept.failed(page.table),
        "complete": _complete(found) if found else None,
        "columns": _columns(page, found, first, listed(receipt)) if found else [],
        "first": first,
        "last": min(first + COLUMNS - 1, len(page.table.columns)),
        "before": max(first - COLUMNS, 1) if first > 1 else 0,
        "after": first + COLUMNS if first + COLUMNS <= len(page.table.columns) else 0,
        "findings": listed(receipt),
        "json": f"{exports.base(slug, name)}/profile" + page.pinned,
        "area": "search",
    }
    return render(request, "portal/dataset/profile.html", context | head(page))


def _score(dataset: Dataset) -> dict[str, Any]:
    """The score, with its points by dimension."""
    found = quality.score(dataset, timezone.now())
    dimensions = [
        {"name": words, "points": points, "of": most, "percent": round(100 * points / most)}
        for code, words in quality.DIMENSIONS.items()
        for points, most in [found.of_dimension(code)]
        if most
    ]
    return {"score": found, "dimensions": dimensions}


def _columns(page: Shown, found: Profile, first: int, findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each column of the part with its figures, where its bars and outliers lead, and what the receipt found in it."""
    said = {one["name"]: one for one in columns(page.resource, page.actor)}
    shown_columns = []
    for place, column in enumerate(page.table.columns[first - 1 : first - 1 + COLUMNS], first - 1):
        told = figures(found.column(column.name), column, place)
        if told is None:
            continue
        counted = told["counted"]
        shown_columns.append({
            "name": column.name, "type": column.type.value, "place": place, "figures": told,
            "called": said.get(column.name, {}).get("called") or column.name,
            "label": said.get(column.name, {}).get("label") or {}, "missing": said.get(column.name, {}).get("missing") or {},
            "unit": said.get(column.name, {}).get("unit") or column.unit,
            "complete": 100 * counted.present / max(counted.rows, 1),
            "bars": [(bar_html.lying(bar), _rows(page, Sheet(filters=bar.filters))) for bar in told["bars"]],
            "findings": [one for one in findings if one.get("column") == column.name],
            "without": _without(page, column) if counted.missing else "",
            "outliers": [(one, _rows(page, Sheet(row=one.row))) for one in counted.outliers.farthest] if counted.outliers else [],
        })  # fmt: skip
    return shown_columns


def _without(page: Shown, column: Column) -> str:
    """The rows where a value is missing; shapes stand in no sheet."""
    return "" if column.type is Type.GEOMETRY else _rows(page, Sheet(filters=(Filter(column.name, "empty"),)))


def _rows(page: Shown, state: Sheet) -> str:
    """The rows of a state, of the revision that was counted: numbers of rows mean nothing in another one."""
    assert page.resource is not None
    start = reverse("sheet", args=[page.dataset.slug, page.resource.name])
    pin = f"revision={page.table.revision}" if state.row else page.pinned.removeprefix("?")
    return start + "?" + "&".join(part for part in (pin, state.address()) if part)


def _complete(found: Profile) -> float:
    """The share of cells that hold a value, in percent."""
    cells = sum(column.rows for column in found.columns)
    return 100 * sum(column.present for column in found.columns) / cells if cells else 100.0


def _first(text: str, columns: int) -> int:
    known = text.isascii() and text.isdecimal() and len(text) < 7 and 0 < int(text) <= columns
    return int(text) if known else 1
