"""Where spots could be: along streets, at ranks or stops, on a grid, at the centres of cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.spots.disks import pairs

Floats = NDArray[np.float64]

SAME = 0.01
"""Metres: places nearer than that are one."""


def merged(xy: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Places (k, 2), each once, in the order of their first, and (m,) the number of each given one (m, 2) among them."""
    xy = pairs(xy)
    keys = np.round(xy / SAME).astype(np.int64)
    _, first, numbers = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return xy[first[order]], place[numbers.reshape(-1)]


def along(lines: Sequence[Floats], step: float) -> Floats:
    """(m, 2) places on lines (each (v, 2) metres), both ends and between them evenly, no farther than `step` metres from the next."""
    if not step > 0:
        raise ValueError(f"a step above 0 metres is wanted, not {step:g}")
    found = [_on(pairs(line), step) for line in lines if len(line)]
    return merged(np.concatenate(found))[0] if found else np.empty((0, 2))


def _on(line: Floats, step: float) -> Floats:
    run = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    at = np.linspace(0.0, run[-1], int(np.ceil(run[-1] / step)) + 1)
    return np.column_stack([np.interp(at, run, line[:, axis]) for axis in (0, 1)])


def grid(points_xy: Floats, step: float) -> Floats:
    """(m, 2) the centres of hexagons whose neighbours are `step` metres apart, those with a point (n, 2) within `step`.

    Nobody waits where nobody calls. The grid stands on whole multiples of `step`, so that the same city has the same grid when a point
    is added.
    """
    from scipy.spatial import cKDTree

    points_xy = pairs(points_xy)
    if not step > 0:
        raise ValueError(f"a step above 0 metres is wanted, not {step:g}")
    if not len(points_xy):
        return np.empty((0, 2))
    rise = step * np.sqrt(3) / 2
    own = np.unique(np.floor(points_xy / (step, rise)), axis=0)
    around = np.stack(np.meshgrid(np.arange(-2, 3), np.arange(-2, 3)), axis=-1).reshape(-1, 2)
    column, row = np.unique((own[:, None] + around).reshape(-1, 2), axis=0).T
    centres = np.column_stack(((column + 0.5 * (row % 2)) * step, row * rise))
    nearest, _ = cKDTree(points_xy).query(centres, distance_upper_bound=step * (1 + 1e-9))
    return np.asarray(centres[np.isfinite(nearest)])
