"""The points that stand for the people of an area: its centre, or several spread evenly over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.areas import Areas

FINE = 60
"""Points an area by which the error of fewer is measured."""
METRES = 111_195.0
"""Of a degree of latitude."""


@dataclass(frozen=True)
class Points:
    """k points (k, 2) in degrees, the number of the area of each (k,), and its share (k,) of the people there: together 1 an area."""

    place: Floats
    owner: NDArray[np.intp]
    share: Floats


def spread(areas: Areas, about: int) -> Points:
    """About so many points an area, evenly over its shape. The centre alone where `about` is 1, or the area says where its people
    live by coordinates of its own, or only a point is known of it."""
    places, owner = [], []
    for at, shape in enumerate(areas.shape):
        drawn = shape is not None and shapely.area(shape) > 0 and not areas.centred[at]
        inside = _grid(shape, about) if drawn and about > 1 else areas.place[at : at + 1]
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


def error(areas: Areas, points: Points) -> float:
    """How far somebody lives on average (metres, straight) from the point that stands for them, were all spread evenly.

    NaN where no shape is known: then nobody can say.
    """
    fine = spread(areas.uncentred(), FINE)
    drawn = np.array([shape is not None and shapely.area(shape) > 0 for shape in areas.shape])
    if not drawn.any():
        return float("nan")
    scale = np.array([np.cos(np.radians(areas.place[:, 1].mean())), 1.0]) * METRES
    away = np.array(
        [
            _nearest(fine.place[fine.owner == at], points.place[points.owner == at], scale)
            for at in np.flatnonzero(drawn)
        ]
    )
    return float(np.average(away, weights=areas.need[drawn])) if areas.need[drawn].any() else float(away.mean())


def _nearest(these: Floats, those: Floats, scale: Floats) -> float:
    between = (these[:, None] - those[None]) * scale
    return float(np.hypot(between[..., 0], between[..., 1]).min(axis=1).mean())
