"""Kernels of the p-median by straight lines: the bound over all pairs within reach, and sites moved to where they save.

Points are dealt with in a fixed number of shares, each with sums of its own that are added in order: the result is the same on any
number of threads.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit, prange

from madang.analysis.methods.distances import Floats, Ints
from madang.analysis.methods.lagrangian import take_smallest

SHARES = 32
NEIGHBOURS = 24  # candidates around a site that it may move to


class Grid(NamedTuple):
    """Candidates in square cells, cell after cell: where each cell starts, its candidates, and their places."""

    left: float
    bottom: float
    size: float
    across: int
    up: int
    starts: np.ndarray
    numbers: np.ndarray
    x: np.ndarray
    y: np.ndarray


def grid(candidates: Floats, each: int = 4) -> Grid:
    """About `each` candidates in a cell."""
    low, span = candidates.min(axis=0), np.ptp(candidates, axis=0)
    size = max(float(np.sqrt(max(span[0] * span[1], 1e-12) * each / len(candidates))), float(span.max()) / 2000, 1e-9)
    across, up = int(span[0] / size) + 1, int(span[1] / size) + 1
    cell = ((candidates - low) / size).astype(np.int64)
    number = cell[:, 1] * across + cell[:, 0]
    order = np.argsort(number, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(number, minlength=across * up)))).astype(np.int64)
    x, y = np.ascontiguousarray(candidates[order, 0]), np.ascontiguousarray(candidates[order, 1])
    return Grid(float(low[0]), float(low[1]), size, across, up, starts, order.astype(np.int32), x, y)


def bound(points: Floats, need: Floats, u: Floats, take: int, where: Grid) -> tuple[float, Floats]:
    """L(u) over all pairs, and its slope (n,): 1 - the number of the `take` best candidates that serve the point."""
    reach = u / need
    shares = np.linspace(0, len(u), SHARES + 1).astype(np.int64)
    parts = np.zeros((SHARES, len(where.numbers)))
    _reduce(points, need, reach, shares, parts, *where)
    reduced = parts.sum(axis=0)
    taken = np.zeros(len(reduced), np.bool_)
    value = float(u.sum() + take_smallest(reduced, take, taken))
    pull = np.ones(len(u))
    _serve(points, reach, shares, pull, np.flatnonzero(taken), *where)
    return value, pull


@njit(cache=True, parallel=True)
def _reduce(points, need, reach, shares, parts, left, bottom, size, across, up, starts, numbers, x, y):  # type: ignore[no-untyped-def]
    """Adds min(0, need * distance - u) of each point to the candidates within its reach, by their places in the grid."""
    for share in prange(len(shares) - 1):
        into = parts[share]
        for i in range(shares[share], shares[share + 1]):
            px, py, r = points[i, 0], points[i, 1], reach[i]
            first = max(0, int((px - r - left) / size))
            last = min(across - 1, int((px + r - left) / size))
            for row in range(max(0, int((py - r - bottom) / size)), min(up - 1, int((py + r - bottom) / size)) + 1):
                if px + r < left or first > last:
                    break
                for k in range(starts[row * across + first], starts[row * across + last + 1]):
                    square = (x[k] - px) ** 2 + (y[k] - py) ** 2
                    if square < r * r:
                        into[k] += need[i] * (np.sqrt(square) - r)


@njit(cache=True, parallel=True)
def _serve(points, reach, shares, pull, chosen, left, bottom, size, across, up, starts, numbers, x, y):  # type: ignore[no-untyped-def]
    for share in prange(len(shares) - 1):
        for i in range(shares[share], shares[share + 1]):
            for k in chosen:
                if (x[k] - points[i, 0]) ** 2 + (y[k] - points[i, 1]) ** 2 < reach[i] * reach[i]:
                    pull[i] -= 1.0


def settled(need: Floats, points: Floats, candidates: Floats, chosen: Ints, most: Floats, rounds: int = 30) -> Ints:
    """Each site moved to the candidate near it where the points it serves travel least, until none moves (Maranzana 1964)."""
    from scipy.spatial import cKDTree

    tree = cKDTree(candidates)
    chosen = chosen.copy()
    for _ in range(rounds):
        length, nearest = cKDTree(candidates[chosen]).query(points)
        own = need * length < most
        order = np.argsort(np.where(own, nearest, len(chosen)), kind="stable")
        starts = np.searchsorted(np.where(own, nearest, len(chosen))[order], np.arange(len(chosen) + 1))
        around = tree.query(candidates[chosen], k=min(NEIGHBOURS, len(candidates)))[1].reshape(len(chosen), -1)
        moved = _moved(need[order], points[order], starts, candidates, around.astype(np.int64), chosen)
        if (moved == chosen).all():
            break
        chosen = moved
    return chosen


@njit(cache=True)
def _moved(need, points, starts, candidates, around, chosen):  # type: ignore[no-untyped-def]
    moved = chosen.copy()
    is_open = np.zeros(len(candidates), np.bool_)
    for site in chosen:
        is_open[site] = True
    for s in range(len(chosen)):
        best, least = chosen[s], np.inf
        for j in around[s]:
            if is_open[j] and j != chosen[s]:
                continue
            total = 0.0
            for i in range(starts[s], starts[s + 1]):
                total += need[i] * np.sqrt(
                    (points[i, 0] - candidates[j, 0]) ** 2 + (points[i, 1] - candidates[j, 1]) ** 2
                )
            if total < least - 1e-12 * least if least < np.inf else True:
                best, least = j, total
        if best != chosen[s]:
            is_open[chosen[s]] = False
            is_open[best] = True
            moved[s] = best
    return moved
