"""Days and moments a second time, by Python's calendar."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from madang.query.limits import BeyondCalendar

MONTHS = {"year": 12, "quarter": 3, "month": 1}
SPANS = {
    "week": timedelta(7), "day": timedelta(1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1), "second": timedelta(seconds=1),
}  # fmt: skip
MONDAY = datetime(2000, 1, 3)


def _full(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _like(found: datetime, value: Any) -> Any:
    """A day where a day was given."""
    return found if isinstance(value, datetime) else found.date()


def bucket(width: str, value: Any) -> Any:
    count, unit = width.split()
    moment = _full(value)
    if unit in MONTHS:
        months = int(count) * MONTHS[unit]
        since = (moment.year - 2000) * 12 + moment.month - 1
        begin = since // months * months
        return _like(datetime(2000 + begin // 12, begin % 12 + 1, 1), value)
    span = int(count) * SPANS[unit]
    return _like(MONDAY + (moment - MONDAY) // span * span, value)


def shifted(value: Any, count: int, unit: str) -> Any:
    try:
        if unit not in MONTHS:
            return _like(_full(value) + count * SPANS[unit], value)
        months = value.year * 12 + value.month - 1 + count * MONTHS[unit]
        year, month = months // 12, months % 12 + 1
        return value.replace(year=year, month=month, day=min(value.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError) as error:
        raise BeyondCalendar() from error


def between(unit: str, begin: Any, end: Any) -> int:
    """How many beginnings of the unit lie between."""
    if unit in MONTHS:
        first, last = ((moment.year * 12 + moment.month - 1) // MONTHS[unit] for moment in (begin, end))
        return last - first
    first, last = ((_full(moment) - MONDAY) // SPANS[unit] for moment in (begin, end))
    return last - first


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "year": lambda day: day.year,
    "quarter": lambda day: (day.month + 2) // 3,
    "month": lambda day: day.month,
    "week": lambda day: day.isocalendar().week,
    "day": lambda day: day.day,
    "weekday": lambda day: day.isoweekday(),
    "dow": lambda day: day.isoweekday() % 7,
    "day_of_year": lambda day: (date(day.year, day.month, day.day) - date(day.year, 1, 1)).days + 1,
    "hour": lambda moment: _full(moment).hour,
    "minute": lambda moment: _full(moment).minute,
    "second": lambda moment: _full(moment).second,
    "date_trunc": lambda unit, moment: bucket(f"1 {unit}", moment),
    "time_bucket": bucket,
    "date_add": shifted,
    "date_diff": between,
}
