"""The builder's form: what may be chosen for each part of the address, in the reader's words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.portal.charts.meaning import Meant
from madang.portal.charts.measures import NAMES
from madang.portal.charts.state import State
from madang.portal.charts.values import BUCKETS
from madang.portal.dataset.sheet_address import OPERATORS, Filter
from madang.portal.figures.roles import NUMBERS, Role

KINDS: dict[str, Promise] = {
    "bar": _("Bars"),
    "line": pgettext_lazy("chart", "Line"),
    "area": pgettext_lazy("chart", "Area"),
    "point": _("Points (two numbers)"),
    "histogram": _("Distribution"),
    "heat": _("Table of colours"),
    "box": _("Boxes (spread)"),
    "number": _("One number"),
}  # fmt: skip
SORTS: dict[str, Promise] = {
    "value": _("largest first"), "-value": _("smallest first"), "name": pgettext_lazy("sort", "by name"), "-name": _("by name, backwards"),
}  # fmt: skip
ARRANGE: dict[str, Promise] = {
    "stacked": _("on top of each other"),
    "grouped": _("side by side"),
    "share": _("as shares of 100%"),
}
SPARE_LINES = 1


def form(state: State, columns: dict[str, Meant]) -> dict[str, Any]:
    """Options as (value, words, chosen). Columns that a choice makes sense for come first, in a group of their own."""
    every = list(columns.values())
    numbers = [c for c in every if c.role in NUMBERS]
    along = [c for c in every if c.role in (Role.TIME, Role.ORDER, Role.CATEGORY)]
    return {
        "kinds": _options(KINDS, state.kind),
        "x": _groups(along, every, (state.x,)),
        "y": _groups(numbers, every, state.y[:1]),
        "more": [(c.name, c.label, c.name in state.y[1:]) for c in numbers if c.name != (state.y[0] if state.y else "")],
        "colour": _groups([c for c in along if c.role is not Role.TIME], every, (state.colour,)),
        "aggregates": _options(NAMES, state.aggregate),
        "buckets": _options(BUCKETS, state.bucket),
        "sorts": _options(SORTS, state.sort),
        "arrange": _options(ARRANGE, state.arrange),
        "text": state.text,
        "where": state.where,
        "filters": len(state.filters) + bool(state.where),
        "filtered": bool(state.filters or state.where),
        "lines": [*state.filters, *[Filter("", "eq", "")] * SPARE_LINES],
        "operators": OPERATORS,
        "columns": every,
        "detailed": bool(state.bucket or state.sort or state.limit or state.upright or state.log or state.y[1:]),
    }  # fmt: skip


def _options(names: dict[str, Promise], chosen: str) -> list[tuple[str, Promise, bool]]:
    return [(value, words, value == chosen) for value, words in names.items()]


def _groups(
    first: list[Meant], every: list[Meant], chosen: tuple[str, ...]
) -> list[tuple[bool, list[tuple[str, str, bool]]]]:
    """(whether these fit best, options) twice."""
    names = {column.name for column in first}
    rest = [column for column in every if column.name not in names]
    return [
        (fits, [(c.name, c.label, c.name in chosen) for c in some])
        for fits, some in ((True, first), (False, rest))
        if some
    ]
