"""Rows that hold the sum of others: `전체` among kinds, `all` among ages. Added up with the others they count twice."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from madang.portal.charts.kept import Kept
from madang.portal.charts.meaning import Meant
from madang.portal.charts.state import State
from madang.portal.charts.values import in_words
from madang.portal.dataset.sheet_address import Filter
from madang.portal.figures.roles import Role
from madang.query.answer import answer
from madang.query.expressions import Aggregate, Case, Function, In, Literal, Ref
from madang.query.model import Question, Selected, Table, Type

WORDS = (
    "전체",
    "합계",
    "총계",
    "소계",
    "계",
    "총합",
    "total",
    "all",
    "subtotal",
    "sum",
    "both sexes",
    "all ages",
    "grand total",
)
MOST_VALUES = 1_000
_known: Kept[dict[str, str]] = Kept(2_000, lambda found: len(found) + 1)


def totals(table: Table, columns: dict[str, Meant]) -> dict[str, str]:
    """The categories that have such a value, and the value. Asked once for the same columns of a revision."""
    asked = [
        c.name
        for c in columns.values()
        if c.role is Role.CATEGORY and c.type is Type.TEXT and (c.distinct or 0) <= MOST_VALUES
    ][:12]
    if not asked:
        return {}
    return _known.get(f"{table.revision} {asked}", lambda: _found(table, asked))


def _found(table: Table, names: list[str]) -> dict[str, str]:
    words = tuple(map(Literal, WORDS))
    select = [
        Selected(
            Aggregate("min", Case((In(Function("lower", (Function("trim", (Ref(name),)),)), words),), (Ref(name),))),
            f"c{place}",
        )
        for place, name in enumerate(names)
    ]
    [row] = answer(table, Question(tuple(select), limit=1, count=False)).table().to_pylist()
    found = {name: row[f"c{place}"] for place, name in enumerate(names)}
    return {name: value for name, value in found.items() if value is not None}


def without_doubles(state: State, found: dict[str, str]) -> State:
    """A state chosen for the reader, with filters so that each thing counts once; they stand in the form like any others."""
    free = [(name, word) for name, word in found.items() if not mentioned(state, name)]
    lines = [Filter(name, "ne" if name in (state.x, state.colour) else "eq", word) for name, word in free]
    return state.with_(filters=(*state.filters, *lines)) if lines else state


def cautions(state: State, columns: dict[str, Meant], found: dict[str, str], language: str) -> list[str]:
    """What a reader must know when totals and their parts are added up."""
    if state.aggregate not in ("sum", "count"):
        return []
    stacked = state.kind in ("bar", "area") and state.arrange != "grouped"
    twice = [
        name for name in found
        if not mentioned(state, name) and name != state.x and (name != state.colour or stacked)
    ]  # fmt: skip
    said = _("“%(column)s” has the value “%(word)s”, which may hold the others: filter by it, or they count twice.")
    return [
        said % {"column": columns[name].label, "word": in_words(found[name], columns[name], language)} for name in twice
    ]


def mentioned(state: State, name: str) -> bool:
    """Whether a filter or condition speaks of the column."""
    return name in (line.column for line in state.filters) or re.search(re.escape(name), state.where) is not None
