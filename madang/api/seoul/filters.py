"""Arguments by place as a condition on rows: each one equals its column; a day or moment may be written shorter."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from madang.api.seoul.codes import MISSING, NOTHING, ODD_SQL, Told
from madang.query.expressions import And, Between, Compare, Expression, Literal, Ref, Value
from madang.query.model import Column, Table, Type

FLAGS = {"Y": True, "N": False, "1": True, "0": False, "true": True, "false": False}
_MOMENT = re.compile(
    r"(\d{4})(?:[-./]?(\d{2})(?:[-./]?(\d{2})(?:[ T]?(\d{2})(?::?(\d{2})(?::?(\d{2}))?)?)?)?)?", re.ASCII
)
UNITS = {
    parts: timedelta(**{unit: 1}) - timedelta(microseconds=1)
    for parts, unit in enumerate(("days", "hours", "minutes", "seconds"), 3)
}


def condition(table: Table, names: list[str], arguments: tuple[str, ...]) -> Expression | None:
    """The rows that the arguments ask for; None for all. `names` are the columns by place, none for all of them.

    Raises `Told`: `MISSING` for more arguments than columns, `ODD_SQL` for a column that is there no more, `NOTHING` for a
    value that no cell of that column can hold.
    """
    places = names or [column.name for column in table.columns if column.type is not Type.GEOMETRY]
    if len(arguments) > len(places):
        raise Told(MISSING)
    tests: list[Expression] = []
    for name, value in zip(places, arguments, strict=False):
        if value:
            column = table.column(name)
            if column is None or column.type is Type.GEOMETRY:
                raise Told(ODD_SQL)
            tests += _tests(column, value)
    return And(tuple(tests)) if len(tests) > 1 else tests[0] if tests else None


def _tests(column: Column, value: str) -> Iterator[Expression]:
    if "\0" in value:
        raise Told(NOTHING)
    if column.type in (Type.DATE, Type.DATETIME):
        first, last = _span(value)
        day = column.type is Type.DATE
        if day and first.time() != time.min:  # no day has an hour
            raise Told(NOTHING)
        yield Between(Ref(column.name), *(Literal(end.date() if day else end) for end in (first, last)))
    else:
        yield Compare("=", Ref(column.name), Literal(_plain(column, value)))


def _plain(column: Column, value: str) -> Value:
    """A text, which becomes a number or a time where the column holds such."""
    if column.type is not Type.BOOLEAN:
        return value
    if value not in FLAGS:
        raise Told(NOTHING)
    return FLAGS[value]


def _span(value: str) -> tuple[datetime, datetime]:
    """The first and the last moment of `2026`, `202606`, `2026-06-30`, `202606300915`. Raises `Told`."""
    found = _MOMENT.fullmatch(value.strip())
    if found is None:
        raise Told(NOTHING)
    given = [int(part) for part in found.groups() if part is not None]
    try:
        first = datetime(*[*given, 1, 1][: max(len(given), 3)])  # type: ignore[arg-type]
    except ValueError:
        raise Told(NOTHING) from None
    return first, _end(first, len(given))


def _end(first: datetime, parts: int) -> datetime:
    """The last microsecond of the year (1 part), month (2), day, hour, minute or second that begins at `first`."""
    if parts < 3:
        month = 12 if parts == 1 else first.month
        first = first.replace(month=month, day=calendar.monthrange(first.year, month)[1])
    return first + UNITS[max(parts, 3)]
