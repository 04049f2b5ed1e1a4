"""Side streets worth a detour: where passengers get in often for each empty cab that passes, near a spot.

An empty cab passes a street E times in an hour, and B of these passings end with a passenger. B / E of small counts is chance. With
B ~ Poisson(rate x E) and rate ~ Gamma(shape, shape / mean), whose two numbers the city's own streets give (empirical Bayes: Clayton and
Kaldor 1987), the expected rate of a street is (shape + B) / (shape / mean + E): few counts stay near the city's mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.spots.disks import disks, pairs

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

LEAST = 20.0
"""Empty passings below which a street is not named: nobody drives there, or nobody counted."""


@dataclass(frozen=True)
class SideStreets:
    """Rows: `spot` and `place` (numbers of the given ones), `ratio` boardings for each empty cab, shrunken.

    By spot, the best place first; a place that is near several spots stands with its nearest.
    """

    spot: Longs
    place: Longs
    ratio: Floats


def side_streets(
    spots_xy: Floats,
    places_xy: Floats,
    boardings: Floats,
    empties: Floats,
    *,
    within: float = 500.0,
    least: float = LEAST,
    most: int = 5,
) -> SideStreets:
    """Up to `most` places near each spot (k, 2) whose ratio is above the mean of all places (m, 2), each in metres.

    `boardings` and `empties` (m,) >= 0: passengers who got in and empty cabs that passed, in the same hours. Places with fewer than
    `least` empties are left out; places farther than `within` metres from every spot too. ValueError for counts below 0.
    """
    spots_xy, places_xy = pairs(spots_xy), pairs(places_xy)
    boardings, empties = np.asarray(boardings, np.float64), np.asarray(empties, np.float64)
    if (boardings < 0).any() or (empties < 0).any() or not len(boardings) == len(empties) == len(places_xy):
        raise ValueError("boardings and empties are counts of each place, none below 0")
    ratio, mean = shrunken(boardings, empties)
    spot = _nearest(spots_xy, places_xy, within)
    place = np.flatnonzero((empties >= least) & (ratio > mean) & (spot >= 0))
    place = place[np.lexsort((place, -ratio[place], spot[place]))]
    rank = np.arange(len(place)) - np.searchsorted(spot[place], spot[place])
    place = place[rank < most]
    return SideStreets(spot[place], place, ratio[place])


def shrunken(boardings: Floats, empties: Floats) -> tuple[Floats, float]:
    """(m,) expected boardings for each empty cab, and the mean of all places; both by moments (Marshall 1991)."""
    seen = empties > 0
    all_empties = float(empties[seen].sum())
    if not all_empties:
        return np.zeros(len(boardings)), 0.0
    mean = float(boardings[seen].sum()) / all_empties
    rate = boardings[seen] / empties[seen]
    spread = float((empties[seen] * (rate - mean) ** 2).sum()) / all_empties - mean / float(empties[seen].mean())
    if spread <= 0 or mean == 0:  # no more differences than chance makes
        return np.full(len(boardings), mean), mean
    weight = mean / spread
    return (mean * weight + np.where(seen, boardings, 0.0)) / (weight + empties), mean


def _nearest(spots_xy: Floats, places_xy: Floats, within: float) -> Longs:
    """(m,) the nearest spot of each place, -1 if none is within reach."""
    near = disks(places_xy, spots_xy, within)
    spot = np.full(len(places_xy), -1, np.int64)
    for place in np.flatnonzero(np.diff(near.indptr)).tolist():
        lengths = np.hypot(*(spots_xy[near.of(place)] - places_xy[place]).T)
        spot[place] = near.of(place)[lengths.argmin()]
    return spot
