"""Fast interchange: swap an open candidate for a closed one as long as that saves (Whitaker 1983; Resende and Werneck 2007).

After a swap only candidates that serve a point whose two nearest open ones changed are looked at again. `iterated` kicks the best
choice at one place, mends it there, and keeps what is not worse (iterated local search).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from madang.analysis.methods.costs import Costs, Longs
from madang.analysis.methods.distances import Floats, Ints

Columns = tuple[Longs, Ints, Floats]


def columns(costs: Costs) -> Columns:
    """The same costs, one column for each candidate: starts, points, costs."""
    return _columns(*costs.rows, len(costs.names))  # type: ignore[no-any-return]


def improved(costs: Costs, by_candidate: Columns, far: Floats, opened: Ints, seed: int, work: float) -> Ints:
    """Open candidates that no swap betters, from `opened` on; then kicked and mended until `work` steps are used up.

    `far` (n,): the cost of a point with no open candidate in its row.
    """
    opened = opened.astype(np.int32)  # a copy: the kernel writes into it
    if len(far):
        _iterated(costs.rows, by_candidate, far, opened, seed, work)
    return opened


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
def _nearest_two(i, rows, far, place, first, second, low, next_low):  # type: ignore[no-untyped-def]
    """The two cheapest open candidates of point i, by their places; -1 and `far` where its row has none."""
    starts, candidates, cost = rows
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
def _value(j, by_candidate, first, low, next_low, loss, spared, touched):  # type: ignore[no-untyped-def]
    """What opening j saves at most in exchange for one open candidate, and the place of that one."""
    starts, points, costs = by_candidate
    gain, marks = 0.0, 0
    for k in range(starts[j], starts[j + 1]):
        i = points[k]
        if costs[k] < next_low[i]:
            at = first[i]
            gain += low[i] - min(costs[k], low[i])
            spare = next_low[i] - max(costs[k], low[i])
            if at >= 0 and spare > 0.0:
                if spared[at] == 0.0:
                    touched[marks] = at
                    marks += 1
                spared[at] += spare
    out = np.argmin(loss)
    least = loss[out]
    for mark in range(marks):
        at = touched[mark]
        if loss[at] - spared[at] < least:
            least, out = loss[at] - spared[at], at
        spared[at] = 0.0
    return gain - least, out


@njit(cache=True)
def _swap(out, j, rows, by_candidate, far, opened, place, first, second, low, next_low, loss, queue, queued, size):  # type: ignore[no-untyped-def]
    """Open j at place `out`; queues the candidates for which that makes a difference, and returns the size of the queue."""
    col_starts, col_points, col_cost = by_candidate
    place[opened[out]] = -1
    opened[out] = j
    place[j] = out
    loss[:] = 0.0
    for i in range(len(far)):
        changed = first[i] == out or second[i] == out
        if changed:
            _nearest_two(i, rows, far, place, first, second, low, next_low)
            size = _queue(i, rows, next_low, queue, queued, size)
    for k in range(col_starts[j], col_starts[j + 1]):
        i = col_points[k]
        if first[i] == out or second[i] == out or col_cost[k] >= next_low[i]:
            continue
        size = _queue(i, rows, next_low, queue, queued, size)
        if col_cost[k] < low[i]:
            second[i], next_low[i] = first[i], low[i]
            first[i], low[i] = out, col_cost[k]
        else:
            second[i], next_low[i] = out, col_cost[k]
    total = 0.0
    for i in range(len(far)):
        total += low[i]
        if first[i] >= 0:
            loss[first[i]] += next_low[i] - low[i]
    return size, total


@njit(cache=True)
def _queue(i, rows, next_low, queue, queued, size):  # type: ignore[no-untyped-def]
    """Put the candidates that could serve point i into the queue (each once)."""
    starts, candidates, cost = rows
    for k in range(starts[i], starts[i + 1]):
        if cost[k] >= next_low[i]:
            break
        if not queued[candidates[k]]:
            queued[candidates[k]] = True
            queue[size] = candidates[k]
            size += 1
    return size


@njit(cache=True)
def _iterated(rows, by_candidate, far, opened, seed, work):  # type: ignore[no-untyped-def]
    np.random.seed(seed)
    col_starts, col_points, _ = by_candidate
    starts, candidates, _ = rows
    points, slots, count = len(far), len(opened), len(col_starts) - 1
    place = np.full(count, -1, np.int32)
    for at in range(slots):
        place[opened[at]] = at
    first, second = np.empty(points, np.int32), np.empty(points, np.int32)
    low, next_low = np.empty(points), np.empty(points)
    loss, spared, touched = np.zeros(slots), np.zeros(slots), np.empty(slots, np.int32)
    for i in range(points):
        _nearest_two(i, rows, far, place, first, second, low, next_low)
        if first[i] >= 0:
            loss[first[i]] += next_low[i] - low[i]
    total = low.sum()
    queue, queued = np.random.permutation(count).astype(np.int32), np.ones(count, np.bool_)
    size, best = count, np.inf
    kept_opened, kept_first, kept_second = opened.copy(), first.copy(), second.copy()
    kept_low, kept_next_low, kept_loss = low.copy(), next_low.copy(), loss.copy()
    while True:
        while size:
            size -= 1
            j = queue[size]
            queued[j] = False
            if place[j] >= 0:
                continue
            work -= 10 + slots + col_starts[j + 1] - col_starts[j]
            saved, out = _value(j, by_candidate, first, low, next_low, loss, spared, touched)
            if saved > 1e-12 * total:
                work -= 2 * points
                size, total = _swap(
                    out,
                    j,
                    rows,
                    by_candidate,
                    far,
                    opened,
                    place,
                    first,
                    second,
                    low,
                    next_low,
                    loss,
                    queue,
                    queued,
                    size,
                )
        if total <= best:
            if total < best - 1e-12 * total and best < np.inf:  # a saving here may make a swap far away pay
                queue[:] = np.random.permutation(count)
                queued[:] = True
                size = count
            best = total
            kept_opened[:], kept_first[:], kept_second[:] = opened, first, second
            kept_low[:], kept_next_low[:], kept_loss[:] = low, next_low, loss
            if size:
                continue
        else:
            for at in range(slots):
                place[opened[at]] = -1
            for at in range(slots):
                place[kept_opened[at]] = at
            opened[:], first[:], second[:] = kept_opened, kept_first, kept_second
            low[:], next_low[:], loss[:] = kept_low, kept_next_low, kept_loss
            total = best
        if work <= 0 or slots == count:
            break
        work -= 4 * points
        around = np.random.randint(points)
        for _ in range(np.random.randint(1, 4)):
            i = around
            reach = starts[i + 1] - starts[i]
            if reach == 0:
                continue
            j = candidates[starts[i] + np.random.randint(reach)]
            if place[j] >= 0 or col_starts[j] == col_starts[j + 1]:
                continue
            near = col_points[col_starts[j] + np.random.randint(col_starts[j + 1] - col_starts[j])]
            out = first[near] if np.random.randint(2) else second[near]
            if out < 0:
                continue
            size, total = _swap(
                out, j, rows, by_candidate, far, opened, place, first, second, low, next_low, loss, queue, queued, size
            )
            around = near
    opened[:] = kept_opened


@njit(cache=True)
def served(starts, candidates, cost, far, is_open):  # type: ignore[no-untyped-def]
    """What each point costs, given which candidates are open (count,)."""
    low = far.copy()
    for i in range(len(far)):
        for k in range(starts[i], starts[i + 1]):
            if is_open[candidates[k]]:
                low[i] = min(cost[k], far[i])
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
