"""Straight lines through the ellipsoid (WGS 84), bent back onto it. With numpy alone: pages evaluate scenarios with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

AXIS, SQUASH = 6_378_137.0, 1 / 298.257223563
MEAN = 6_371_008.8
"""Mean radius in metres (IUGG)."""


def solid(places: Floats) -> Floats:
    """Points in space (n, 3), metres from the centre of the Earth, so that nothing needs a projection or knows the date line.

    `places` (n, 2) are longitude and latitude in degrees.
    """
    longitude, latitude = np.radians(places.T)
    flat = SQUASH * (2 - SQUASH)
    normal = AXIS / np.sqrt(1 - flat * np.sin(latitude) ** 2)
    across = normal * np.cos(latitude)
    return np.column_stack(
        [across * np.cos(longitude), across * np.sin(longitude), normal * (1 - flat) * np.sin(latitude)]
    )


def along(chord: Floats) -> Floats:
    """Metres over the ground for straight lines through it."""
    found: Floats = 2 * MEAN * np.arcsin(np.minimum(chord / (2 * MEAN), 1.0))
    return found
