"""From degrees to the plane of a picture: an even scale at the middle of what is shown, over the 180th meridian where that is shorter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
UNITS = 10  # of the picture's grid in one pixel: whole numbers in paths, a tenth of a pixel apart
METRES_PER_DEGREE = 6_371_008.8 * math.pi / 180
POLAR = 85.0  # beyond, a degree of longitude is too short to hold a picture up
A, E2 = 6_378_137.0, 0.006_694_379_990_14  # WGS 84


@dataclass(frozen=True)
class Frame:
    """What a picture shows: `west`, `north` in degrees, units for a degree of longitude and of latitude, size in pixels.

    `turned`: western longitudes count on beyond 180, for places on both sides of that meridian.
    """

    west: float
    north: float
    across: float
    down: float
    width: int
    height: int
    turned: bool = False

    def placed(self, degrees: Floats) -> Floats:
        """Longitudes and latitudes (n x 2) on the grid of the picture, not rounded."""
        east = np.where(degrees[:, 0] < 0, degrees[:, 0] + 360, degrees[:, 0]) if self.turned else degrees[:, 0]
        return np.column_stack([(east - self.west) * self.across, (self.north - degrees[:, 1]) * self.down])

    @property
    def metres_per_pixel(self) -> float:
        return METRES_PER_DEGREE / self.down * UNITS

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north; east lies beyond 180 where the frame goes over that meridian."""
        east = self.west + self.width * UNITS / self.across
        return self.west, self.north - self.height * UNITS / self.down, east, self.north


def frame(degrees: Floats, width: int, tallest: int) -> Frame | None:
    """The frame around places (n x 2), `width` pixels wide or `tallest` high with a margin; None when there is none."""
    degrees = degrees[np.isfinite(degrees).all(axis=1)]
    if not len(degrees):
        return None
    east = degrees[:, 0]
    shifted = np.where(east < 0, east + 360, east)
    turned = bool(np.ptp(east) > 180 and np.ptp(shifted) < np.ptp(east))
    if turned:
        east = shifted
    return _around(float(east.min()), float(degrees[:, 1].min()), float(east.max()), float(degrees[:, 1].max()),
                   width, tallest, turned)  # fmt: skip


def _around(
    west: float, south: float, east: float, north: float, width: int, tallest: int, turned: bool
) -> Frame:  # fmt: skip
    squeeze = math.cos(math.radians(min(max((south + north) / 2, -POLAR), POLAR)))
    wide = max(
        (east - west) * squeeze, (north - south) / 20, 0.004
    )  # in degrees of latitude; one place alone gets 400 m
    high = max(north - south, wide / 20, 0.002)
    scale = min(width / wide, tallest / high) * 0.97
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    height = min(math.ceil(high * scale / 0.97), tallest)
    return Frame(
        middle_x - width / 2 / (scale * squeeze), middle_y + height / 2 / scale, scale * squeeze * UNITS, scale * UNITS,
        width, height, turned,
    )  # fmt: skip


def scale_bar(metres_per_pixel: float, most: int = 120) -> tuple[float, float]:
    """A round length in metres and how many pixels it takes, at most `most`."""
    longest = metres_per_pixel * most
    power = 10.0 ** math.floor(math.log10(longest))
    metres = next(step * power for step in (5, 2, 1) if step * power <= longest * (1 + 1e-12))
    return metres, metres / metres_per_pixel


def square_kilometres(shapes: Any) -> Floats:
    """The area of each shape (longitude, latitude), on the ellipsoid: in the plane of Lambert's cylindrical equal-area projection."""
    import shapely

    def flat(degrees: Floats) -> Floats:
        e, sine = math.sqrt(E2), np.sin(np.radians(degrees[:, 1]))
        q = (1 - E2) * (sine / (1 - E2 * sine**2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
        return np.column_stack([A * np.radians(degrees[:, 0]), A * q / 2])

    areas: Floats = shapely.area(shapely.transform(shapes, flat)) / 1e6
    return areas
