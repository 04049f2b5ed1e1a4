"""Solr's dates: `2026-01-01T00:00:00Z`, `NOW`, `NOW-6MONTHS`, `NOW-1YEAR/DAY`."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta

from django.utils.dateparse import parse_date, parse_datetime

from madang.api.ckan.errors import SearchFailed

_STEP = re.compile(
    r"([+-])(\d{1,6})(YEAR|MONTH|DAY|DATE|HOUR|MINUTE|SECOND|MILLISECOND|MILLI)S?|/(YEAR|MONTH|DAY|DATE|HOUR|MINUTE|SECOND)S?"
)
_LENGTHS = {
    "DAY": timedelta(days=1), "DATE": timedelta(days=1), "HOUR": timedelta(hours=1), "MINUTE": timedelta(minutes=1),
    "SECOND": timedelta(seconds=1), "MILLI": timedelta(milliseconds=1), "MILLISECOND": timedelta(milliseconds=1),
}  # fmt: skip
_SMALLER = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
_FIRST = {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0}


def moment(text: str, now: datetime) -> datetime:
    """The moment that a date of Solr's means, with its sums. Raises `SearchFailed`."""
    try:
        start, rest = _start(text, now)
        at = 0
        while at < len(rest):
            step = _STEP.match(rest, at)
            if step is None:
                raise ValueError(rest)
            start, at = _stepped(start, step), step.end()
    except (ValueError, OverflowError) as error:
        raise SearchFailed(f"Invalid Date String: {text[:60]!r}") from error
    return start


def _start(text: str, now: datetime) -> tuple[datetime, str]:
    if text.startswith("NOW"):
        return now, text[3:]
    found = re.match(r"(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?)?)Z?", text, re.ASCII)
    if found is None:
        raise ValueError(text)
    day = parse_date(found[1]) if len(found[1]) == 10 else None
    start = datetime(day.year, day.month, day.day) if day else parse_datetime(found[1])
    if start is None:
        raise ValueError(text)
    return start.replace(tzinfo=UTC), text[found.end() :]


def _stepped(at: datetime, step: re.Match[str]) -> datetime:
    if step[4]:
        return _cut(at, "DAY" if step[4] == "DATE" else step[4])
    count = int(step[2]) * (1 if step[1] == "+" else -1)
    if step[3] not in ("YEAR", "MONTH"):
        return at + count * _LENGTHS[step[3]]
    months = at.year * 12 + at.month - 1 + count * (12 if step[3] == "YEAR" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(step[0])
    return at.replace(year=year, month=month + 1, day=min(at.day, calendar.monthrange(year, month + 1)[1]))


def _cut(at: datetime, unit: str) -> datetime:
    """The beginning of the unit that a moment lies in."""
    smaller = _SMALLER[_SMALLER.index(unit) + 1 :]
    return at.replace(microsecond=0, **{name.lower(): _FIRST[name.lower()] for name in smaller})
