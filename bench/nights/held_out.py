"""Spots chosen on one part of the points and judged on another, beside the usual recipes.

Density peaks stand twice: as usual (bandwidth and distance between peaks are the radius) and with the settings that do best on the
part that everything is chosen by; busiest cells have the best of three sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from madang.analysis.methods import spots
from madang.analysis.methods.spots import baselines, candidates
from madang.analysis.methods.spots.disks import disks
from nights.points import Parts

DRAWS = 2_000
PLACE = 25.0
"""Metres: points are put together on a grid of so many before anything is chosen, and spots stand on it."""


@dataclass(frozen=True)
class Gain:
    """Shares of the second part that the spots and a recipe cover, and how much more the spots do, with its 90 % interval."""

    recipe: str
    ours: float
    theirs: float
    gain: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        return "tie" if self.low <= 0 <= self.high else "more" if self.low > 0 else "less"


def judged(parts: Parts, radius: float, count: int, seed: int = 0) -> tuple[spots.Spots, list[Gain]]:
    """The spots of the first part, and what they gain over each recipe on the second."""
    places, number = candidates.merged(np.round(parts.first / PLACE) * PLACE)
    demand = np.bincount(number, minlength=len(places)).astype(float)
    chosen = spots.choose(demand, places, places, radius, count, seconds=60, seed=seed)
    ours = _covered(parts, places[chosen.order], radius)
    recipes = {
        "density peaks": places[spots.peaks(demand, places, places, radius, count)],
        "best peaks": _peaks(parts, demand, places, radius, count),
        "busiest cells": _busiest(parts, radius, count),
    }
    return chosen, [_gain(name, ours, _covered(parts, theirs, radius), parts, seed) for name, theirs in recipes.items()]


def _covered(parts: Parts, at: np.ndarray, radius: float) -> np.ndarray:
    """(m,) whether each point of the second part is within the radius of any of the places."""
    return np.diff(disks(parts.second, at, radius).indptr) > 0


def _gain(recipe: str, ours: np.ndarray, theirs: np.ndarray, parts: Parts, seed: int) -> Gain:
    _, block = np.unique(parts.block, return_inverse=True)
    sums = np.stack([np.bincount(block, one) for one in (ours, theirs)])
    blocks = sums.shape[1]
    drawn = np.random.default_rng(seed).multinomial(blocks, np.full(blocks, 1 / blocks), size=DRAWS) @ sums.T
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1] - 1, [0.05, 0.95])
    return Gain(recipe, ours.mean(), theirs.mean(), ours.sum() / theirs.sum() - 1, low, high)


def _peaks(parts: Parts, demand: np.ndarray, places: np.ndarray, radius: float, count: int) -> np.ndarray:
    """Peaks of a Gaussian density; of nine bandwidths and distances between peaks those that cover most of the first part."""
    tried = []
    for bandwidth, apart in product((radius / 4, radius / 2, radius), (radius, 1.5 * radius, 2 * radius)):
        left = baselines.density(demand, places, places, bandwidth)
        near, found = disks(places, places, apart), []
        for _ in range(count):
            found.append(int(left.argmax()))
            left[near.of(found[-1])] = 0
        tried.append((spots.judged(places[found], parts.first, radius), places[found]))
    return max(tried, key=lambda one: one[0])[1]


def _busiest(parts: Parts, radius: float, count: int) -> np.ndarray:
    """Centres of the squares with most points; of three sizes the one that covers most of the first part."""
    tried = []
    for side in (radius, np.sqrt(2) * radius, 2 * radius):
        square, number = np.unique(np.floor(parts.first / side), axis=0, return_inverse=True)
        found = (square[spots.busiest(np.bincount(number.ravel()), count)] + 0.5) * side
        tried.append((spots.judged(found, parts.first, radius), found))
    return max(tried, key=lambda one: one[0])[1]
