"""A city as a plane: metres east and north of its middle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madang.analysis.methods.distances import Floats

AXIS, FLAT = 6378137.0, 1 / 298.257223563
SQUARE = FLAT * (2 - FLAT)
"""WGS 84."""


@dataclass(frozen=True)
class Plane:
    """Touches the ellipsoid at `longitude` and `latitude`. Lengths 20 km to the north or south are off by 0.3 % from east to west."""

    longitude: float
    latitude: float

    @classmethod
    def around(cls, places: Floats) -> Plane:
        """At the middle of the box of places (n, 2) in degrees."""
        middle = (places.min(axis=0) + places.max(axis=0)) / 2
        return cls(float(middle[0]), float(middle[1]))

    @property
    def scale(self) -> Floats:
        """Metres of a degree to the east and to the north."""
        bend = 1 - SQUARE * np.sin(np.radians(self.latitude)) ** 2
        across = AXIS / np.sqrt(bend) * np.cos(np.radians(self.latitude))
        return np.asarray(np.radians(np.array([across, AXIS * (1 - SQUARE) / bend**1.5])), dtype=np.float64)

    def metres(self, places: Floats) -> Floats:
        """(n, 2) of places (n, 2) in degrees."""
        return np.asarray((places - np.array([self.longitude, self.latitude])) * self.scale)

    def degrees(self, xy: Floats) -> Floats:
        """The way back."""
        return np.asarray(xy / self.scale + np.array([self.longitude, self.latitude]))
