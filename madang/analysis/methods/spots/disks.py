"""Which candidates lie within a straight line of each point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import Cover

Floats = NDArray[np.float64]


def disks(points_xy: Floats, candidates_xy: Floats, radius: float) -> Cover:
    """Candidates no farther than `radius` metres (the radius itself included) from each point; both (., 2) in metres.

    ValueError for coordinates that are not finite or not pairs, and for a radius below 0.
    """
    from scipy.spatial import cKDTree

    points_xy, candidates_xy = pairs(points_xy), pairs(candidates_xy)
    if not radius >= 0:
        raise ValueError(f"a radius of at least 0 is wanted, not {radius:g}")
    if not len(points_xy) or not len(candidates_xy):
        return Cover(np.zeros(len(points_xy) + 1, np.int64), np.empty(0, np.int32), len(candidates_xy))
    # The tree measures in its own way: a little more is looked up, and measured as everywhere else.
    found = cKDTree(candidates_xy).query_ball_point(points_xy, radius * (1 + 1e-9), return_sorted=True)
    sizes = np.array([len(row) for row in found])
    rows = np.repeat(np.arange(len(points_xy)), sizes)
    indices = np.concatenate([np.asarray(row, np.int32) for row in found]).astype(np.int32)
    within = np.hypot(*(candidates_xy[indices] - points_xy[rows]).T) <= radius
    sizes = np.bincount(rows[within], minlength=len(points_xy))
    return Cover(np.concatenate(([0], np.cumsum(sizes))).astype(np.int64), indices[within], len(candidates_xy))


def pairs(xy: Floats) -> Floats:
    """The same as floats. ValueError unless they are finite pairs."""
    xy = np.asarray(xy, np.float64)
    if xy.ndim != 2 or xy.shape[1] != 2 or not np.isfinite(xy).all():
        raise ValueError("coordinates are finite pairs of metres")
    return xy
