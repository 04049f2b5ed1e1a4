"""Days and hours of rows, however they are written, and nights on which clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from madang.analysis.declare import Given
from madang.analysis.studies.night_mobility.problems import NoHours, NoTimes, UnknownZone, ZoneWanted
from madang.analysis.tabular import columns

Days = NDArray[np.datetime64]
Ints = NDArray[np.int64]
WRITTEN = r"^\s*(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?:\D+(\d{1,2}))?"
"""A day, perhaps with an hour: 2019-03-04, 20190304, 2019.3.4, 2019-03-04T01:30."""


@dataclass(frozen=True)
class Moments:
    """`day` (n,) days since 1970, -1 where nothing can be read; `hour` (n,) 0 to 23, -1 likewise."""

    day: Ints
    hour: Ints

    @property
    def known(self) -> NDArray[np.bool_]:
        return np.asarray((self.day >= 0) & (self.hour >= 0))


def moments(given: Given, zone: str = "", utc: bool = False) -> Moments:
    """Day and hour of each row, in local time. Raises `NoTimes`, `NoHours`, `UnknownZone`, `ZoneWanted`."""
    day, hour = _days(given.rows.column("date"))
    if columns.has(given, "hour"):
        hour = _hours(given.rows.column("hour"))
    elif not (hour > 0).any():
        raise NoHours(table=columns.title(given))
    found = Moments(np.where(hour >= 0, day, -1), np.where(day >= 0, hour, -1))
    if not found.known.any():
        first = [str(given.rows.column(name)[0].as_py()) for name in ("date", "hour") if columns.has(given, name)]
        raise NoTimes(table=columns.title(given), rows=f"{given.rows.num_rows:,}", example=" ".join(first))
    return _local(found, known_zone(zone)) if utc else found


def days(given: Given) -> list[date]:
    """The days of a column `date`; rows that cannot be read are left out."""
    found, _ = _days(given.rows.column("date"))
    different: list[date] = np.unique(found[found >= 0]).astype("datetime64[D]").tolist()
    return different


def hours_of(given: Given) -> Ints:
    """The hours (n,) of a column `hour`, -1 where there is none."""
    return _hours(given.rows.column("hour"))


def _days(column: pa.ChunkedArray) -> tuple[Ints, Ints]:
    """Days and hours of a column; the hour is 0 where none is written."""
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        hours = _integers(pc.cast(pc.floor_temporal(pc.cast(column, pa.timestamp("s")), unit="hour"), pa.int64()))
        hours = np.where(hours == np.iinfo(np.int64).min, hours, hours // 3600)
        known = hours != np.iinfo(np.int64).min
        return np.where(known, hours // 24, -1), np.where(known, hours % 24, -1)
    encoded = column.combine_chunks().dictionary_encode()
    pairs = [_written(value) for value in encoded.dictionary.to_pylist()] or [(-1, -1)]
    which = pc.fill_null(encoded.indices, len(pairs)).to_numpy(zero_copy_only=False)
    table = np.array([*pairs, (-1, -1)], dtype=np.int64)[which]
    return table[:, 0], table[:, 1]


def _integers(column: Any) -> Ints:
    filled = pc.fill_null(column, np.iinfo(np.int64).min)
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int64)


def _written(value: object) -> tuple[int, int]:
    """Day and hour of one value; (-1, -1) where it is none."""
    import re

    found = re.match(WRITTEN, str(value))
    if not found:
        return -1, -1
    year, month, day, hour = (int(part or 0) for part in found.groups())
    try:
        return (datetime(year, month, day, hour) - datetime(1970, 1, 1)).days, hour
    except ValueError:
        return -1, -1


def _hours(column: pa.ChunkedArray) -> Ints:
    """The hours of a column: 0, "00", "00시", "00:00", a time of day; -1 where it is none of 0 to 23."""
    encoded = column.combine_chunks().dictionary_encode()
    values = [_hour(value) for value in encoded.dictionary.to_pylist()] or [-1]
    which = pc.fill_null(encoded.indices, len(values)).to_numpy(zero_copy_only=False)
    return np.asarray(np.array([*values, -1], dtype=np.int64)[which])


def _hour(value: object) -> int:
    import re

    found = re.match(r"\s*(\d{1,2})(?!\d)", str(value))
    hour = int(found[1]) if found else -1
    return hour if hour < 24 else -1


def known_zone(zone: str) -> ZoneInfo:
    """Raises `UnknownZone`, `ZoneWanted`."""
    if not zone.strip():
        raise ZoneWanted()
    try:
        return ZoneInfo(zone.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as odd:
        raise UnknownZone(zone=zone) from odd


def _local(found: Moments, zone: ZoneInfo) -> Moments:
    """The same moments by the clock of a zone; each hour there is looked up once."""
    stamps = found.day * 24 + found.hour
    unique, which = np.unique(stamps[found.known], return_inverse=True)
    local = [datetime.fromtimestamp(int(stamp) * 3600, zone) for stamp in unique]
    day = np.array([(one.date() - datetime(1970, 1, 1).date()).days for one in local], dtype=np.int64)
    hour = np.array([one.hour for one in local], dtype=np.int64)
    at_day, at_hour = found.day.copy(), found.hour.copy()
    at_day[found.known], at_hour[found.known] = day[which], hour[which]
    return Moments(at_day, at_hour)
