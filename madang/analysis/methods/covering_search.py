"""Sites that cover much: the largest gain first (Church and ReVelle 1974), then sites exchanged while that gains.

All loops share four arrays. `times` (g,): by how many open sites each group of points is covered. `gain` (m,): the weight of the points
that no open site covers and candidate j does; for a site that was just closed this is what closing it lost. `barred` (m,): by how many open
sites each candidate is kept from being opened: by itself, and by those that it must not be near. `rows` and `turned` are a `Cover` of the
groups and the same turned, `near` is that of candidates by whom they bar (each by itself at least), each as a pair of starts and numbers.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Rows = tuple[Longs, Ints]

MORE = 1e-9
"""An exchange gains only if it gains this share of all weight: sums that are equal differ by less, and would be exchanged for ever."""


@njit(cache=True)
def shift(
    candidate: int,
    by: int,
    rows: Rows,
    turned: Rows,
    near: Rows,
    weight: Floats,
    times: Ints,
    gain: Floats,
    barred: Ints,
) -> None:
    """Open (`by` 1) or close (-1) a candidate, and keep `times`, `gain` and `barred`."""
    for at in range(near[0][candidate], near[0][candidate + 1]):
        barred[near[1][at]] += by
    before = 0 if by > 0 else 1
    for at in range(turned[0][candidate], turned[0][candidate + 1]):
        group = turned[1][at]
        if times[group] == before:
            for place in range(rows[0][group], rows[0][group + 1]):
                gain[rows[1][place]] -= by * weight[group]
        times[group] += by


@njit(cache=True)
def best_of(gain: Floats, barred: Ints) -> int:
    """The candidate of largest gain that nothing bars, the lowest number among equals; -1 if there is none."""
    best = -1
    for candidate in range(len(gain)):
        if barred[candidate] == 0 and (best < 0 or gain[candidate] > gain[best]):
            best = candidate
    return best


@njit(cache=True)
def fill(
    p: int, sites: Ints, rows: Rows, turned: Rows, near: Rows, weight: Floats, times: Ints, gain: Floats, barred: Ints
) -> Ints:
    """Open candidates of the largest gain besides `sites` (open already), until p are open or all others are barred."""
    full = np.empty(max(p, len(sites)), np.int32)
    full[: len(sites)] = sites
    for at in range(len(sites), p):
        full[at] = best_of(gain, barred)
        if full[at] < 0:
            return full[:at]
        shift(full[at], 1, rows, turned, near, weight, times, gain, barred)
    return full


@njit(cache=True)
def exchange(
    sites: Ints,
    rows: Rows,
    turned: Rows,
    near: Rows,
    weight: Floats,
    times: Ints,
    gain: Floats,
    barred: Ints,
    least: float,
) -> None:
    """Close each site in turn and open what gains most instead, until no exchange gains more than `least`; changes its arguments."""
    unchanged, at = 0, 0
    while unchanged < len(sites):
        site = sites[at]
        shift(site, -1, rows, turned, near, weight, times, gain, barred)
        other = best_of(gain, barred)
        if gain[other] > gain[site] + least:
            sites[at] = other
            unchanged = 0
        shift(sites[at], 1, rows, turned, near, weight, times, gain, barred)
        unchanged += 1
        at = (at + 1) % len(sites)


@njit(cache=True)
def covered_weight(weight: Floats, times: Ints) -> float:
    total = 0.0
    for group in range(len(weight)):
        if times[group] > 0:
            total += weight[group]
    return total
