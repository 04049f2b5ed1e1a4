"""What pages tell of a column: its counts and its bars."""

from __future__ import annotations

from typing import Any

from madang.portal.dataset import bar_html
from madang.portal.dataset.bars import Bar, bars
from madang.portal.dataset.sheet_address import Sheet
from madang.portal.dataset.sheet_filters import Filter
from madang.portal.dataset.written import figure
from madang.portal.words import grouped
from madang.query.model import Column
from madang.query.profile.model import Column as Counted

LINES = 3
"""Values of a text that stand in its head; all that were counted stand behind it."""


def figures(counted: Counted | None, column: Column, place: int, state: Sheet | None = None) -> dict[str, Any] | None:
    """What is told of a column, the one at `place` of its table: counts, bars, and which of them the filter stands for already."""
    if counted is None:
        return None
    groups = grouped(column.name, column.semantic)
    drawn = bars(counted, grouped=groups)
    ordered = bool(drawn and drawn[0].ordered)
    pressed = {bar.place for bar in drawn if state and _stands(state, column.name, bar)}
    return {
        "counted": counted,
        "bars": drawn,
        "ordered": ordered,
        "picture": bar_html.standing(drawn, pressed) if ordered else bar_html.values(drawn[:LINES], pressed),
        "buttons": bar_html.buttons(drawn, place, pressed) if state else "",
        "facts": {name: figure(value, counted.type, groups) for name, value in _facts(counted)},
        "about": "distinct" in counted.approximate,
    }


def _facts(counted: Counted) -> list[tuple[str, Any]]:
    middle = counted.median
    return [
        ("low", counted.low),
        ("median", middle),
        ("mean", counted.mean),
        ("high", counted.high),
        ("deviation", counted.deviation),
    ]


def _stands(state: Sheet, name: str, bar: Bar) -> bool:
    """Whether the filter is just what a bar means."""
    return (
        tuple(Filter(one.column, one.operator, one.value) for one in state.filters if one.column == name) == bar.filters
    )
