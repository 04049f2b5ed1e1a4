"""The points that stand for what lies in an area: its centre, or several spread evenly over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats


@dataclass(frozen=True)
class Points:
    """k points (k, 2) in degrees, the number of the area of each (k,), and its share (k,) of what is there: together 1 an area."""

    place: Floats
    owner: NDArray[np.intp]
    share: Floats


def spread(shapes: Any, centres: Floats, alone: NDArray[np.bool_], about: int) -> Points:
    """About so many points for each of n areas, evenly over its shape (None where only a point is known).

    The centre (n, 2) alone where `about` is 1, where there is no shape, or `alone` (n,) says so.
    """
    places, owner = [], []
    for at, shape in enumerate(shapes):
        drawn = shape is not None and shapely.area(shape) > 0 and not alone[at]
        inside = _grid(shape, about) if drawn and about > 1 else centres[at : at + 1]
        places.append(inside)
        owner.append(np.full(len(inside), at))
    who = np.concatenate(owner)
    return Points(np.concatenate(places), who, 1.0 / np.bincount(who)[who])


def _grid(shape: Any, about: int) -> Floats:
    """The middles of equal squares (in metres) that lie within the shape; a point on it where none does."""
    west, south, east, north = shapely.bounds(shape)
    narrow = np.cos(np.radians((south + north) / 2))
    step = np.sqrt(shapely.area(shape) * narrow / about)
    x, y = np.meshgrid(_middles(west, east, step / narrow), _middles(south, north, step))
    shapely.prepare(shape)
    within = shapely.contains_xy(shape, x.ravel(), y.ravel())
    if not within.any():
        found = shapely.point_on_surface(shape)
        return np.array([[shapely.get_x(found), shapely.get_y(found)]])
    return np.asarray(np.column_stack([x.ravel(), y.ravel()])[within], dtype=np.float64)


def _middles(low: float, high: float, step: float) -> Floats:
    count = max(1, round((high - low) / step))
    return low + (np.arange(count) + 0.5) * (high - low) / count
