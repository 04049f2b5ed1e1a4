"""Natural breaks: the division of sorted values into classes with the least sum of squared distances from their means.

W. D. Fisher, "On grouping for maximum homogeneity", 1958; known to cartographers by G. F. Jenks. Found exactly by dynamic
programming over the distinct values, each with how often it occurs. Work grows with their square, so more than 1,000 are first
put into 1,000 groups (then the division is the best of those groups, not of single values).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_DISTINCT = 1_000


def natural_starts(known: Floats, count: int) -> list[int]:
    """Where classes begin in the ascending values `known`, without the first, which begins at 0; at most `count` classes."""
    _, starts = np.unique(known, return_index=True)
    if len(starts) > MOST_DISTINCT:
        starts = _fewer(known, starts)
    chosen = _divided(known, starts, min(count, len(starts)))
    return [int(starts[at]) for at in chosen]


def _fewer(known: Floats, starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Half of the groups evenly by rank, half where the largest gaps are, which a natural break must not miss."""
    even = starts[np.linspace(0, len(starts) - 1, MOST_DISTINCT // 2).astype(int)]
    gaps = np.diff(known[starts])
    largest = starts[1 + np.argpartition(gaps, -(MOST_DISTINCT // 2))[-(MOST_DISTINCT // 2) :]]
    return np.union1d(even, largest)


def _divided(known: Floats, starts: NDArray[np.intp], count: int) -> list[int]:
    """Which of the groups that begin at `starts` begin a class."""
    weights = np.diff(np.append(starts, len(known))).astype(float)
    centred = known - known[len(known) // 2]  # squares of large numbers would leave no digits for their differences
    centred = centred / (np.abs(centred).max() or 1.0)
    sums = np.add.reduceat(centred, starts)
    squares = np.add.reduceat(centred**2, starts)
    whole = [np.concatenate([[0.0], np.cumsum(part)]) for part in (weights, sums, squares)]
    size = len(starts)
    best = np.concatenate([[0.0], _spread(whole, 0, np.arange(1, size + 1))])  # of the first n groups in one class
    before: list[NDArray[np.intp]] = []
    for _ in range(1, count):
        best, last = _one_more(best, whole, size)
        before.append(last)
    chosen, end = [], size
    for last in reversed(before):
        end = int(last[end])
        if end > 0:
            chosen.append(end)
    return chosen[::-1]


def _one_more(best: Floats, whole: list[Floats], size: int) -> tuple[Floats, NDArray[np.intp]]:
    """`best` with one more class, and where its last class begins, for the first n groups of each n."""
    more, last = np.zeros(size + 1), np.zeros(size + 1, dtype=np.intp)
    for end in range(1, size + 1):
        costs = best[:end] + _spread(whole, np.arange(end), end)
        last[end] = int(np.argmin(costs))
        more[end] = costs[last[end]]
    return more, last


def _spread(whole: list[Floats], first: int | NDArray[np.intp], end: int | NDArray[np.intp]) -> Floats:
    """The sum of squared distances from their mean of the groups from `first` up to `end`."""
    weight, total, square = (part[end] - part[first] for part in whole)
    spread: Floats = np.maximum(square - total**2 / weight, 0.0)
    return spread
