"""Lists of the nearest candidates from loose pairs: whatever way of travel found them."""

from __future__ import annotations

import numpy as np

from madang.analysis.methods.distances import Distances, Floats, Ints


def nearest_of(
    point: Ints,
    candidate: Ints,
    length: Floats,
    shape: tuple[int, int],
    nearest: int | None = None,
    cutoff: float | Floats = np.inf,
) -> Distances:
    """Distances of `shape` (n points, m candidates) from pairs (k,) of which none comes twice; missing ones are not reached.

    `nearest`: how many are kept for each point. `cutoff`: beyond this length nothing was looked for, for all points
    or for each (n,).
    """
    beyond = np.array(np.broadcast_to(np.asarray(cutoff, np.float64), shape[:1]))
    order = np.lexsort((candidate, length, point))
    point, candidate, length = point[order], candidate[order], length[order]
    count = np.bincount(point, minlength=shape[0])
    first = np.cumsum(count) - count
    rank = np.arange(len(point)) - first[point]
    widest = int(count.max(initial=0))
    width = widest if nearest is None else min(nearest, widest)
    candidates = np.full((shape[0], width), -1, np.int32)
    lengths = np.full((shape[0], width), np.inf)
    kept = rank < width
    candidates[point[kept], rank[kept]] = candidate[kept]
    lengths[point[kept], rank[kept]] = length[kept]
    left_out = rank == width
    beyond[point[left_out]] = np.minimum(length[left_out], beyond[point[left_out]])
    return Distances(candidates, lengths, beyond, shape[1])
