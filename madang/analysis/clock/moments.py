"""Moments as people write them, strictly: `2013-03-01 00:12:33`, `20130301001233`, `2013-03-01T00:12+09:00`.

A kernel reads the bytes of a whole column. Arrow's own parser takes 30 February for 2 March, and one odd cell fails a whole column.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from madang.analysis.clock.zones import Seconds, Zone

NONE, UNREADABLE, NO_HOUR, NO_SUCH_HOUR = -1, -2, -3, -4
"""Below every moment: nothing stands there; it is no moment; a date without an hour; an hour that no clock shows."""
_OFFSET = 1 << 40  # seconds are far below; above them the kernel says that a zone was given


def moments(column: pa.Array, zone: Zone) -> Seconds:
    """Local seconds since 1970 of each value, or a reason below 0. Text and timestamps, with a zone or in local time.

    Raises `TypeError` for a column of another type.
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_timestamp(kind):
        return _typed(column, zone)
    if pa.types.is_date(kind):
        return np.where(column.is_null().to_numpy(False), NONE, NO_HOUR).astype(np.int64)
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise TypeError(str(kind))
    return _spelt(column, zone)


_UNITS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


def _typed(column: pa.Array, zone: Zone) -> Seconds:
    ticks = pc.fill_null(column.cast(pa.int64()), -1).to_numpy()
    seconds = ticks // _UNITS[column.type.unit]  # rounds down, also before 1970
    early = seconds < 0
    found = _existing(seconds, zone) if column.type.tz is None else zone.local(seconds)
    found[early] = UNREADABLE
    if column.null_count:
        found[column.is_null().to_numpy(False)] = NONE
    return found


def _spelt(column: pa.Array, zone: Zone) -> Seconds:
    text = pc.fill_null(pc.utf8_trim_whitespace(column), "").cast(pa.large_string())
    _, offsets, data = text.buffers()
    starts = np.frombuffer(offsets, np.int64)[text.offset : text.offset + len(text) + 1]
    content = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
    found: Seconds = _read(content, starts)
    told = found >= _OFFSET
    if told.any():
        found[told] = zone.local(found[told] - 2 * _OFFSET)
    local = (found >= 0) & ~told
    found[local] = _existing(found[local], zone)
    return found


def _existing(local: Seconds, zone: Zone) -> Seconds:
    """Local seconds, `NO_SUCH_HOUR` for those over which the clock was put forward."""
    first, last = (int(local.min()), int(local.max())) if len(local) else (0, 0)
    for start, end in zone.missing():
        if start <= last and first < end:
            local[(local >= start) & (local < end)] = NO_SUCH_HOUR
    return local


@numba.njit(cache=True, nogil=True)
def _read(data: npt.NDArray[np.uint8], starts: Seconds) -> Any:
    found = np.empty(len(starts) - 1, np.int64)
    for row in range(len(found)):
        found[row] = _moment(data, starts[row], starts[row + 1])
    return found


@numba.njit(cache=True, nogil=True)
def _moment(data: npt.NDArray[np.uint8], at: int, end: int) -> int:
    """Local seconds, or UTC seconds + 2 * `_OFFSET` when the text says its zone, or a reason below 0."""
    if at == end:
        return -1
    year, at = _number(data, at, end, 4)
    month, at = _number(data, _past(data, at, end, 45, 47, 46), end, 2)  # - / .
    day, at = _number(data, _past(data, at, end, 45, 47, 46), end, 2)
    if year < 1970 or not 1 <= month <= 12 or not 1 <= day <= _month(year, month):
        return -2
    if at == end:
        return -3
    hour, at = _number(data, _past(data, at, end, 32, 84, 32), end, 2)  # blank, T
    minute, at = _number(data, _past(data, at, end, 58, 58, 58), end, 2) if _clock(data, at, end) else (0, at)
    second, at = _number(data, _past(data, at, end, 58, 58, 58), end, 2) if _clock(data, at, end) else (0, at)
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return -2
    if at < end and data[at] == 46:  # a fraction of the second
        at += 1
        while at < end and 48 <= data[at] <= 57:
            at += 1
    local = _days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    return local if at == end else int(_zoned(data, at, end, local))


@numba.njit(cache=True, nogil=True)
def _zoned(data: npt.NDArray[np.uint8], at: int, end: int, local: int) -> int:
    """Z, +09:00, +0900, +09."""
    if data[at] == 90:
        return local + (2 << 40) if at + 1 == end else -2
    sign = 1 if data[at] == 43 else -1
    if data[at] != 43 and data[at] != 45:
        return -2
    hours, at = _number(data, at + 1, end, 2)
    minutes, at = _number(data, _past(data, at, end, 58, 58, 58), end, 2) if at < end else (0, at)
    if at != end or not (0 <= hours < 16 and 0 <= minutes < 60):
        return -2
    moment: int = local - sign * (hours * 3600 + minutes * 60) + (2 << 40)
    return moment


@numba.njit(cache=True, nogil=True)
def _clock(data: npt.NDArray[np.uint8], at: int, end: int) -> bool:
    """Whether minutes or seconds follow."""
    return at < end and (data[at] == 58 or 48 <= data[at] <= 57)


@numba.njit(cache=True, nogil=True)
def _past(data: npt.NDArray[np.uint8], at: int, end: int, one: int, two: int, three: int) -> int:
    return at + 1 if at < end and (data[at] == one or data[at] == two or data[at] == three) else at


@numba.njit(cache=True, nogil=True)
def _number(data: npt.NDArray[np.uint8], at: int, end: int, digits: int) -> Any:
    """The number of exactly so many digits and the place after it; -1 when something else stands there."""
    value = 0
    if at + digits > end:
        return -1, at
    for place in range(at, at + digits):
        if not 48 <= data[place] <= 57:
            return -1, at
        value = value * 10 + data[place] - 48
    return value, at + digits


@numba.njit(cache=True, nogil=True)
def _month(year: int, month: int) -> int:
    if month == 2:
        return 29 if (year % 4 == 0 and year % 100 != 0) or year % 400 == 0 else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


@numba.njit(cache=True, nogil=True)
def _days(year: int, month: int, day: int) -> int:
    """Days since 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms")."""
    shifted = year - 1 if month <= 2 else year
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
