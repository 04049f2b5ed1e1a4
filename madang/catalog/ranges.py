"""Days and boxes of a search as they stand in an address, for pages and feeds alike."""

from __future__ import annotations

import calendar
import math
import re
from datetime import date

from madang.catalog.where_and_when import Box

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


def day(text: str, *, last: bool = False) -> date | None:
    """The first (or `last`) day of a year, a month or a day such as 2020, 2020-03 or 2020-03-01; None when it is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, number = (int(part) if part else 0 for part in found.groups())
    try:
        month = month or (12 if last else 1)
        return date(year, month, number or (calendar.monthrange(year, month)[1] if last else 1))
    except (ValueError, calendar.IllegalMonthError):
        return None


def box(text: str) -> Box | None:
    """West, south, east, north in degrees, with commas between; None when these are no such numbers."""
    try:
        west, south, east, north = (float(part) for part in text[:100].split(","))
    except ValueError:
        return None
    fits = all(map(math.isfinite, (west, south, east, north))) and abs(west) <= 180 and abs(east) <= 180
    return (west, south, east, north) if fits and -90 <= south <= north <= 90 else None
