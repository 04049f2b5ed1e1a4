"""The clock of a time zone: which local hours do not exist, and which come twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Seconds = npt.NDArray[np.int64]
HOUR, DAY = 3600, 86_400


@dataclass(frozen=True)
class Zone:
    """`starts` (k,) seconds since 1970 in UTC from which `offsets` (k,) seconds are added to get local time."""

    name: str
    starts: Seconds
    offsets: Seconds

    def local(self, utc: Seconds) -> Seconds:
        """Local seconds since 1970 of moments in UTC."""
        if len(self.starts) == 1:
            return np.asarray(utc + self.offsets[0])
        return np.asarray(utc + self.offsets[np.searchsorted(self.starts, utc, side="right").clip(1) - 1])

    def missing(self) -> list[tuple[int, int]]:
        """Local intervals [from, to) that no clock shows: it is put forward over them."""
        return [(at + old, at + new) for at, old, new in self._changes() if new > old]

    def repeated(self) -> list[tuple[int, int]]:
        """Local intervals [from, to) that clocks show twice."""
        return [(at + new, at + old) for at, old, new in self._changes() if new < old]

    def _changes(self) -> list[tuple[int, int, int]]:
        rows = zip(self.starts[1:], self.offsets[:-1], self.offsets[1:], strict=True)
        return [(int(at), int(old), int(new)) for at, old, new in rows]


@cache
def zone(name: str, until: int) -> Zone:
    """The zone of that IANA name from 1970 to the end of the year `until`."""
    clock = ZoneInfo(name)
    first, last = datetime(1970, 1, 1, tzinfo=UTC), datetime(until + 1, 1, 1, tzinfo=UTC)
    starts, offsets = [int(first.timestamp())], [_offset(clock, first)]
    for day in range((last - first).days):
        morning = first + timedelta(days=day + 1)
        if _offset(clock, morning) != offsets[-1]:
            starts.append(_change(clock, morning - timedelta(days=1), morning))
            offsets.append(_offset(clock, morning))
    return Zone(name, np.array(starts, np.int64), np.array(offsets, np.int64))


def _offset(clock: ZoneInfo, moment: datetime) -> int:
    return int((moment.astimezone(clock).utcoffset() or timedelta()).total_seconds())


def _change(clock: ZoneInfo, low: datetime, high: datetime) -> int:
    """The second within a day from which the offset is another; no zone changes twice a day."""
    before, start, end = _offset(clock, low), int(low.timestamp()), int(high.timestamp())
    while end - start > 1:
        middle = (start + end) // 2
        if _offset(clock, datetime.fromtimestamp(middle, UTC)) == before:
            start = middle
        else:
            end = middle
    return end
