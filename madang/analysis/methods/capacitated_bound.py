"""The Lagrangian bound of capacitated siting: each point's assignment relaxed, each candidate a knapsack."""

from __future__ import annotations

import numpy as np
from numba import njit

PATIENCE = 4000
"""Steps of a knapsack's search before its fractional value stands for it."""


@njit(cache=True)
def knapsack(count, gain, load, room, taken):  # type: ignore[no-untyped-def]
    """The most gain that fits, by depth first search with fractional bounds (Horowitz and Sahni 1974); items by falling gain / load.

    `taken` (items,) is set to a best choice. Gives the fractional value instead if the search is too long.
    """
    best, whole = 0.0, np.zeros(count, np.bool_)
    for k in range(count):
        taken[k] = False
    value, left, place, steps = 0.0, room, 0, 0
    while True:
        # forward: take what fits while the fractional bound promises more
        while place < count:
            upper, space, k = value, left, place
            while k < count and load[k] <= space:
                upper += gain[k]
                space -= load[k]
                k += 1
            if k < count and space > 0:
                upper += gain[k] * space / load[k]
            if steps == 0:
                fractional = upper
            steps += 1
            if upper <= best * (1 + 1e-12) + 1e-12:
                break
            while place < count and load[place] <= left:
                whole[place] = True
                value += gain[place]
                left -= load[place]
                place += 1
            if place < count:
                place += 1
        if value > best:
            best = value
            for k in range(count):
                taken[k] = whole[k]
        if steps > PATIENCE:
            return fractional
        # back: drop the last taken item
        if place >= count:
            place = count
        last = place - 1
        while last >= 0 and not whole[last]:
            last -= 1
        if last < 0:
            return best
        whole[last] = False
        value -= gain[last]
        left += load[last]
        place = last + 1


@njit(cache=True)
def _gather(j, cost, price, need, capacity, gain, load, which):  # type: ignore[no-untyped-def]
    """What pays at candidate j, by falling gain / need; returns how many items and their fractional value."""
    count = 0
    for i in range(len(price)):
        worth = price[i] - cost[i, j]
        if worth > 0 and need[i] <= capacity[j]:
            gain[count] = worth
            load[count] = need[i]
            which[count] = i
            count += 1
    _sort(count, gain, load, which)
    value, space = 0.0, capacity[j]
    for k in range(count):
        if load[k] <= space:
            value += gain[k]
            space -= load[k]
        else:
            if space > 0:
                value += gain[k] * space / load[k]
            break
    return count, value


@njit(cache=True)
def _sort(count, gain, load, which):  # type: ignore[no-untyped-def]
    """Items by falling gain / load, in place (Shell 1959); numpy's sorts take seconds to compile."""
    gap = count // 2
    while gap > 0:
        for k in range(gap, count):
            value, weight, name, at = gain[k], load[k], which[k], k
            while at >= gap and gain[at - gap] * weight < value * load[at - gap]:
                gain[at], load[at], which[at] = gain[at - gap], load[at - gap], which[at - gap]
                at -= gap
            gain[at], load[at], which[at] = value, weight, name
        gap //= 2


@njit(cache=True)
def _best(rank, count, places):  # type: ignore[no-untyped-def]
    """Set `places` to the `count` places of highest rank; of alike the first."""
    left = np.empty(len(rank))
    for j in range(len(rank)):
        left[j] = rank[j]
    for k in range(count):
        high = 0
        for j in range(1, len(left)):
            if left[j] > left[high]:
                high = j
        places[k] = high
        left[high] = -np.inf


