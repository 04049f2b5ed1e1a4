"""Who is near whom: sparse matrices (n, n) of weights 1, in which every cell is its own neighbour, as Gi* counts it.

A cell that nothing touches keeps a row with itself alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Sparse = Any
"""A `scipy.sparse.csr_array`; scipy is imported where it is used, because it starts slowly."""


def touching(shapes: NDArray[Any], gap: float = 0.0) -> Sparse:
    """Polygons that share a border or a corner (queen contiguity), or lie no farther apart than `gap`.

    `shapes` (n,) of shapely; `gap` in their unit. A small gap joins borders that were simplified one by one.
    """
    from shapely import STRtree

    tree = STRtree(shapes)
    near = tree.query(shapes, predicate="intersects") if gap == 0 else tree.query(shapes, "dwithin", distance=gap)
    return _symmetric(near[0], near[1], len(shapes))


def nearest(points_xy: Floats, count: int = 8) -> Sparse:
    """Each point's `count` nearest others, and whoever has it among theirs: being near is mutual.

    Eight, as many as a square has around it. Fewer where there are fewer points.
    """
    from scipy.spatial import KDTree

    count = min(count, len(points_xy) - 1)
    if count < 1:
        return _symmetric(np.empty(0, np.int64), np.empty(0, np.int64), len(points_xy))
    _, near = KDTree(points_xy).query(points_xy, k=count + 1)
    return _symmetric(np.repeat(np.arange(len(points_xy)), count + 1), near.ravel(), len(points_xy))


def _symmetric(rows: Longs, columns: Longs, count: int) -> Sparse:
    from scipy.sparse import csr_array

    own = np.arange(count)
    rows, columns = np.concatenate([rows, columns, own]), np.concatenate([columns, rows, own])
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix
