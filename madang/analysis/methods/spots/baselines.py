"""The usual recipes for waiting places, to be beaten: the busiest cells, and the peaks of a density."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.spots.disks import disks, pairs

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

SUPPRESSED = 1.0
"""Peaks keep so many radii from one another: the usual recipe takes the next peak outside the circle of the last."""


def busiest(demand: Floats, count: int) -> Ints:
    """The `count` points of largest demand (n,), largest first, the lowest number among equals; none without demand."""
    order = np.argsort(-np.asarray(demand), kind="stable")[:count]
    return order[np.asarray(demand)[order] > 0].astype(np.int32)


def peaks(demand: Floats, points_xy: Floats, candidates_xy: Floats, radius: float, count: int) -> Ints:
    """Up to `count` candidates at the peaks of the demand's density, the highest first.

    A Gaussian kernel of bandwidth `radius` over the demand (Silverman 1986), taken at each candidate; then non-maximum suppression: the
    highest, and no other within `radius` of it, and so on. Candidates (m, 2) and points (n, 2) in metres.
    """
    height = density(demand, points_xy, candidates_xy, radius)
    near = disks(candidates_xy, candidates_xy, SUPPRESSED * radius)
    left = height.copy()
    chosen: list[int] = []
    while len(chosen) < count and left.max(initial=0.0) > 0:
        best = int(left.argmax())
        chosen.append(best)
        left[near.of(best)] = 0.0
    return np.array(chosen, np.int32)


def density(demand: Floats, points_xy: Floats, at_xy: Floats, bandwidth: float) -> Floats:
    """(m,) demand around each place, nearer demand counting more: exp(-d^2 / 2 b^2), nothing beyond 4 b."""
    points_xy, at_xy = pairs(points_xy), pairs(at_xy)
    near = disks(at_xy, points_xy, 4 * bandwidth)
    rows = np.repeat(np.arange(len(at_xy)), np.diff(near.indptr))
    square = ((at_xy[rows] - points_xy[near.indices]) ** 2).sum(axis=1)
    worth = np.asarray(demand)[near.indices] * np.exp(-square / max(2 * bandwidth**2, 1e-12))
    return np.bincount(rows, worth, len(at_xy)).astype(np.float64)


def judged(spots_xy: Floats, heldout_xy: Floats, radius: float, weights: Floats | None = None) -> float:
    """The share of held-out points (n, 2) that lie within `radius` metres of any spot (k, 2); by `weights` (n,) if given.

    NaN if nothing was held out, for which no share can be told.
    """
    weights = np.ones(len(heldout_xy)) if weights is None else np.asarray(weights, np.float64)
    total = float(weights.sum())
    within = np.diff(disks(heldout_xy, spots_xy, radius).indptr) > 0
    return float(weights[within].sum()) / total if total > 0 else float("nan")