@njit(cache=True)
def lagrangian(price, cost, left, need, capacity, state, free, worth, times, chosen, takes):  # type: ignore[no-untyped-def]
    """The bound at multipliers `price` (n,) when candidates with `state` 1 are open and `free` more with state 0 may be.

    Sets `worth` (m,) to -K_j (fractional where that is enough to see that j is not among the best), `times` (n,) to how often each
    point is served, `chosen` (m,) to the sites, `takes` (m, n) to whom each would serve. A
    knapsack is solved only where its fractional value is among the best.
    """
    n, m = cost.shape
    gain, load, which = np.empty(n), np.empty(n), np.empty(n, np.int64)
    capped = np.empty(n)
    bound = 0.0
    for i in range(n):
        capped[i] = min(price[i], left[i])
        bound += capped[i]
    exact = np.zeros(m, np.bool_)
    takes[:] = False
    for j in range(m):
        worth[j] = 0.0
        if state[j] >= 0:
            _, worth[j] = _gather(j, cost, capped, need, capacity, gain, load, which)
    times[:] = 0
    chosen[:] = False
    rank = np.empty(m)
    for j in range(m):
        rank[j] = worth[j] if state[j] == 0 else -1.0
    taken, order = np.empty(n, np.bool_), np.empty(free, np.int64)
    while True:
        _best(rank, free, order)
        changed = False
        for j in range(m):
            if state[j] == 1 and not exact[j]:
                changed = (
                    _solve(j, cost, capped, need, capacity, gain, load, which, taken, worth, exact, takes) or changed
                )
        for j in order:
            if state[j] == 0 and not exact[j]:
                changed = (
                    _solve(j, cost, capped, need, capacity, gain, load, which, taken, worth, exact, takes) or changed
                )
                rank[j] = worth[j]
        if not changed:
            break
    for j in range(m):
        chosen[j] = state[j] == 1
    for j in order:
        if state[j] == 0:
            chosen[j] = True
    for j in range(m):
        if chosen[j]:
            bound -= worth[j]
            for i in range(n):
                if takes[j, i]:
                    times[i] += 1
    for i in range(n):
        if price[i] > left[i]:
            times[i] = max(times[i], 1)
    return bound


@njit(cache=True)
def _solve(j, cost, price, need, capacity, gain, load, which, taken, worth, exact, takes):  # type: ignore[no-untyped-def]
    count, _ = _gather(j, cost, price, need, capacity, gain, load, which)
    worth[j] = knapsack(count, gain, load, capacity[j], taken)
    for k in range(count):
        takes[j, which[k]] = taken[k]
    exact[j] = True
    return True


@njit(cache=True)
def climb(price, known, rounds, step, cost, left, need, capacity, state, free, best_price, often, sets, whole):  # type: ignore[no-untyped-def]
    """Raise the bound by subgradient steps (Held, Wolfe and Crowder 1974) towards `known`, from `price` (n,), which is changed.

    Sets `best_price` at the best bound, `often` (n, m) how often each point was served by each candidate in the later half, `sets` the
    sites of the last rounds (one row each, used as a ring), `whole` (n,) to an assignment, if the knapsacks serve everybody exactly once.
    Returns the best bound and the cost of `whole` (infinite if there is none).
    """
    n, m = cost.shape
    worth, times, chosen, takes = np.empty(m), np.zeros(n, np.int64), np.zeros(m, np.bool_), np.zeros((m, n), np.bool_)
    trial = np.empty(n, np.int64)
    best, stuck, counted = -np.inf, 0, 0
    direction = np.zeros(n)
    often[:] = 0.0
    found = np.inf
    for done in range(1, rounds + 1):
        once = True
        value = lagrangian(price, cost, left, need, capacity, state, free, worth, times, chosen, takes)
        for j in range(m):
            sets[done % len(sets), j] = chosen[j]
        norm = 0.0
        for i in range(n):
            direction[i] = 0.6 * (1.0 - times[i]) + 0.4 * direction[i]
            norm += direction[i] ** 2
            once = once and times[i] == 1
        if once:
            total = _assignment(takes, chosen, cost, left, trial)
            if total < found:
                found = total
                for i in range(n):
                    whole[i] = trial[i]
        if value > best:
            stuck = stuck if value < best + 1e-5 * abs(best) else 0
            best = value
            for i in range(n):
                best_price[i] = price[i]
        else:
            stuck += 1
        if 2 * done > rounds:
            for j in range(m):
                if chosen[j]:
                    for i in range(n):
                        if takes[j, i]:
                            often[i, j] += 1.0
            counted += 1
        if best >= known or step < 1e-4:
            break
        if stuck >= 30:
            step, stuck = step * 0.7, 0
        if norm < 1e-12:
            break
        for i in range(n):
            price[i] += step * (known * 1.002 + 1e-9 - value) / norm * direction[i]
    for i in range(n):
        for j in range(m):
            often[i, j] /= max(counted, 1)
    return best, found


@njit(cache=True)
def _assignment(takes, chosen, cost, left, to):  # type: ignore[no-untyped-def]
    """Who serves each point, -1 if nobody does; what it costs."""
    total = 0.0
    for i in range(len(to)):
        to[i] = -1
        for j in range(len(chosen)):
            if chosen[j] and takes[j, i]:
                to[i] = j
        total += cost[i, to[i]] if to[i] >= 0 else left[i]
    return total
