"""Target against actual: where an indicator should be, where it is, where it goes. Plain numbers; nothing is read here.

The expected path goes straight from the baseline to the target, through the milestones if there are any. The newest value is
*reached* when it is at the target or beyond, else *missed* when the target's date has come, else *on track* when it is on
the expected path or on its better side, else *off track*. The pace is the least-squares slope of the newest values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from madang.community.indicators_periods import place

NEWEST = 5
"""Values that the pace is taken from."""
NEAR = 1e-9  # of a value's size: what binary fractions leave over


class Status(StrEnum):
    REACHED = "reached"
    ON_TRACK = "on-track"
    OFF_TRACK = "off-track"
    MISSED = "missed"
    NO_DATA = "no-data"
    """No value since the baseline."""
    BROKEN = "broken"
    """It cannot be computed; a problem says why."""


@dataclass(frozen=True)
class Point:
    """The value of a period, None where there is none; of `rows` rows, `missing` had an empty value."""

    period: str
    value: float | None
    rows: int = 0
    missing: int = 0

    @property
    def unknown(self) -> float | None:
        """The share of rows that could not be counted, 0 to 1."""
        return self.missing / self.rows if self.rows else None


@dataclass(frozen=True)
class Goal:
    """Baseline, milestones and target as (period, value), in the order of time."""

    baseline: tuple[str, float]
    target: tuple[str, float]
    milestones: tuple[tuple[str, float], ...] = ()
    more_is_better: bool = True

    @property
    def path(self) -> tuple[tuple[float, float], ...]:
        """The corners of the expected path as (years, value)."""
        return tuple((place(period), value) for period, value in (self.baseline, *self.milestones, self.target))


def expected(goal: Goal, period: str) -> float | None:
    """Where the path stands in a period: None before the baseline, the target after its date."""
    at, path = place(period), goal.path
    if at < path[0][0]:
        return None
    for (begin, low), (end, high) in pairwise(path):
        if at <= end:
            return high if end == begin else low + (high - low) * (at - begin) / (end - begin)
    return path[-1][1]


def status(goal: Goal, newest: Point | None) -> Status:
    """The status that the newest value gives."""
    if newest is None or newest.value is None or place(newest.period) < place(goal.baseline[0]):
        return Status.NO_DATA
    if at_least(newest.value, goal.target[1], goal):
        return Status.REACHED
    if place(newest.period) >= place(goal.target[0]):
        return Status.MISSED
    if newest.period == goal.baseline[0]:
        return Status.NO_DATA
    on_path = expected(goal, newest.period)
    return Status.ON_TRACK if on_path is not None and at_least(newest.value, on_path, goal) else Status.OFF_TRACK


def at_least(value: float, wanted: float, goal: Goal) -> bool:
    """Whether a value is as good as wanted."""
    spare = NEAR * max(abs(value), abs(wanted), 1)
    return value >= wanted - spare if goal.more_is_better else value <= wanted + spare


def newest(points: Sequence[Point]) -> Point | None:
    """The last period that has a value."""
    return next((point for point in reversed(points) if point.value is not None), None)


def gone(goal: Goal, value: float) -> float | None:
    """Which share of the way from baseline to target is gone: 0 at the baseline, 1 at the target, below 0 when it went back."""
    way = goal.target[1] - goal.baseline[1]
    return (value - goal.baseline[1]) / way if way else None


def pace(points: Sequence[Point]) -> float | None:
    """Change in a year: the slope of the straight line nearest to the newest values. None of fewer than two."""
    known = [(place(point.period), point.value) for point in points if point.value is not None][-NEWEST:]
    if len(known) < 2:
        return None
    middle = sum(at for at, _ in known) / len(known)
    spread = sum((at - middle) ** 2 for at, _ in known)
    return sum((at - middle) * value for at, value in known) / spread if spread else None


def projected(goal: Goal, points: Sequence[Point]) -> float | None:
    """The value at the target's date if the pace stays. None without a pace, or when that date is over."""
    last, slope = newest(points), pace(points)
    if last is None or last.value is None or slope is None or place(last.period) >= place(goal.target[0]):
        return None
    return last.value + slope * (place(goal.target[0]) - place(last.period))
