"""What serving costs: need times distance, one sorted row for each demand point that has a need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from madang.analysis.methods.distances import Distances, Floats, Ints

Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Costs:
    """Rows one after the other: row i is `candidates[starts[i]:starts[i + 1]]`, cheapest first, with their `cost`.

    `cap` (n,): no candidate that row i leaves out costs less. `names` (count,): the caller's number of each candidate;
    rows hold places in `names`. `weight` (n,): need as a share of the largest; steps of multipliers go by it.
    """

    starts: Longs
    candidates: Ints
    cost: Floats
    cap: Floats
    names: Ints
    weight: Floats

    @property
    def rows(self) -> tuple[Longs, Ints, Floats]:
        """What kernels take."""
        return self.starts, self.candidates, self.cost

    def restricted(self, free: Flags, cap: Floats) -> Costs:
        """Only the `free` candidates (by place), and only what costs less than `cap` (n,)."""
        cap = np.minimum(cap, self.cap)
        places = np.where(free, np.cumsum(free) - 1, -1).astype(np.int32)
        starts, candidates, cost = _restricted(*self.rows, places, cap)
        return Costs(starts, candidates, cost, cap, self.names[free], self.weight)


def priced(need: Floats, distances: Distances) -> Costs:
    """Costs of points with a need; where no candidate is left out, nothing but infinity caps a row."""
    some = need > 0
    candidates, length = distances.candidates[some], distances.length[some]
    listed = candidates >= 0
    starts = np.concatenate(([0], np.cumsum(listed.sum(axis=1)))).astype(np.int64)
    cost = (length * need[some, None])[listed]
    return Costs(
        starts,
        candidates[listed],
        cost,
        need[some] * distances.beyond[some],
        np.arange(distances.count, dtype=np.int32),
        need[some] / need.max(initial=1e-300),
    )


@njit(cache=True)
def _restricted(starts, candidates, cost, places, cap):  # type: ignore[no-untyped-def]
    points = len(cap)
    fresh = np.zeros(points + 1, np.int64)
    for i in range(points):
        kept = 0
        for k in range(starts[i], starts[i + 1]):
            if cost[k] >= cap[i]:
                break
            kept += places[candidates[k]] >= 0
        fresh[i + 1] = fresh[i] + kept
    new_candidates = np.empty(fresh[points], np.int32)
    new_cost = np.empty(fresh[points], np.float64)
    for i in range(points):
        into = fresh[i]
        for k in range(starts[i], starts[i + 1]):
            if cost[k] >= cap[i]:
                break
            place = places[candidates[k]]
            if place >= 0:
                new_candidates[into] = place
                new_cost[into] = cost[k]
                into += 1
    return fresh, new_candidates, new_cost
