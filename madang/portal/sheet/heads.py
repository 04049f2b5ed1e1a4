"""The heads of a sheet: name, words, type, unit, order, and the figures of each column."""

from __future__ import annotations

from typing import Any

from madang.portal.dataset.column_figures import figures
from madang.portal.dataset.sheet_address import Sheet
from madang.portal.sheet.links import Links
from madang.query.model import Table
from madang.query.profile.model import Profile


def heads(
    table: Table, state: Sheet, said: dict[str, Any], profile: Profile | None, links: Links
) -> list[dict[str, Any]]:
    """One for each column that is shown. `place` is that of the column in its table, `order` that of the sort, from 1."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    sorts = {name: (order, descending) for order, (name, descending) in enumerate(state.sorts, 1)}
    counted = {column.name: column for column in profile.columns} if profile else {}
    found = []
    for column in state.chosen(table):
        words = said.get(column.name, {})
        order, descending = sorts.get(column.name, (0, False))
        found.append({
            "name": column.name,
            "called": words.get("called") or column.name,
            "label": words.get("label") or {},
            "about": words.get("description") or {},
            "missing": words.get("missing") or {},
            "type": column.type.value,
            "unit": words.get("unit") or column.unit,
            "sorted": ("descending" if descending else "ascending") if order else "none",
            "order": order if len(sorts) > 1 else 0,
            "place": places[column.name],
            "address": links.to(state.sorted_by(column.name)),
            "figures": figures(counted.get(column.name), column, places[column.name], state),
        })  # fmt: skip
    return found
