"""Runs of weeks in which the city, or cells beside the rest of their city, count far more or far less than otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madang.analysis.methods.forecasts.panel import Bools, Floats
from madang.analysis.methods.forecasts.variances import moderated
from madang.analysis.methods.forecasts.weeks import LEAST, Weeks

CITY = 1.25
"""A whole city that changes by less (a fifth down, a quarter up) breaks no forecast of where and when."""
CELL = 2.0
"""The same of a cell beside the rest of its city: to the half, or to the double."""
CITY_CHANCE = 0.01
"""Of a city to be called broken by chance, if its weeks differ independently of each other."""
CELL_CHANCE = 0.001
"""The same of any cell of it; more strict, because there are many and nothing says that their weeks are normally distributed."""

Run = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """A run of weeks (first, stop) that is `size` times the rest, in some `cells` (cells,) or, without any, in the whole city."""

    run: Run
    size: float
    cells: tuple[int, ...] = ()


def broken_city(weeks: Weeks) -> Found | None:
    """The run that stands out most of the city's level, if any does."""
    from scipy.stats import t as student

    if len(weeks) < LEAST:
        return None
    level = np.log((weeks.counted.sum(axis=1) + 0.5) / (weeks.usual.sum(axis=1) + 0.5))
    best, found = CITY_CHANCE / len(weeks.runs()), None
    for first, stop in weeks.runs():
        rest = np.delete(level, slice(first, stop))
        away = float(level[first:stop].mean() - rest.mean())
        scale = rest.std(ddof=1) * np.sqrt(1 / (stop - first) + 1 / len(rest))
        chance = float(2 * student.sf(abs(away) / max(scale, 1e-12), len(rest) - 1))
        if abs(away) > np.log(CITY) and chance < best:
            best, found = chance, Found((first, stop), float(np.exp(away)))
    return found


def broken_cells(weeks: Weeks) -> list[Found]:
    """Runs with the cells that stand out in them, the run with most to say first; no cell twice."""
    found: list[Found] = []
    usable = weeks.usual.sum(axis=0) > 0
    if len(weeks) < LEAST or usable.sum() < 2:
        return found
    sound = usable.copy()
    for _ in range(2):  # once with the whole city to compare with, once without the cells that were found broken
        found = _standing_out(weeks, usable, sound)
        broken = np.zeros_like(usable)
        broken[[cell for one in found for cell in one.cells]] = True
        if (usable & ~broken).sum() < 2:
            break
        sound = usable & ~broken
    return found


@dataclass(frozen=True)
class Judged:
    """Of each cell (cells,) in one run: what was counted, what the rest lets expect, and by how much (0: not) it stands out."""

    counted: Floats
    expected: Floats
    strength: Floats

    @property
    def less(self) -> Bools:
        return np.asarray(self.counted < self.expected)


def _standing_out(weeks: Weeks, usable: Bools, sound: Bools) -> list[Found]:
    runs = weeks.runs()
    level = weeks.counted[:, sound].sum(axis=1) / np.maximum(weeks.usual[:, sound].sum(axis=1), 1e-300)
    usual = weeks.usual * level[:, None]
    judged = [_judged(weeks.counted, usual, run, CELL_CHANCE / (len(runs) * usable.sum())) for run in runs]
    left, found = usable.copy(), []
    while (strength := np.array([(one.strength * left).sum() for one in judged])).any():
        best = int(strength.argmax())
        one = judged[best]
        for way in (one.less, ~one.less):
            cells = np.flatnonzero((one.strength > 0) & left & way)
            if len(cells):
                size = one.counted[cells].sum() / one.expected[cells].sum()
                found.append(Found(runs[best], float(size), tuple(cells.tolist())))
        left &= one.strength == 0
    return found


def _judged(counted: Floats, usual: Floats, run: Run, chance: float) -> Judged:
    inside = np.zeros(len(counted), bool)
    inside[slice(*run)] = True
    rest = int((~inside).sum())
    share = np.divide(
        counted[~inside].sum(axis=0), usual[~inside].sum(axis=0), out=np.zeros(counted.shape[1]),
        where=usual[~inside].sum(axis=0) > 0,
    )  # fmt: skip
    a_week = share * usual[~inside].mean(axis=0)
    own = ((counted - share * usual)[~inside] ** 2).sum(axis=0) / (rest - 1)
    variance, free = moderated(own, a_week, rest - 1)
    found, expected = counted[inside].sum(axis=0), (share * usual)[inside].sum(axis=0)
    weeks = inside.sum()
    scale = np.sqrt(np.maximum(variance, 1e-300) * weeks * (1 + weeks / rest))
    away = np.abs(found - expected) / scale
    # Counts are skewed: of rare events three at once are no wonder. Roots tell rises without it (Anscombe 1948).
    roots = 2 * np.sqrt(np.maximum(expected, 1e-300)) * (np.sqrt(found + 0.375) - np.sqrt(expected + 0.375)) / scale
    away = np.where(found > expected, np.minimum(away, roots), away)
    large = (found < expected / CELL) | (found > expected * CELL)
    return Judged(found, expected, np.where(large & (away > _critical(chance, free)), away, 0.0))


def _critical(chance: float, free: float) -> float:
    from scipy.stats import t as student

    return float(student.isf(chance / 2, free))
