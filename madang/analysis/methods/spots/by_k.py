"""How much 1, 2 ... K spots cover, each with the bound that no choice of as many passes: the chart that says where more stops paying."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.spots.choosing import choose
from madang.analysis.methods.spots.disks import disks

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
    seconds: float = 10.0,
    **asked: Any,
) -> CoverByK:
    """For 1 to `most` spots (from as many as are required on); all else as `choose` takes it, `seconds` for all counts together."""
    asked["cover"] = asked.get("cover") or disks(points_xy, candidates_xy, radius)
    counts = np.arange(max(1, len(asked.get("required", ()))), most + 1, dtype=np.int32)
    deadline = time.perf_counter() + seconds
    share, bound = [], []
    for at, count in enumerate(counts):
        each = max(0.01, (deadline - time.perf_counter()) / (len(counts) - at))
        found = choose(demand, points_xy, candidates_xy, radius, int(count), seconds=each, **asked)
        share.append(found.share[-1] if len(found.order) else 0.0)
        bound.append(found.most)
    return CoverByK(counts, np.array(share, np.float64), np.array(bound, np.float64))
