"""Sites that cover much: the largest gain first (Church and ReVelle 1974), then sites exchanged while that gains.

All loops share three arrays. `times` (g,): by how many open sites each group of points is covered. `gain` (m,): the weight of the points
that no open site covers and candidate j does; for a site that was just closed this is what closing it lost. `rows` and `turned`
are a `Cover` of the groups and the same turned, each as a pair of starts and numbers.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Rows = tuple[Longs, Ints]
Flags = NDArray[np.bool_]

MORE = 1e-9
"""An exchange gains only if it gains this share of all weight: sums that are equal differ by less, and would be exchanged for ever."""


@njit(cache=True)
def shift(candidate: int, by: int, rows: Rows, turned: Rows, weight: Floats, times: Ints, gain: Floats) -> None:
    """Open (`by` 1) or close (-1) a candidate, and keep `times` and `gain`."""
    before = 0 if by > 0 else 1
    for at in range(turned[0][candidate], turned[0][candidate + 1]):
        group = turned[1][at]
        if times[group] == before:
            for place in range(rows[0][group], rows[0][group + 1]):
                gain[rows[1][place]] -= by * weight[group]
        times[group] += by


@njit(cache=True)
def best_of(gain: Floats, allowed: Flags) -> int:
    """The allowed candidate of largest gain, the lowest number among equals; -1 if none is allowed."""
    best = -1
    for candidate in range(len(gain)):
        if allowed[candidate] and (best < 0 or gain[candidate] > gain[best]):
            best = candidate
    return best


@njit(cache=True)
def fill(p: int, sites: Ints, rows: Rows, turned: Rows, weight: Floats, times: Ints, gain: Floats, free: Flags) -> Ints:
    """Open candidates of the largest gain besides `sites` (open already, none of them `free`), until p are open."""
    full = np.empty(p, np.int32)
    full[: len(sites)] = sites
    for at in range(len(sites), p):
        full[at] = best_of(gain, free)
        free[full[at]] = False
        shift(full[at], 1, rows, turned, weight, times, gain)
    return full


@njit(cache=True)
def exchange(
    sites: Ints,
    rows: Rows,
    turned: Rows,
    weight: Floats,
    times: Ints,
    gain: Floats,
    free: Flags,
    least: float,
) -> None:
    """Close each site in turn and open what gains most instead, until no exchange gains more than `least`; changes its arguments."""
    unchanged, at = 0, 0
    while unchanged < len(sites):
        site = sites[at]
        shift(site, -1, rows, turned, weight, times, gain)
        other = best_of(gain, free)
        if other >= 0 and gain[other] > gain[site] + least:
            sites[at], free[site], free[other] = other, True, False
            unchanged = 0
        shift(sites[at], 1, rows, turned, weight, times, gain)
        unchanged += 1
        at = (at + 1) % len(sites)


@njit(cache=True)
def covered_weight(weight: Floats, times: Ints) -> float:
    total = 0.0
    for group in range(len(weight)):
        if times[group] > 0:
            total += weight[group]
    return total
