"""Runs of weeks in which the day takes its usual course, but hours too early or too late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madang.analysis.methods.forecasts.panel import OF_CLASS, Floats, Panel
from madang.analysis.methods.forecasts.weeks import LEAST, Weeks

UNLIKE = 5.0
"""How many times farther from the rest such a run is than any week of the rest. Generated weeks reached 3, an hour 8 to 22."""
BETTER = 4.0
"""How many times nearer it comes to the rest when it is shifted. Generated weeks reached 1.5, an hour 11 to 57."""


@dataclass(frozen=True)
class Shift:
    """A run of weeks (first, stop) whose hours are `late` by so many."""

    run: tuple[int, int]
    late: int


def shifted(panel: Panel, weeks: Weeks) -> Shift | None:
    """The run that a shift explains best, if there is any. Hours must follow one another."""
    hours = np.array(panel.hours)
    if len(weeks) < LEAST or len(hours) < 4 or (np.diff(hours) % 24 != 1).any():
        return None
    total, number = _courses(panel, weeks)
    best, found = UNLIKE, None
    for run in weeks.runs():
        inside = np.zeros(len(weeks), bool)
        inside[slice(*run)] = True
        rest = _mean(total[~inside].sum(axis=0), number[~inside].sum(axis=0))
        ordinary = max(_apart(_mean(*one), rest, 0) for one in zip(total[~inside], number[~inside], strict=True))
        here = _mean(total[inside].sum(axis=0), number[inside].sum(axis=0))
        far = _apart(here, rest, 0) / max(ordinary, 1e-12)
        if far > best:
            late = min(_shifts(len(hours)), key=lambda shift: _apart(here, rest, shift) / _left(len(hours), shift))
            if _apart(here, rest, late) * BETTER < _apart(here, rest, 0, late):
                best, found = far, Shift(run, late)
    return found


def _courses(panel: Panel, weeks: Weeks) -> tuple[Floats, Floats]:
    """The city's counts and how many were seen (weeks, classes, hours)."""
    city = np.where(panel.holiday[:, None], np.nan, panel.whole().counts[:, :, 0])
    days = weeks.start[:, None] + np.arange(7)
    weekend = OF_CLASS[panel.kind[days]][:, :, None] == 1
    there = ~np.isnan(city[days])
    counts = np.where(there, city[days], 0.0)
    total = np.stack([(counts * one).sum(axis=1) for one in (~weekend, weekend)], axis=1)
    return total, np.stack([(there & one).sum(axis=1) for one in (~weekend, weekend)], axis=1).astype(np.float64)


def _mean(total: Floats, number: Floats) -> Floats:
    return np.asarray(np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0))


def _shifts(hours: int) -> list[int]:
    """Shifts that leave half of the night to compare, small ones first; a whole day has no ends."""
    most = 12 if hours == 24 else hours // 2
    return [way * shift for shift in range(1, most + 1) for way in (1, -1)]


def _left(hours: int, shift: int) -> int:
    return hours if hours == 24 else hours - abs(shift)


def _apart(here: Floats, rest: Floats, late: int, as_of: int = 0) -> float:
    """The squared Hellinger distance of two courses (classes, hours) of the day, the first taken back by `late` hours.

    `as_of`: over the hours only that are left when it is taken back by that many.
    """
    hours = here.shape[1]
    place = np.arange(hours) + late
    place = place % 24 if hours == 24 else place
    other = np.arange(hours) + as_of
    kept = (place >= 0) & (place < hours) & ((other >= 0) & (other < hours) | (hours == 24))
    one, two = here[:, place[kept]], rest[:, kept]
    both = ~np.isnan(one) & ~np.isnan(two)
    one, two = np.where(both, one, 0.0), np.where(both, two, 0.0)
    known = (one.sum(axis=1) > 0) & (two.sum(axis=1) > 0)
    one, two = (np.sqrt(each[known] / each[known].sum(axis=1, keepdims=True)) for each in (one, two))
    return float(((one - two) ** 2).sum())
