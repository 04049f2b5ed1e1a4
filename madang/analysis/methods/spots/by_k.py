"""How much 1, 2 ... K spots cover, each with the bound that no choice of as many passes: the chart that says where more stops paying.

One model for all k. The spots and the multipliers of k - 1 are where k begins; each array of multipliers bounds every other number of spots
too, so that a k for which no time was left has a bound all the same.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import Cover
from madang.analysis.methods.maximal_covering import arranged
from madang.analysis.methods.maximal_covering_model import Covering
from madang.analysis.methods.spots.choosing import CLOSE, Numbers, put
from madang.analysis.methods.spots.disks import pairs

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CoverByK:
    """For each k of `count` (K,): `share` of all demand covered and `bound`, the share that no k spots pass."""

    count: NDArray[np.int32]
    share: Floats
    bound: Floats

    @property
    def gap(self) -> Floats:
        """(K,) how much more might be covered at most, as a share of what is."""
        return np.divide(self.bound - self.share, self.share, out=np.zeros(len(self.share)), where=self.share > 0)


def cover_by_k(
    demand: Floats,
    points_xy: Floats,
    candidates_xy: Floats,
    radius: float,
    most: int,
    *,
    spacing: float = 0.0,
    required: Numbers = (),
    forbidden: Numbers = (),
    cover: Cover | None = None,
    close: float = CLOSE,
    seconds: float = 10.0,
    seed: int = 0,
) -> CoverByK:
    """For 1 to `most` spots (from as many as are required on); all else as `choose` takes and raises it, `seconds` for all k together."""
    demand, candidates_xy = np.asarray(demand, np.float64), pairs(candidates_xy)
    required, forbidden, cover, apart = put(
        demand, points_xy, candidates_xy, radius, most, spacing, required, forbidden, cover
    )
    groups, among = arranged(demand, cover, required, forbidden, apart)
    counts = np.arange(max(1, len(required)), most + 1, dtype=np.int32)
    total, deadline = float(demand.sum()), time.perf_counter() + seconds
    reached, bounds = np.zeros(len(counts)), np.full(len(counts), total)
    sites, multipliers = np.empty(0, np.int32), None
    for at, count in enumerate(counts - len(required)):
        model = Covering(groups, min(int(count), len(groups.free)), seed, None, among, close)
        each = (deadline - time.perf_counter()) / (len(counts) - at)
        division = model.solve(time.perf_counter() + each, sites, multipliers)
        sites, multipliers = division.sites, model.root
        reached[at] = -division.cost
        bounds = np.minimum(bounds, model.by_count(multipliers, most)[counts - len(required)])
        bounds[at] = min(bounds[at], -division.bound)
    reached = np.maximum.accumulate(reached)
    return CoverByK(counts, *(_share(one, total) for one in (reached, np.maximum(bounds, reached))))


def _share(covered: Floats, total: float) -> Floats:
    return np.minimum(covered / total, 1.0) if total else np.zeros(len(covered))
