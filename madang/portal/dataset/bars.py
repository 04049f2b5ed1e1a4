"""The bars over a column: of its histogram, or of its most frequent values, each with the filter that a click on it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from madang.portal.dataset.sheet_filters import TO, Filter
from madang.portal.dataset.written import figure, plain
from madang.query.profile.model import Bin, Column, Frequent

FEW = 10
"""A column of no more different values than these shows its values, also when they are numbers."""
HIGH = 32.0
"""Units of the drawing over a column; each bar is ten wide."""


@dataclass(frozen=True)
class Bar:
    """`rows` have this value, or one between two; `share` of all rows in percent; `length` is 0 to 100 of the longest bar.

    `ordered` bars are those of a histogram.
    """

    label: str
    rows: int
    share: float
    length: float
    filters: tuple[Filter, ...]
    ordered: bool
    place: int

    @property
    def x(self) -> int:
        return self.place * 10

    @property
    def y(self) -> float:
        return round(HIGH - self.height, 1)

    @property
    def height(self) -> float:
        """Of the drawn bar; what has any rows can be seen."""
        return round(max(self.length / 100 * HIGH, 1.5 if self.rows else 0), 1)

    @property
    def wide(self) -> float:
        """The length of a lying bar, of 100."""
        return round(max(self.length, 1.0 if self.rows else 0), 1)


def bars(column: Column, *, grouped: bool = True) -> tuple[Bar, ...]:
    """The bars of a column. `grouped`: whole numbers are written in groups of three."""
    values = _values(column)
    if values:
        found = [(figure(one.value, column.type, grouped), one.rows, _one(column, one)) for one in values]
    else:
        found = [(_range(column, one, grouped), one.rows, _between(column, one)) for one in column.histogram]
    most = max((rows for _, rows, _ in found), default=0) or 1
    return tuple(
        Bar(label, rows, round(100 * rows / max(column.rows, 1), 1), 100 * rows / most, filters, not values, place)
        for place, (label, rows, filters) in enumerate(found)
    )


def _values(column: Column) -> tuple[Frequent, ...]:
    """Values to show one by one; numbers and days in their order."""
    if not column.histogram:
        return column.frequent
    if column.distinct is None or column.distinct > FEW or len(column.frequent) < column.distinct:
        return ()
    return tuple(sorted(column.frequent, key=lambda one: one.value))  # type: ignore[arg-type,return-value]


def missing(column: Column) -> tuple[Filter, ...]:
    return (Filter(column.name, "empty"),)


def _one(column: Column, one: Frequent) -> tuple[Filter, ...]:
    if one.value == "":
        return (Filter(column.name, "blank"),)
    return (Filter(column.name, "begins" if one.cut else "eq", plain(one.value)),)


def _last(column: Column, one: Bin) -> object:
    """The last value of a bar of whole numbers or days."""
    if one.closed:
        return one.high
    if column.type == "date":
        return date.fromisoformat(str(one.high)) - timedelta(1)
    return int(one.high) - 1


def _between(column: Column, one: Bin) -> tuple[Filter, ...]:
    """The same rows that were counted: up to before the next bar, or with the greatest value itself."""
    if column.type in ("integer", "date"):
        low, high = plain(one.low), plain(_last(column, one))
        return (Filter(column.name, *(("eq", low) if low == high else ("between", f"{low}{TO}{high}"))),)
    low = Filter(column.name, "ge", plain(one.low))
    return (low, Filter(column.name, "le" if one.closed else "lt", plain(one.high)))


def _range(column: Column, one: Bin, grouped: bool) -> str:
    if column.type in ("date", "datetime"):
        return _days(column, one)
    low = figure(one.low, column.type, grouped)
    high = figure(_last(column, one) if column.type == "integer" else one.high, column.type, grouped)
    return low if low == high else f"{low} – {high}"


def _days(column: Column, one: Bin) -> str:
    """A range of days as short as it can be said: a year, a month, days of one year; moments only within a day."""
    low, high = str(one.low), str(one.high)
    if column.type == "datetime":
        begin, end = (datetime.fromisoformat(text) for text in (low, high))
        if begin.date() == end.date() or (end - begin < timedelta(1) and not one.closed):
            return f"{low[:10]} {low[11:16]} – {high[11:16]}"
        first, last = begin.date(), end.date() if one.closed or end.time() != time() else end.date() - timedelta(1)
    else:
        first, last = date.fromisoformat(low), date.fromisoformat(plain(_last(column, one)))
    after = last + timedelta(1) if last < date.max else last
    if first == last:
        return first.isoformat()
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1):
        return f"{first.year:04}" if first.year == last.year else f"{first.year:04} – {last.year:04}"
    if first.day == 1 and after.day == 1:
        if first.month == last.month and first.year == last.year:
            return f"{first:%Y-%m}"
        return f"{first:%Y-%m} – {last:%m}" if first.year == last.year else f"{first:%Y-%m} – {last:%Y-%m}"
    return f"{first} – {last:%m-%d}" if first.year == last.year else f"{first} – {last}"
