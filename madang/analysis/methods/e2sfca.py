"""Access to places with room for so many: the enhanced two-step floating catchment area.

Luo, W. and Qi, Y. (2009), "An enhanced two-step floating catchment area (E2SFCA) method for measuring spatial accessibility to
primary care physicians", Health & Place 15(4), 1100-1107. The continuous decay is that of Dai, D. (2010), Health & Place 16(5).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Distances

Floats = NDArray[np.float64]
Decay = Callable[[Floats], Floats]
"""How much a place counts at a share of the radius (0 at the door, 1 at the edge): between 0 and 1, never rising."""

LUO_QI = (1.0, 0.68, 0.22)
"""Weights of three rings of the same width; Luo and Qi's first set. Their second, which falls faster, is (1.0, 0.42, 0.09)."""


def zones(weights: tuple[float, ...] = LUO_QI) -> Decay:
    """Rings of the same width, each with a weight of its own; the outer edge of a ring belongs to it."""
    steps = np.array(weights, np.float64)

    def decay(share: Floats) -> Floats:
        ring = np.ceil(share * len(steps)).astype(np.int64) - 1
        return steps[np.clip(ring, 0, len(steps) - 1)]

    return decay


def gaussian(share: Floats) -> Floats:
    """1 at the door, 0 at the edge, in between the bell curve of Dai (2010)."""
    edge = np.exp(-0.5)
    weight: Floats = (np.exp(-0.5 * share**2) - edge) / (1 - edge)
    return weight


def e2sfca(need: Floats, distances: Distances, supply: Floats, radius: float, decay: Decay | None = None) -> Floats:
    """Access (n,) of each demand point: units of supply for each unit of need, from all places within `radius`.

    `need` (n,): people, or any weight >= 0. `supply` (count,): what each candidate offers (seats, staff, 1 for a place); 0 where
    none is open, so access before and after are two calls with the same `distances`. `radius` in the unit of `distances`.
    `decay` as `zones()` (the default) or `gaussian`.

    Where need reaches a place, its supply is shared out in full: the sum of need times access is the supply of all places that
    somebody with need reaches with a weight above 0. Supply that nobody reaches counts nowhere.

    Raises `ValueError` if lists of neighbours end within the radius, which would leave places out without a word.
    """
    if radius <= 0:
        raise ValueError(f"a radius of {radius} reaches nothing")
    short = int(np.count_nonzero(distances.beyond < radius))
    if short:
        raise ValueError(f"{short} demand points have more candidates within {radius:g} than their lists hold")
    reached = distances.length <= radius
    point, _ = np.nonzero(reached)
    candidate = distances.candidates[reached]
    weight = (decay or zones())(distances.length[reached] / radius)
    asked = np.bincount(candidate, need[point] * weight, distances.count)
    share = np.divide(supply, asked, out=np.zeros(distances.count), where=asked > 0)
    return np.bincount(point, share[candidate] * weight, len(need)).astype(np.float64, copy=False)
