"""The sheet: rows of one revision, sorted, filtered, searched, page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from madang.catalog import keys
from madang.portal.dataset import exports
from madang.portal.dataset.columns import columns
from madang.portal.dataset.head import head
from madang.portal.dataset.sheet_address import OPERATORS, PAGE, Filter, Sheet, shown_columns
from madang.portal.dataset.shown import Shown, shown
from madang.portal.words import grouped
from madang.query.answer import Answer, answer
from madang.query.model import Type

SPARE_LINES = 2  # empty filter lines offered besides those in use; more come with each submit


def sheet(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One page of rows with the state of the address; htmx swaps the table alone."""
    page = shown(request, "sheet", slug, name)
    state = Sheet.read(request.GET, page.table)
    found = answer(page.table, state.question(page.table))
    said = {column["name"]: column for column in columns(page.resource)} if page.resource else {}
    context = {
        "page": page,
        "dataset": page.dataset,
        "state": state,
        "heads": heads(found, state, said),
        "rows": cells(found, row_address(page, found), page.resource.key[-1:] if page.resource else []),
        "total": found.total,
        "first": (state.page - 1) * PAGE + 1,
        "last": max(1, -(-(found.total or 0) // PAGE)),
        "lines": [*state.filters, *[Filter("", "has", "")] * SPARE_LINES],
        "operators": OPERATORS,
        "all_columns": [(c, not state.columns or c.name in state.columns) for c in shown_columns(page.table)],
        "exports": exports.of_rows(page, state.api(page.table)),
        "pin": _pin(page.pinned),
        "area": "search",
    }
    return render(request, "portal/dataset/sheet.html", context | head(page))


def heads(found: Answer, state: Sheet, said: dict[str, Any]) -> list[dict[str, Any]]:
    """The head of each column: label, type, unit, and where a click on it leads."""
    shown_heads = []
    for column in found.columns:
        words = said.get(column.name, {})
        direction = ("descending" if state.descending else "ascending") if state.sort == column.name else "none"
        shown_heads.append({
            "name": column.name,
            "label": words.get("label") or {},
            "type": column.type.value,
            "unit": words.get("unit") or column.unit,
            "sorted": direction,
            "address": "?" + state.sorted_by(column.name),
        })  # fmt: skip
    return shown_heads


def row_address(page: Shown, found: Answer) -> Callable[[dict[str, Any]], str]:
    """The page of a row, when the table has a key and the sheet shows all of it; nothing for rows without one."""
    key = page.resource.key if page.resource else []
    if not key or not page.resource or not {column.name for column in found.columns} >= set(key):
        return lambda row: ""
    start = reverse("row", args=[page.dataset.slug, page.resource.name, "-"])[:-1]

    def address(row: dict[str, Any]) -> str:
        values = [row[name] for name in key]
        return "" if None in values else start + keys.path(values) + page.pinned

    return address


def cells(
    found: Answer, address: Callable[[dict[str, Any]], str], linked: Sequence[str]
) -> list[list[tuple[str, Any, str]]]:
    """Rows of (type, value, address); whole numbers that count things are grouped, years and codes are not.

    The cells of the columns `linked` lead to the page of their row.
    """
    types = [(column.type, grouped(column.name, column.semantic), column.name in linked) for column in found.columns]
    rows = []
    for row in found.table().to_pylist():
        there = address(row)
        line = zip(row.values(), types, strict=True)
        rows.append(
            [
                (kind.value, written(value, kind, groups), there if leads else "")
                for value, (kind, groups, leads) in line
            ]
        )
    return rows


def written(value: Any, kind: Type, grouped: bool = True) -> str | None:
    """A value as the sheet writes it; None for an empty cell."""
    if value is None:
        return None
    if kind is Type.INTEGER:
        return f"{value:,}" if grouped else str(value)
    if kind is Type.NUMBER:
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if kind is Type.BOOLEAN:
        return "✓" if value else "✗"
    return value.isoformat(sep=" ") if kind is Type.DATETIME else str(value)


def _pin(pinned: str) -> list[tuple[str, str]]:
    """The pinned revision as hidden fields of the form."""
    name, _, value = pinned.removeprefix("?").partition("=")
    return [(name, value.replace("%2B", "+"))] if pinned else []
