"""The points that stand for the people of an area: its centre, or several spread evenly over it."""

from __future__ import annotations

import numpy as np
import shapely

from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.areas import Areas
from madang.analysis.travel import spreading
from madang.analysis.travel.spreading import Points

FINE = 60
"""Points an area by which the error of fewer is measured."""
METRES = 111_195.0
"""Of a degree of latitude."""


def spread(areas: Areas, about: int) -> Points:
    """About so many points an area, evenly over its shape; the centre alone where the area says where its people live by coordinates
    of its own."""
    return spreading.spread(areas.shape, areas.place, areas.centred, about)


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
