"""The lines of the filter as a form: for each column the operators and the field that fit its type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.lib.texts import choose
from madang.portal.dataset.sheet_filters import ALONE, FIT, MOMENTS, OPERATORS, Filter
from madang.portal.dataset.written import figure
from madang.query.model import Column, Table, Type
from madang.query.profile.model import Profile

FIELDS = {Type.DATE: "date", Type.TIME: "time", Type.DATETIME: "datetime-local"}
MOST_CODES = 300
OF_TIME = (Type.DATE, Type.TIME, Type.DATETIME)
EXPECTED: dict[Type, Promise] = {
    Type.INTEGER: _("a number, for example 30000"), Type.NUMBER: _("a number, for example 30000"),
    Type.BOOLEAN: _("true or false"), Type.DATE: _("a date, for example 2026-06-30"),
    Type.TIME: _("a time of day, for example 09:00"), Type.DATETIME: _("a moment, for example 2026-06-30T09:00"),
}  # fmt: skip
"""What a value must be to be compared with a column."""


@dataclass(frozen=True)
class Line:
    """A line to fill in. `options` are values to choose from; `only` when there are no others.

    `called` is what readers call the column, `expected` what can be compared with it.
    """

    filter: Filter
    operators: list[tuple[str, Any]]
    field: str
    options: list[tuple[str, str]]
    only: bool
    step: str = ""
    called: str = ""
    expected: Promise | str = ""

    @property
    def low(self) -> str:
        return self.filter.ends[0] if self.between else self.filter.value

    @property
    def high(self) -> str:
        return self.filter.ends[1] if self.between else ""

    @property
    def between(self) -> bool:
        return self.filter.operator == "between"

    @property
    def alone(self) -> bool:
        return self.filter.operator in ALONE


def line(one: Filter, table: Table, said: dict[str, Any], profile: Profile | None) -> Line:
    """The line of a filter; one without a column yet offers everything."""
    column = table.column(one.column) if one.column else None
    if column is None:
        return Line(one, list(OPERATORS.items()), "text", [], False)
    fit = FIT[column.type]
    names = [*fit, one.operator] if one.operator and one.operator not in fit else fit
    words = OPERATORS | MOMENTS if column.type in OF_TIME else OPERATORS
    options, only = _options(column, said.get(column.name, {}), profile)
    only = only and one.operator in ("eq", "ne", *ALONE)
    # Browsers refuse to show a value that does not fit the field: what is odd is shown as text.
    field = "text" if one.odd or not _fits(one, column) else FIELDS.get(column.type, "text")
    return Line(
        one,
        [(name, words[name]) for name in names],
        field,
        options,
        only,
        "1" if field.startswith(("t", "datet")) else "",
        said.get(column.name, {}).get("called") or column.name,
        EXPECTED.get(column.type, ""),
    )


def _fits(one: Filter, column: Column) -> bool:
    """Whether the values of a line can stand in the field of their type: days among moments have no time."""
    return column.type is not Type.DATETIME or all("T" in text or " " in text or not text for text in one.ends)


def _options(column: Column, words: dict[str, Any], profile: Profile | None) -> tuple[list[tuple[str, str]], bool]:
    """Values with their words: the codes of the dictionary, else all values of a column that has few."""
    if column.type is Type.BOOLEAN:
        return [("true", figure(True, "boolean")), ("false", figure(False, "boolean"))], True
    codes = words.get("codes") or {}
    if 0 < len(codes) <= MOST_CODES:
        language = get_language() or "ko"
        return [(code, f"{code} · {choose(said, language)[0]}") for code, said in codes.items()], True
    counted = profile.column(column.name) if profile and column.type is Type.TEXT else None
    if counted is None:
        return [], False
    values = [one for one in counted.frequent if isinstance(one.value, str) and one.value and not one.cut]
    return [(str(one.value), str(one.value)) for one in values], False
