"""Where the bars of a histogram begin and end: at round numbers, at beginnings of days, months and years."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

from madang.query.expressions import Type

BARS = 16
"""About so many bars are drawn over a column."""
SKEWED = 4.0
"""When the whole range is so many times that of the middle 98 %, the first and the last bar take in the rest."""


def of_numbers(low: float, high: float, middle: tuple[float, float], *, whole: bool) -> list[float]:
    """Round inner edges, ascending. `middle` is where 98 % of the values lie; `whole` keeps edges whole."""
    begin, end = (low, high) if high - low <= SKEWED * (middle[1] - middle[0]) else middle
    step = _step((end - begin) / BARS, whole=whole)
    if not step or not math.isfinite(step):
        return []
    first, last = math.floor(begin / step) + 1, math.ceil(end / step)
    edges = [_rounded(number * step, step) for number in range(first, last)]
    return [int(edge) if whole else edge for edge in edges if low < edge <= high]


def _step(width: float, *, whole: bool) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    if width <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(width))
    step = next((factor * power for factor in (1, 2, 5, 10) if factor * power >= width * 0.999), power * 10)
    return max(round(step), 1) if whole else step


def _rounded(value: float, step: float) -> float:
    return round(value, max(0, 2 - math.floor(math.log10(step)))) if step < 1e15 else value


SPANS = ((2, "hour"), (7 * BARS, "day"), (31 * BARS, "month"), (92 * 24, "quarter"), (366 * BARS * 2, "year"))
"""Up to how many days which unit makes the bars."""


def of_moments(low: date | datetime, high: date | datetime, kind: Type) -> list[date | datetime]:
    """Beginnings of days, months, quarters, years, or of so many of them, between two days or moments."""
    days = (_moment(high) - _moment(low)).days + 1
    unit = next((unit for most, unit in SPANS if days <= most), "years")
    if unit == "hour" and kind is Type.DATE:
        unit = "day"
    found: list[datetime] = []
    at = _begin(low, unit, days)
    while len(found) < 4 * BARS:
        try:
            at = _next(at, unit, days)
        except (OverflowError, ValueError):  # the end of the calendar
            break
        if at > _moment(high):
            break
        found.append(at)
    return [edge if kind is Type.DATETIME else edge.date() for edge in found if edge > _moment(low)]


def of_times() -> list[time]:
    """Every second hour of a day."""
    return [time(hour) for hour in range(2, 24, 2)]


def _moment(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _years(days: int) -> int:
    return max(int(_step(days / 365.25 / BARS, whole=True)), 1)


def _begin(value: date | datetime, unit: str, days: int) -> datetime:
    at = _moment(value)
    match unit:
        case "hour":
            return at.replace(minute=0, second=0, microsecond=0)
        case "day":
            return datetime(at.year, at.month, at.day)
        case "month":
            return datetime(at.year, at.month, 1)
        case "quarter":
            return datetime(at.year, (at.month - 1) // 3 * 3 + 1, 1)
        case "year":
            return datetime(at.year, 1, 1)
    every = _years(days)
    return datetime(max(at.year // every * every, 1), 1, 1)


def _next(at: datetime, unit: str, days: int) -> datetime:
    if unit in ("hour", "day"):
        wide = max(1, -(-days // BARS)) if unit == "day" else max(1, days * 24 // BARS)
        return at + (timedelta(days=wide) if unit == "day" else timedelta(hours=wide))
    months = {"month": max(1, round(days / 30.4 / BARS)), "quarter": 3, "year": 12}.get(unit, 12 * _years(days))
    later = at.month - 1 + months
    return datetime(at.year + later // 12, later % 12 + 1, 1)
