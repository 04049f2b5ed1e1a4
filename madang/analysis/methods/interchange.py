"""Fast interchange: swap an open candidate for a closed one as long as that saves (Whitaker 1983; Resende and Werneck 2007)."""

from __future__ import annotations

import numpy as np
from numba import njit

from madang.analysis.methods.costs import Costs, Longs
from madang.analysis.methods.distances import Floats, Ints

Columns = tuple[Longs, Ints, Floats]


def columns(costs: Costs) -> Columns:
    """The same costs, one column for each candidate: starts, points, costs."""
    return _columns(*costs.rows, len(costs.names))  # type: ignore[no-any-return]


@njit(cache=True)
def _columns(starts, candidates, cost, count):  # type: ignore[no-untyped-def]
    fresh = np.zeros(count + 1, np.int64)
    for k in range(len(candidates)):
        fresh[candidates[k] + 1] += 1
    for j in range(count):
        fresh[j + 1] += fresh[j]
    into = fresh[:-1].copy()
    points, costs = np.empty(len(candidates), np.int32), np.empty(len(candidates))
    for i in range(len(starts) - 1):
        for k in range(starts[i], starts[i + 1]):
            j = candidates[k]
            points[into[j]] = i
            costs[into[j]] = cost[k]
            into[j] += 1
    return fresh, points, costs


@njit(cache=True)
def _nearest_two(i, starts, candidates, cost, far, place, first, second, low, next_low):  # type: ignore[no-untyped-def]
    """The two cheapest open candidates of point i, by their places; -1 and `far` where its row has none."""
    first[i] = second[i] = -1
    low[i] = next_low[i] = far[i]
    for k in range(starts[i], starts[i + 1]):
        at = place[candidates[k]]
        if at >= 0:
            if first[i] < 0:
                first[i] = at
                low[i] = cost[k]
            else:
                second[i] = at
                next_low[i] = cost[k]
                break


@njit(cache=True)
def _losses(first, low, next_low, loss):  # type: ignore[no-untyped-def]
    """What closing each open candidate costs."""
    loss[:] = 0.0
    for i in range(len(first)):
        if first[i] >= 0:
            loss[first[i]] += next_low[i] - low[i]


@njit(cache=True)
def improved(starts, candidates, cost, col_starts, col_points, col_cost, far, opened, order, passes):  # type: ignore[no-untyped-def]
    """Swap until nothing saves, or `passes` over the candidates in `order`; returns the open candidates and their cost.

    `far` (n,): the cost of a point with no open candidate in its row.
    """
    opened = opened.copy()
    points, slots = len(far), len(opened)
    place = np.full(len(col_starts) - 1, -1, np.int32)
    for at in range(slots):
        place[opened[at]] = at
    first, second = np.empty(points, np.int32), np.empty(points, np.int32)
    low, next_low = np.empty(points), np.empty(points)
    for i in range(points):
        _nearest_two(i, starts, candidates, cost, far, place, first, second, low, next_low)
    loss, spared = np.empty(slots), np.zeros(slots)
    touched = np.empty(slots, np.int32)
    _losses(first, low, next_low, loss)
    total = low.sum()
    tiny = 1e-12 * total
    since = 0
    for turn in range(passes * len(order)):
        if since >= len(order):
            break
        since += 1
        j = order[turn % len(order)]
        if place[j] >= 0:
            continue
        gain, marks = 0.0, 0
        for k in range(col_starts[j], col_starts[j + 1]):
            i = col_points[k]
            if col_cost[k] < next_low[i]:
                at = first[i]
                now = max(col_cost[k], low[i])
                gain += low[i] - min(col_cost[k], low[i])
                if at >= 0:
                    if spared[at] == 0.0:
                        touched[marks] = at
                        marks += 1
                    spared[at] += next_low[i] - now
        out = np.argmin(loss)
        least = loss[out]
        for mark in range(marks):
            at = touched[mark]
            if loss[at] - spared[at] < least:
                least, out = loss[at] - spared[at], at
            spared[at] = 0.0
        if gain - least <= tiny:
            continue
        since = 0
        place[opened[out]] = -1
        opened[out] = j
        place[j] = out
        for i in range(points):
            if first[i] == out or second[i] == out:
                _nearest_two(i, starts, candidates, cost, far, place, first, second, low, next_low)
        for k in range(col_starts[j], col_starts[j + 1]):
            i = col_points[k]
            if first[i] == out or second[i] == out:
                continue
            if col_cost[k] < low[i]:
                second[i], next_low[i] = first[i], low[i]
                first[i], low[i] = out, col_cost[k]
            elif col_cost[k] < next_low[i]:
                second[i], next_low[i] = out, col_cost[k]
        _losses(first, low, next_low, loss)
        total = low.sum()
    return opened, total


@njit(cache=True)
def served(starts, candidates, cost, far, is_open):  # type: ignore[no-untyped-def]
    """What each point costs, given which candidates are open (count,)."""
    low = far.copy()
    for i in range(len(far)):
        for k in range(starts[i], starts[i + 1]):
            if is_open[candidates[k]]:
                low[i] = cost[k]
                break
    return low


@njit(cache=True)
def two_served(starts, candidates, cost, far, is_open):  # type: ignore[no-untyped-def]
    """What each point costs at its nearest and its second nearest open candidate."""
    low, next_low = far.copy(), far.copy()
    for i in range(len(far)):
        found = 0
        for k in range(starts[i], starts[i + 1]):
            if is_open[candidates[k]]:
                if found:
                    next_low[i] = min(cost[k], far[i])
                    break
                low[i] = min(cost[k], far[i])
                found = 1
    return low, next_low
