"""Days and hours of the rows of a table, by the clock of its city."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from madang.analysis.clock import written
from madang.analysis.clock.written import Moments
from madang.analysis.declare import Given
from madang.analysis.studies.night_mobility.problems import NoHours, NoTimes, UnknownZone, ZoneWanted
from madang.analysis.tabular import columns


def moments(given: Given, zone: str = "") -> Moments:
    """Day and hour of each row, in local time. Raises `NoTimes`, `NoHours`, `ZoneWanted`."""
    found = _days(given.rows.column("date"), zone)
    if columns.has(given, "hour"):
        hour = written.hours(given.rows.column("hour"))
        found = Moments(np.where(hour >= 0, found.day, -1), np.where(found.day >= 0, hour, -1))
    if not found.known.any():
        first = [str(given.rows.column(name)[0].as_py()) for name in ("date", "hour") if columns.has(given, name)]
        raise NoTimes(table=columns.title(given), rows=f"{given.rows.num_rows:,}", example=" ".join(first))
    if not columns.has(given, "hour") and not (found.hour > 0).any():
        raise NoHours(table=columns.title(given))
    return found


def days(given: Given) -> list[date]:
    """The days of a column `date`; rows that cannot be read are left out."""
    found = _days(given.rows.column("date"), given.zone).day
    different: list[date] = np.unique(found[found >= 0]).astype("datetime64[D]").tolist()
    return different


def hours_of(given: Given) -> NDArray[np.int64]:
    """The hours (n,) of a column `hour`, -1 where there is none."""
    return written.hours(given.rows.column("hour"))


def zone_of(given: Given, wanted: str) -> str:
    """The time zone that somebody wants, else that of the city; "" where neither is known. Raises `UnknownZone`."""
    zone = wanted.strip() or given.zone
    if zone:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as odd:
            raise UnknownZone(zone=zone) from odd
    return zone


def _days(column: pa.ChunkedArray, zone: str) -> Moments:
    try:
        return written.days(column, zone)
    except written.ZoneNeeded as odd:
        raise ZoneWanted() from odd
