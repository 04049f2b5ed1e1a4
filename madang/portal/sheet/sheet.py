"""The sheet: rows of one revision, sorted, filtered, searched, page by page, with the figures of each column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from madang.catalog import keys
from madang.catalog.site import base
from madang.lib.texts import choose
from madang.portal.dataset import exports
from madang.portal.dataset.bars import bars, missing
from madang.portal.dataset.columns import columns
from madang.portal.dataset.head import head
from madang.portal.dataset.sheet_address import MOST_COLUMNS, SIZES, Filter, Sheet, shown_columns
from madang.portal.dataset.shown import Shown, shown
from madang.portal.sheet import cells
from madang.portal.sheet.heads import heads
from madang.portal.sheet.lines import line
from madang.portal.sheet.links import Links
from madang.portal.words import grouped
from madang.query.answer import answer
from madang.query.model import Column
from madang.query.profile import kept
from madang.query.profile.model import Profile

SPARE = 1
"""Empty filter lines offered besides those in use; the next comes when this one is used."""
FORM_ONLY = ("to", "way", "goto", "bar", "up", "down")
"""Parameters that a form sends and that an address to share does without."""


def sheet(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One page of rows with the state of the address; htmx swaps it without loading the page."""
    page = shown(request, "sheet", slug, name)
    profile = kept.soon(page.table)
    state = _acted(request, Sheet.read(request.GET, page.table), page, profile)
    address = Links(page, state).here
    sent = any(name in request.GET for name in FORM_ONLY)
    swapped = "HX-Request" in request.headers
    if sent and not swapped and not state.odd and not any(one.unfinished for one in state.filters):
        return HttpResponseRedirect(address)
    response = render(request, "portal/sheet/sheet.html", _context(request, page, state, profile) | head(page))
    if swapped:
        response["HX-Push-Url"] = address
    if sent:
        patch_vary_headers(response, ["HX-Request"])
    return response


def _context(request: HttpRequest, page: Shown, state: Sheet, profile: Profile | None) -> dict[str, Any]:
    table = page.table
    said = {column["name"]: column for column in columns(page.resource, page.actor)}
    found = answer(table, state.question(table))
    last = max(1, -(-(found.total or 0) // state.size))
    links = Links(page, state, last, base(request))
    spare = [Filter("", "")] * (0 if any(one.unfinished for one in state.filters) else SPARE)
    return {
        "page": page,
        "dataset": page.dataset,
        "state": state,
        "links": links,
        "heads": heads(table, state, said, profile, links),
        "rows": cells.rows(found, _shown(page, state, said), row_address(page)) if found.returned else "",
        "total": found.total,
        "at": {"first": (state.page - 1) * state.size + 1, "last": min(state.page * state.size, found.total or 0)},
        "last": last,
        "columns_after": state.first + MOST_COLUMNS <= len(shown_columns(table)) and not state.columns,
        "lines": [line(one, table, said, profile) for one in (*state.filters, *spare)],
        "all_columns": [_picked(column, said) for column in shown_columns(table)],
        "chosen": [_picked(column, said) for column in state.chosen(table)],
        "chosen_names": [column.name for column in state.chosen(table)],
        "wide": len(shown_columns(table)) > MOST_COLUMNS,
        "sizes": SIZES,
        "profile": profile,
        "failed": kept.failed(table),
        "exports": exports.of_rows(page, state.api(table)),
        "pin": _pin(page.pinned),
        "area": "search",
    }


def _picked(column: Column, said: dict[str, Any]) -> dict[str, str]:
    """A column to choose: its name, and what readers call it."""
    return {"name": column.name, "called": said.get(column.name, {}).get("called") or column.name}


def _acted(request: HttpRequest, state: Sheet, page: Shown, profile: Profile | None) -> Sheet:
    """What a button of the form asked for: `bar` a bar or the missing values of a column, `up` and `down` to move one."""
    for name, step in (("up", -1), ("down", 1)):
        if request.GET.get(name):
            return state.moved(request.GET[name], step, page.table)
    place, _, number = request.GET.get("bar", "").partition(".")
    if not (place.isdecimal() and place.isascii() and len(place) < 6 and int(place) < len(page.table.columns)):
        return state
    column = page.table.columns[int(place)]
    counted = profile.column(column.name) if profile else None
    if counted is None:
        return state
    if number == "missing":
        return state.filtered_by(column.name, missing(counted))
    drawn = bars(counted)
    known = number.isdecimal() and number.isascii() and len(number) < 6 and int(number) < len(drawn)
    return state.filtered_by(column.name, drawn[int(number)].filters) if known else state


def _shown(page: Shown, state: Sheet, said: dict[str, Any]) -> list[cells.Shown]:
    """How the cells of each column are written; those of a key lead to the page of their row by the number before them."""
    assert page.resource is not None
    language, key, chosen = get_language() or "ko", page.resource.key, state.chosen(page.table)
    found = []
    for column in chosen:
        words = said.get(column.name, {})
        codes = {code: choose(text, language)[0] for code, text in (words.get("codes") or {}).items()}
        reason = choose(words.get("missing") or {}, language)[0]
        groups = grouped(column.name, column.semantic)
        heads_row = bool(key) and column.name == key[-1] and set(key) <= {one.name for one in chosen}
        found.append(cells.Shown(column, groups, codes, reason, _far(words.get("refers_to")), heads_row))
    return found


def _far(target: Any) -> Callable[[Any], str] | None:
    """Where a value leads that names a row of another table."""
    if target is None or len(target.key) != 1:
        return None
    start = reverse("row", args=[target.dataset.slug, target.name, "-"])[:-1]
    return lambda value: start + keys.path([value])


def row_address(page: Shown) -> Callable[[int, dict[str, Any]], str]:
    """Where a row is found again: by its key, else by its number in this revision, which never changes."""
    assert page.resource is not None
    key, sheet = page.resource.key, page.address("sheet").partition("?")[0]
    start = reverse("row", args=[page.dataset.slug, page.resource.name, "-"])[:-1]

    def address(number: int, row: dict[str, Any]) -> str:
        values = [row.get(name) for name in key]
        if key and None not in values and not any(value in keys.NOWHERE for value in values):
            return start + keys.path(values) + page.pinned
        return f"{sheet}?revision={page.table.revision}&row={number}"

    return address


def _pin(pinned: str) -> list[tuple[str, str]]:
    """The pinned revision as hidden fields of the form."""
    name, _, value = pinned.removeprefix("?").partition("=")
    return [(name, value.replace("%2B", "+"))] if pinned else []
