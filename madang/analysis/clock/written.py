"""Columns of days, of hours and of both, however they are written, by the clock of a city. `moments` reads what has a time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from madang.analysis.clock.zones import DAY, HOUR, Seconds, Zone, zone

DAY_OF = r"^\s*(?:(\d{4})(\d{2})(\d{2})|(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})(?:\s*[일.])?)"
"""20190304, 2019-03-04, 2019.3.4, 2019년 3월 4일 at the beginning of a text."""
ALONE = rf"{DAY_OF}\s*$"
TOLD = re.compile(r"(?:[T: ]\d{2,6}|\d{10,14})(?:\.\d+)?(?:Z|[+-]\d{2}(?::?\d{2})?)\s*\Z")
"""A zone behind a time of day, at the end of a text."""
OF_HALF_A_DAY = re.compile(r"오전|오후|[ap]\.?\s*m\b", re.IGNORECASE)
UNTIL = 2060
"""The last year of which changes of clocks are known here."""
NONE = -1


class ZoneNeeded(ValueError):
    """Moments tell their zone, and nobody said by which clock they are to be read."""


@dataclass(frozen=True)
class Moments:
    """`day` (n,) days since 1970, -1 where nothing can be read; `hour` (n,) 0 to 23, -1 likewise."""

    day: Seconds
    hour: Seconds

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        return np.asarray((self.day >= 0) & (self.hour >= 0))


def days(column: pa.ChunkedArray, name: str = "") -> Moments:
    """Days, with their hours (0 where no time of day is written), of dates, timestamps, texts and numbers such as 20190304.

    `name` is the city's time zone; moments that tell their own zone are turned into it. Raises `ZoneNeeded` where they do and there
    is no `name`. An hour over which clocks were put forward stays as it is written.
    """
    array = column.combine_chunks()
    if pa.types.is_date(array.type):
        day = pc.fill_null(array.cast(pa.date32()).cast(pa.int32()), NONE).to_numpy().astype(np.int64)
        return Moments(np.maximum(day, NONE), np.where(day >= 0, 0, NONE))
    if pa.types.is_timestamp(array.type):
        if array.type.tz is not None and not name:
            raise ZoneNeeded()
        return _split(_seconds(array, zone(name or "UTC", UNTIL)))
    encoded = array.dictionary_encode()
    found = _written(encoded.dictionary.cast(pa.string()), name)
    which = pc.fill_null(encoded.indices, len(found.day)).to_numpy(zero_copy_only=False)
    return Moments(np.append(found.day, NONE)[which], np.append(found.hour, NONE)[which])


def hours(column: pa.ChunkedArray) -> Seconds:
    """The hours (n,) of a column: 0, "00", "00시", "00:00", "00~01", a time of day; -1 where it is none of 0 to 23."""
    encoded = column.combine_chunks().dictionary_encode()
    values = [_hour(value) for value in encoded.dictionary.to_pylist()]
    which = pc.fill_null(encoded.indices, len(values)).to_numpy(zero_copy_only=False)
    return np.asarray(np.array([*values, NONE], dtype=np.int64)[which])


def _hour(value: object) -> int:
    found = re.match(r"\s*(\d{1,2})(?!\d)", str(value))
    hour = int(found[1]) if found and not OF_HALF_A_DAY.search(str(value)) else NONE
    return hour if hour < 24 else NONE


def _split(seconds: Seconds) -> Moments:
    known = seconds >= 0
    return Moments(np.where(known, seconds // DAY, NONE), np.where(known, seconds % DAY // HOUR, NONE))


def _seconds(array: pa.Array, clock: Zone) -> Seconds:
    """`moments`, but those of an hour that no clock showed as they are written: counts by the hour hold them too."""
    from madang.analysis.clock import moments  # numba loads slowly, and days alone do without

    found = moments.moments(array, clock)
    never = found == moments.NO_SUCH_HOUR
    if never.any():
        found[never] = moments.moments(array.filter(pa.array(never)), zone("UTC", UNTIL))
    return found


def _written(texts: pa.Array, name: str) -> Moments:
    """Of different texts: days alone have the hour 0, all others are moments."""
    found = np.full(len(texts), NONE, dtype=np.int64)
    alone = pc.fill_null(pc.match_substring_regex(texts, ALONE), False).to_numpy(zero_copy_only=False)
    found[alone] = [_day(text) for text in texts.filter(pa.array(alone)).to_pylist()]
    if not alone.all():
        found[~alone] = _timed(texts.filter(pa.array(~alone)), name)
    return _split(found)


def _day(text: str) -> int:
    """Seconds since 1970 at which a day begins, -1 where there is no such day."""
    found = re.match(ALONE, text)
    assert found is not None, "only texts that are days come here"
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return (date(year, month, day) - date(1970, 1, 1)).days * DAY
    except ValueError:
        return NONE


def _timed(texts: pa.Array, name: str) -> Seconds:
    """As `moments` reads them, else with the day and a first hour below 10 written out."""
    if not name and any(TOLD.search(text or "") for text in texts.to_pylist()):
        raise ZoneNeeded()
    clock = zone(name or "UTC", UNTIL)
    found = _seconds(texts, clock)
    odd: Any = np.flatnonzero(found < NONE)
    if len(odd):
        found[odd] = _seconds(pa.array([_full(texts[at].as_py()) for at in odd.tolist()], pa.string()), clock)
    return found


def _full(text: str) -> str:
    """2019.3.4 7:05 as 2019-03-04 07:05; what does not begin with a day stays."""
    day = re.match(rf"{DAY_OF}(?!\d)", text)
    if not day:
        return text
    year, month, number = (int(part) for part in day.groups() if part)
    time = re.sub(r"^(\d)(?!\d)", r"0\1", text[day.end() :].strip(" T\t"))
    return f"{year:04}-{month:02}-{number:02} {time}"
