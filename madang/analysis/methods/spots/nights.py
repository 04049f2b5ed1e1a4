"""One set of spots for the whole night, and what it costs against a set for each hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.spots.choosing import Spots, choose
from madang.analysis.methods.spots.disks import disks

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Stable:
    """`night`: the set for the sum over the hours; `hourly`: the best set of each of the h hours.

    `covered` (h,): demand of each hour that the night's set covers; `best` (h,): what the hour's own set covers, `most` (h,) its bound.
    """

    night: Spots
    hourly: tuple[Spots, ...]
    covered: Floats
    best: Floats
    most: Floats

    @property
    def cost(self) -> Floats:
        """(h,) share of what the hour's own set covers that the night's set loses; 0 where that covers nothing."""
        return np.divide(self.best - self.covered, self.best, out=np.zeros(len(self.best)), where=self.best > 0)

    @property
    def whole_cost(self) -> float:
        """The same for all hours together."""
        best = float(self.best.sum())
        return (best - float(self.covered.sum())) / best if best else 0.0

    def stays(self, spots: Spots) -> Floats:
        """(k,) for each of the spots, in their order, the share of the hours in whose own sets it is."""
        chosen = [np.isin(spots.order, hour.order) for hour in self.hourly]
        return np.mean(chosen, axis=0) if chosen else np.zeros(len(spots.order))


def stable(
    demand_by_hour: Floats,
    points_xy: Floats,
    candidates_xy: Floats,
    radius: float,
    count: int,
    *,
    hourly: Sequence[Spots] | None = None,
    seconds: float = 10.0,
    **asked: Any,
) -> Stable:
    """`demand_by_hour` (h, n); all else as `choose` takes it, with `seconds` for the hours and the night together.

    `hourly`: the hours' own sets, if they were chosen already with the same demand and candidates.
    """
    demand_by_hour = np.asarray(demand_by_hour, np.float64)
    asked["cover"] = asked.get("cover") or disks(points_xy, candidates_xy, radius)
    each = seconds / (1 + len(demand_by_hour))

    def chosen(demand: Floats) -> Spots:
        return choose(demand, points_xy, candidates_xy, radius, count, seconds=each, **asked)

    sets = tuple(hourly) if hourly is not None else tuple(chosen(demand) for demand in demand_by_hour)
    night = chosen(demand_by_hour.sum(axis=0))
    reached = asked["cover"].covered(night.order)
    return Stable(
        night,
        sets,
        demand_by_hour[:, reached].sum(axis=1),
        np.array([one.solution.objective for one in sets]),
        np.array([one.solution.bound for one in sets]),
    )
