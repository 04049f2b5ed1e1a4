"""Good assignments by moving points: to another site, two against each other, and sites to the middle of what they serve."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats, Ints

Longs = NDArray[np.int64]


@njit(cache=True)
def settle(sites, cost, left, need, capacity, state, to, penalty):  # type: ignore[no-untyped-def]
    """Improve sites and assignment `to` (n,) (places in `sites`, -1 unserved) until no move helps; the cost, infinite if not all fits.

    `sites` (k,) numbers of candidates, changed in place. Overfull sites are punished, more and more.
    """
    n, k = cost.shape[0], len(sites)
    used = np.zeros(k)
    _nearest(sites, cost, left, to)
    for _ in range(30):
        weight = penalty
        for _ in range(24):
            _fill(to, need, used)
            _moves(sites, cost, left, need, capacity, to, used, weight)
            if _overfull(sites, capacity, used) <= 1e-9:
                break
            weight *= 1.7
        if not _recentre(sites, cost, capacity, state, to, used):
            break
    if _overfull(sites, capacity, used) > 1e-9:
        return np.inf
    total = 0.0
    for i in range(n):
        total += cost[i, sites[to[i]]] if to[i] >= 0 else left[i]
    return total


@njit(cache=True)
def _nearest(sites, cost, left, to):  # type: ignore[no-untyped-def]
    for i in range(len(to)):
        low, to[i] = left[i], -1
        for s in range(len(sites)):
            if cost[i, sites[s]] < low:
                low, to[i] = cost[i, sites[s]], s


@njit(cache=True)
def _fill(to, need, used):  # type: ignore[no-untyped-def]
    used[:] = 0.0
    for i in range(len(to)):
        if to[i] >= 0:
            used[to[i]] += need[i]


@njit(cache=True)
def _overfull(sites, capacity, used):  # type: ignore[no-untyped-def]
    over = 0.0
    for s in range(len(sites)):
        over += max(0.0, used[s] - capacity[sites[s]])
    return over


@njit(cache=True)
def _moves(sites, cost, left, need, capacity, to, used, weight):  # type: ignore[no-untyped-def]
    """First improving moves of one point, and exchanges of two, until there is none."""
    n, k = len(to), len(sites)
    moved, rounds = True, 0
    while moved and rounds < 200:
        moved = False
        rounds += 1
        for i in range(n):
            a = to[i]
            here = left[i] if a < 0 else cost[i, sites[a]]
            relief = 0.0
            if a >= 0:
                over = used[a] - capacity[sites[a]]
                relief = weight * (max(0.0, over) - max(0.0, over - need[i]))
            best, where = -1e-9, -2
            for b in range(-1, k):
                if b == a:
                    continue
                there = left[i] if b < 0 else cost[i, sites[b]]
                if not np.isfinite(there):
                    continue
                change = there - here - relief
                if b >= 0:
                    over = used[b] - capacity[sites[b]]
                    change += weight * (max(0.0, over + need[i]) - max(0.0, over))
                if change < best:
                    best, where = change, b
            if where > -2:
                if a >= 0:
                    used[a] -= need[i]
                if where >= 0:
                    used[where] += need[i]
                to[i] = where
                moved = True
        for i in range(n):
            for h in range(i):
                a, b = to[i], to[h]
                if a == b:
                    continue
                change = _exchange(i, h, a, b, sites, cost, left, need, capacity, used, weight)
                if change < -1e-9:
                    if a >= 0:
                        used[a] += need[h] - need[i]
                    if b >= 0:
                        used[b] += need[i] - need[h]
                    to[i], to[h] = b, a
                    moved = True


@njit(cache=True)
def _exchange(i, h, a, b, sites, cost, left, need, capacity, used, weight):  # type: ignore[no-untyped-def]
    """What it costs that i and h, served at a and b, change places."""
    now = (left[i] if a < 0 else cost[i, sites[a]]) + (left[h] if b < 0 else cost[h, sites[b]])
    then = (left[i] if b < 0 else cost[i, sites[b]]) + (left[h] if a < 0 else cost[h, sites[a]])
    if not then < np.inf:
        return np.inf
    change = then - now
    difference = need[h] - need[i]
    if a >= 0:
        over = used[a] - capacity[sites[a]]
        change += weight * (max(0.0, over + difference) - max(0.0, over))
    if b >= 0:
        over = used[b] - capacity[sites[b]]
        change += weight * (max(0.0, over - difference) - max(0.0, over))
    return change


@njit(cache=True)
def _recentre(sites, cost, capacity, state, to, used):  # type: ignore[no-untyped-def]
    """Move each site that may move to the candidate that serves its points at least cost; whether any did."""
    m = cost.shape[1]
    taken = np.zeros(m, np.bool_)
    for s in range(len(sites)):
        taken[sites[s]] = True
    moved = False
    for s in range(len(sites)):
        if state[sites[s]] == 1:
            continue
        best, where = np.inf, -1
        for j in range(m):
            if state[j] < 0 or (taken[j] and j != sites[s]) or used[s] > capacity[j] + 1e-9:
                continue
            total = 0.0
            for i in range(len(to)):
                if to[i] == s:
                    total += cost[i, j]
                    if total >= best:
                        break
            if total < best - 1e-9 or (j == sites[s] and total <= best):
                best, where = total, j
        if where >= 0 and where != sites[s]:
            taken[sites[s]] = False
            taken[where] = True
            sites[s] = where
            moved = True
    return moved


def shake(
    sites: Longs,
    cost: Floats,
    left: Floats,
    need: Floats,
    capacity: Floats,
    state: Ints,
    to: Longs,
    best: float,
    rounds: int,
    penalty: float,
    draw: np.random.Generator,
) -> float:
    """Iterated search: exchange up to three sites for others at random, settle, keep what is better; the best cost."""
    free, movable = np.flatnonzero(state == 0), np.flatnonzero(state[sites] == 0)
    if not len(movable) or len(free) <= len(movable):
        return best
    trial_to = to.copy()
    for _ in range(rounds):
        trial = sites.copy()
        for _ in range(draw.integers(1, 4)):
            into = draw.choice(free)
            if into not in trial:
                trial[draw.choice(movable)] = into
        value = settle(trial, cost, left, need, capacity, state, trial_to, penalty)
        if value < best - 1e-9:
            best = value
            sites[:] = trial
            to[:] = trial_to
    return best
