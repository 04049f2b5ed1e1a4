"""One set of spots for the whole night, and what it costs against a set for each hour."""

from __future__ import annotations

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
    def whole_cost(self) -> float:
        """Share of what the hours' own sets cover that the night's set loses; 0 where they cover nothing."""
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
    seconds: float = 10.0,
    **asked: Any,
) -> Stable:
    """`demand_by_hour` (h, n); all else as `choose` takes it, with `seconds` for the hours and the night together."""
    demand_by_hour = np.asarray(demand_by_hour, np.float64)
    asked["cover"] = asked.get("cover") or disks(points_xy, candidates_xy, radius)
    each = seconds / (1 + len(demand_by_hour))

    def chosen(demand: Floats) -> Spots:
        return choose(demand, points_xy, candidates_xy, radius, count, seconds=each, **asked)

    sets = tuple(chosen(demand) for demand in demand_by_hour)
    night = chosen(demand_by_hour.sum(axis=0))
    reached = asked["cover"].covered(night.order)
    return Stable(
        night,
        sets,
        demand_by_hour[:, reached].sum(axis=1),
        np.array([one.solution.objective for one in sets]),
        np.array([one.solution.bound for one in sets]),
    )
