"""How wrong it is to let everybody of an area live at its centre."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats

MEAN_FROM_CENTRE = 2 / 3
"""The mean distance of a disc's points from its centre, as a share of its radius."""


def metres_from_centre(square_metres: Floats) -> Floats:
    """The error (n,) in metres, plus or minus, of a distance measured from an area's centre.

    People are taken to live evenly in a disc as large as the area, and are two thirds of its radius from the centre on average. A
    distance to a far place is wrong by that at most on average (the triangle's rule); long or bent areas are worse than a disc.
    """
    return np.asarray(np.sqrt(np.asarray(square_metres, np.float64) / np.pi) * MEAN_FROM_CENTRE)


def square_metres(shapes: NDArray[np.object_]) -> Floats:
    """The size (n,) of shapely polygons in longitude and latitude, measured on the ellipsoid."""
    import pyproj

    geod = pyproj.Geod(ellps="WGS84")
    return np.array([abs(geod.geometry_area_perimeter(shape)[0]) for shape in shapes], np.float64)
