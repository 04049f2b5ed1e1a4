"""Centdian: between the p-median and the p-center, what all travel on average and what the worst served travels (Halpern 1978).

For radii in an interval (`above`, `most`] the cost is at least share * (the next distance after `above`) + (1 - share) * (the least mean
when nobody may travel farther than `most`). The interval with the lowest such bound is halved, and the p-median of its lower half solved,
until no interval is below the best choice found.

Bound. `more["pieces"]` lists the intervals, each with the number of its leaves, which follow one another in `leaves`: `least` (no radius of
the piece is smaller), `most` (none is larger) and `leaves`. The leaves of a piece bound the p-median as `p_median` says, with pairs
farther than `most` left out, so its cost is at least share * least + (1 - share) * L / (sum of need). Radii below all pieces are
refuted by `more["center"]`, a `Solution` of `p_center`. The bound is the lowest of the pieces, and never above the objective.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Distances, Floats, Ints
from madang.analysis.methods.p_center import nearest, p_center
from madang.analysis.methods.p_median import p_median
from madang.analysis.methods.solution import PROVED, Solution


@dataclass(order=True)
class _Piece:
    bound: float
    low: int  # places in the list of distances, both included
    high: int
    median: Solution = field(compare=False)


def centdian(
    need: Floats,
    distances: Distances,
    p: int,
    share: float,
    *,
    fixed: Sequence[int] | NDArray[np.integer] = (),
    forbidden: Sequence[int] | NDArray[np.integer] = (),
    seconds: float = 60.0,
    seed: int = 0,
    tell: Callable[[float], None] | None = None,
) -> Solution:
    """Open `p` candidates besides the `fixed` ones so that share * (largest distance) + (1 - share) * (mean distance) is least.

    `need` (n,) >= 0 weighs the mean; points with 0 count in neither. `share` from 0 (p-median) to 1 (p-center). Every pair that may be
    the answer must be in `distances`. Raises `Infeasible` as `p_center` does; ValueError for a share outside 0 to 1 or no need at all.
    """
    began = time.monotonic()
    if not 0 <= share <= 1 or not np.any(need > 0):
        raise ValueError("a centdian needs a share from 0 to 1 and some need")
    limits: dict[str, Any] = {"fixed": fixed, "forbidden": forbidden, "seed": seed, "tell": tell}
    center = p_center(distances, p, need=need, **limits, seconds=seconds / 2)
    radii = np.unique(distances.length[need > 0])
    radii = radii[np.isfinite(radii)]
    search = _Search(need, distances, p, share, radii, limits, began + seconds)
    search.run(center, int(np.searchsorted(radii, center.bound)))
    assignment, _ = nearest(distances, search.best.sites, need > 0)
    pieces = [
        {"least": float(radii[piece.low]), "most": float(radii[piece.high]), "leaves": len(piece.median.leaves)}
        for piece in search.pieces
    ]
    more: dict[str, Any] = {"pieces": pieces, "center": center, "medians": search.asked}
    if search.stopped:
        more["stopped"] = "time"
    leaves = tuple(leaf for piece in search.pieces for leaf in piece.median.leaves)
    bound = min([search.lowest, *(piece.bound for piece in search.pieces)])
    took = time.monotonic() - began
    return Solution("min", search.best.sites, search.lowest, bound, took, assignment, leaves, more)


class _Search:
    def __init__(
        self,
        need: Floats,
        distances: Distances,
        p: int,
        share: float,
        radii: Floats,
        limits: dict[str, Any],
        until: float,
    ) -> None:
        self.need, self.distances, self.p, self.share, self.radii = need, distances, p, share, radii
        self.limits, self.until = limits, until
        self.lowest, self.asked, self.stopped = np.inf, 0, False
        self.best: Solution
        self.center: Ints
        self.pieces: list[_Piece] = []

    def run(self, center: Solution, first: int) -> None:
        """Halve pieces until none is below the best; `first` is the place of the smallest radius that is not refuted."""
        self._keep(center)
        self.center = center.sites
        reached = int(np.searchsorted(self.radii, center.objective))
        self._push(first, len(self.radii) - 1, self._median(len(self.radii) - 1))
        done: list[_Piece] = []
        while self.pieces and not self.stopped:
            piece = heapq.heappop(self.pieces)
            if piece.bound >= self.lowest * (1 - PROVED / 2) or piece.high <= max(piece.low, reached):
                done.append(piece)
                continue
            middle = max((piece.low + piece.high) // 2, reached)
            if time.monotonic() > self.until:
                self.stopped = True
                done.append(piece)
                continue
            self._push(middle + 1, piece.high, piece.median)
            self._push(piece.low, middle, self._median(middle))
        self.pieces += done

    def _push(self, low: int, high: int, median: Solution) -> None:
        bound = self.share * self.radii[low] + (1 - self.share) * median.bound / self.need.sum()
        heapq.heappush(self.pieces, _Piece(float(bound), low, high, median))

    def _median(self, most: int) -> Solution:
        """The p-median when nobody may travel farther than the distance at `most`."""
        self.asked += 1
        length = np.where(self.distances.length <= self.radii[most], self.distances.length, np.inf)
        candidates = np.where(np.isfinite(length), self.distances.candidates, -1).astype(np.int32)
        inside = Distances(candidates, length, np.full(len(length), np.inf), self.distances.count)
        left = max(0.0, self.until - time.monotonic())
        found = p_median(self.need, inside, self.p, **self.limits, start=self.center, seconds=left)
        self._keep(found)
        return found

    def _keep(self, found: Solution) -> None:
        """Remember a choice if it is the best so far."""
        assignment, radius = nearest(self.distances, found.sites, self.need > 0)
        at = self.distances.candidates == assignment[:, None]
        length = np.where(assignment >= 0, self.distances.length[np.arange(len(at)), at.argmax(axis=1)], 0.0)
        value = self.share * radius + (1 - self.share) * float(self.need @ length) / float(self.need.sum())
        if value < self.lowest:
            self.lowest, self.best = value, found
