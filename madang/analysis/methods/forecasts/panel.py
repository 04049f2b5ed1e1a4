"""What was seen: counts by day, hour and cell, with a gap where nobody looked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from madang.analysis.days import CLASSES, HOLIDAY, KINDS, class_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

OF_CLASS = np.array([list(CLASSES).index(class_of(kind)) for kind in range(len(KINDS))])
"""(kinds,) the number of the class of each kind."""

MOST = 0.5
"""A sum of the city needs cells that usually have this share of it."""


@dataclass(frozen=True)
class Panel:
    """Counts of consecutive calendar days.

    `counts` (days, hours, cells): how much was seen, NaN where nobody looked. `weekday` (days,): 0 for Monday to 6, one after the
    other. `holiday` (days,). `first`: the date of the first day, where dates are to be told. `hours` (hours,): the clock's hours.
    """

    counts: Floats
    weekday: Ints
    holiday: Bools
    first: date | None = None
    hours: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.counts.ndim != 3 or not len(self.counts) == len(self.weekday) == len(self.holiday):
            raise ValueError(
                f"counts {self.counts.shape} do not fit {len(self.weekday)} weekdays, {len(self.holiday)} holidays"
            )
        if (np.diff(self.weekday) % 7 != 1).any():
            raise ValueError("days must follow one another; a day without counts is a row of NaN")
        if np.isinf(self.counts).any() or (self.counts < 0).any():
            raise ValueError("counts are finite and not below 0, or NaN")
        if not self.hours:
            object.__setattr__(self, "hours", tuple(range(self.counts.shape[1])))

    @property
    def kind(self) -> Ints:
        """(days,) the number of each day's kind in `KINDS`."""
        return np.where(self.holiday, HOLIDAY, self.weekday)

    @property
    def seen(self) -> Bools:
        """(days,) whether anything was seen of a day."""
        return np.asarray(~np.isnan(self.counts).all(axis=(1, 2)))

    def day(self, number: int) -> str:
        """A day as people write it: its date, or its number from 1 where dates are not known."""
        return str(np.datetime64(self.first, "D") + number) if self.first else str(number + 1)

    def until(self, stop: int) -> Panel:
        """The days before day `stop`."""
        return replace(self, counts=self.counts[:stop], weekday=self.weekday[:stop], holiday=self.holiday[:stop])

    def since(self, start: int) -> Panel:
        """The days from day `start` on; all of them where it lies before the first."""
        start = max(start, 0)
        first = self.first + timedelta(days=start) if self.first else None
        days = slice(start, None)
        return replace(
            self, first=first, counts=self.counts[days], weekday=self.weekday[days], holiday=self.holiday[days]
        )

    def whole(self) -> Panel:
        """The city as one cell: the sum, scaled up where cells are missing by what they have on average; NaN if most are."""
        seen = ~np.isnan(self.counts)
        usual = np.divide(
            np.where(seen, self.counts, 0.0).sum(axis=(0, 1)), seen.sum(axis=(0, 1)), out=np.zeros(seen.shape[2]),
            where=seen.any(axis=(0, 1)),
        )  # fmt: skip
        part = seen @ usual / usual.sum() if usual.sum() > 0 else seen.mean(axis=2)
        total = np.where(seen, self.counts, 0.0).sum(axis=2)
        scaled = np.divide(total, part, out=np.full(total.shape, np.nan), where=part >= MOST)
        return replace(self, counts=scaled[:, :, None])
