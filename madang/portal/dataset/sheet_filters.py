"""The lines of a sheet's filter: which operators fit a column, how a value is read, and what it asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madang.query.expressions import And, Between, Compare, Expression, Function, IsNull, Literal, Not, Ref, Value
from madang.query.model import Column, Type

OPERATORS: dict[str, Promise | str] = {
    "has": _("contains"), "eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥", "between": _("between"),
    "begins": _("begins with"), "empty": _("is missing"), "filled": _("is not missing"), "blank": _("is an empty text"),
}  # fmt: skip
MOMENTS: dict[str, Promise | str] = {
    "ge": _("from"), "le": _("until"), "gt": _("after"), "lt": _("before"), "eq": _("on"),
}  # fmt: skip
"""What comparisons of days and moments are called."""
ALONE = ("empty", "filled", "blank")
"""Operators without a value."""
_COMPARING = ("eq", "ne", "ge", "le", "gt", "lt", "between", "empty", "filled")
FIT: dict[Type, tuple[str, ...]] = {
    Type.TEXT: ("has", "eq", "ne", "begins", "empty", "filled", "blank"),
    Type.INTEGER: _COMPARING,
    Type.NUMBER: _COMPARING,
    Type.BOOLEAN: ("eq", "empty", "filled"),
    Type.DATE: ("between", "ge", "le", "eq", "gt", "lt", "empty", "filled"),
    Type.TIME: ("between", "ge", "le", "gt", "lt", "eq", "empty", "filled"),
    Type.DATETIME: ("between", "ge", "le", "eq", "gt", "lt", "empty", "filled"),
}
"""The operators that are offered for a column, the likeliest first; an address may use any."""
COMPARED = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
TO = ".."
"""Between the two ends of a range in an address: `10..20`."""
READ: dict[Type, Callable[[str], Value]] = {
    Type.TEXT: str,
    Type.INTEGER: lambda text: int(text) if "." not in text else float(text),
    Type.NUMBER: float,
    Type.BOOLEAN: lambda text: {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}[
        text.lower()
    ],
    Type.DATE: date.fromisoformat,
    Type.TIME: time.fromisoformat,
    Type.DATETIME: datetime.fromisoformat,
}
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Filter:
    """One line of the filter. A range is `low..high`.

    `odd` is set when the value cannot be compared with the column; the line filters nothing then. One without a value yet
    is `unfinished`: it filters nothing either, and the form keeps it.
    """

    column: str
    operator: str
    value: str = ""
    odd: bool = False

    @property
    def unfinished(self) -> bool:
        return not self.value.strip(". ") and self.operator not in ALONE

    @property
    def asks(self) -> bool:
        return not (self.odd or self.unfinished)

    @property
    def ends(self) -> tuple[str, str]:
        """Both ends of a range; of one end only, the other is empty."""
        low, _dots, high = self.value.partition(TO)
        return low.strip(), high.strip()


def checked(line: Filter, column: Column) -> Filter:
    """The line, marked when its value does not fit."""
    if line.operator in ALONE:
        return replace(line, value="", odd=line.operator == "blank" and column.type is not Type.TEXT)
    if line.unfinished:
        return replace(line, odd=False)
    try:
        for text in _texts(line):
            _value(text, column)
    except (ValueError, KeyError, OverflowError):
        return replace(line, odd=True)
    return replace(line, odd="\0" in line.value)


def expression(line: Filter, column: Column) -> Expression:
    """What a line asks of each row."""
    ref = Ref(column.name)
    match line.operator:
        case "empty":
            return IsNull(ref)
        case "filled":
            return Not(IsNull(ref))
        case "blank":
            return Compare("=", ref, Literal(""))
        case "between":
            return _between(line, column)
        case "has" | "begins" if column.type is Type.TEXT:
            function = "contains" if line.operator == "has" else "starts_with"
            return Function(function, (Function("lower", (ref,)), Literal(line.value.lower())))
    if column.type is Type.DATETIME and len(line.value) == len("2026-06-30"):
        return _of_day(line.operator, ref, _value(line.value, column))
    return Compare(COMPARED.get(line.operator, "="), ref, Literal(_value(line.value, column)))


def _between(line: Filter, column: Column) -> Expression:
    """Both ends belong to it; a range with one end is open at the other."""
    low, high = line.ends
    if low and high and not (column.type is Type.DATETIME and len(high) == len("2026-06-30")):
        return Between(Ref(column.name), *(Literal(_value(text, column)) for text in (low, high)))
    parts = [
        expression(Filter(column.name, operator, text), column)
        for operator, text in (("ge", low), ("le", high))
        if text
    ]
    return And(tuple(parts)) if len(parts) > 1 else parts[0]


def _of_day(operator: str, ref: Ref, begin: Value) -> Expression:
    """A day among moments means all of it: until a day is until its end."""
    assert isinstance(begin, datetime)
    try:
        end = begin + A_DAY
    except OverflowError:  # the last day of the calendar
        return Compare(COMPARED.get(operator, "="), ref, Literal(begin))
    match operator:
        case "le" | "gt":
            return Compare("<" if operator == "le" else ">=", ref, Literal(end))
        case "eq" | "ne" | "has" | "begins":
            day = And((Compare(">=", ref, Literal(begin)), Compare("<", ref, Literal(end))))
            return Not(day) if operator == "ne" else day
    return Compare(COMPARED[operator], ref, Literal(begin))


def _texts(line: Filter) -> list[str]:
    return [text for text in line.ends if text] if line.operator == "between" else [line.value]


def _value(text: str, column: Column) -> Value:
    plain = text.replace(",", "") if column.type in (Type.INTEGER, Type.NUMBER) else text
    found = Literal(READ[column.type](plain)).value
    if isinstance(found, int) and not isinstance(found, bool) and not -(2**63) <= found < 2**63:
        raise ValueError(text)
    if isinstance(found, datetime | time) and found.tzinfo:
        raise ValueError(text)
    return found
