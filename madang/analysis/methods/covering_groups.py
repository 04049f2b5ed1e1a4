"""Maximal covering as its loops see it: alike points as one, and only candidates that may be opened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import Cover, merged, only

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Rows = tuple[Longs, Ints]


@dataclass(frozen=True)
class Groups:
    """g groups of points that the same free candidates cover, out of n points.

    `free` (k,): the numbers of the candidates that may be opened; elsewhere they are 0 to k - 1 in this order. `weight` (g,) > 0: need of
    each group. `of` (n,): the group of each point, -1 for those that make no difference: without need, covered by fixed ones, or out
    of reach. `standing`: the need that fixed ones cover. `lost` (n,): which points nobody can cover.
    `first` (g,): the first point of each group.
    """

    free: Ints
    weight: Floats
    rows: Cover
    turned: Cover
    need: Floats
    of: Longs
    standing: float
    lost: NDArray[np.bool_]
    first: Ints

    @property
    def by_group(self) -> Rows:
        return self.rows.indptr, self.rows.indices

    @property
    def by_candidate(self) -> Rows:
        return self.turned.indptr, self.turned.indices

    def spread(self, multipliers: Floats) -> Floats:
        """Multipliers of groups, for all points by their share in the need of the group; bounds stay the same."""
        full = np.where(self.lost, self.need, 0.0)
        inside = self.of >= 0
        groups = self.of[inside]
        full[inside] = multipliers[groups] * (self.need[inside] / self.weight[groups])
        return full


def grouped(need: Floats, cover: Cover, fixed: Ints, forbidden: Ints) -> Groups:
    """`fixed` and `forbidden` are numbers of candidates; one that is both is fixed."""
    may = np.ones(cover.count, bool)
    may[forbidden], may[fixed] = False, False
    stands = cover.covered(fixed)
    reach = cover.covered(np.flatnonzero(may))
    points = np.flatnonzero((need > 0) & ~stands & reach)
    of, rows = merged(only(cover.taking(points), may))
    full = np.full(len(need), -1, np.int64)
    full[points] = of
    return Groups(
        free=np.flatnonzero(may).astype(np.int32),
        weight=np.bincount(of, need[points], rows.points).astype(np.float64),
        rows=rows,
        turned=rows.turned(),
        need=need,
        of=full,
        standing=float(need[stands].sum()),
        lost=~stands & ~reach,
        first=points[np.unique(of, return_index=True)[1]].astype(np.int32),
    )
