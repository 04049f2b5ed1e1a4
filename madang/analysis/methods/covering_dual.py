"""The Lagrangian bound of maximal covering, lowered by subgradients (Galvao and ReVelle 1996).

For groups of points with weights w_g and multipliers 0 <= u_g <= w_g, and S_j the sum of u_g over the groups that candidate j covers,
no p candidates cover more than L(u) = sum_g (w_g - u_g) + (the p largest of S_j).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Rows = tuple[Longs, Ints]

STALE = 20
"""The step is halved after so many rounds without a better bound."""

LEAST = 1e-5
"""Steps below this lead nowhere."""


class Lowered(NamedTuple):
    """`bound` = L(`multipliers`), `saved` (m,) its S_j; `chosen` (m,) how often each was among the p, lately (0 to 1).

    `step`: where it stopped.
    """

    bound: float
    multipliers: Floats
    saved: Floats
    chosen: Floats
    step: float


def lowered(
    rows: Rows, count: int, weight: Floats, p: int, start: Floats, reached: float, rounds: int, step: float = 1.0
) -> Lowered:
    """The best bound within `rounds` steps from `start`; `reached` is what the best known choice covers."""
    return Lowered(*_lowered(rows[0], rows[1], count, weight, p, start, reached, rounds, step))


@njit(cache=True)
def _saved(starts, indices, u, saved):  # type: ignore[no-untyped-def]
    saved[:] = 0.0
    for g in range(len(u)):
        if u[g] > 0.0:
            for at in range(starts[g], starts[g + 1]):
                saved[indices[at]] += u[g]


@njit(cache=True)
def _lowered(starts, indices, count, weight, p, start, reached, rounds, step):  # type: ignore[no-untyped-def]
    groups = len(weight)
    u, best_u = start.copy(), start.copy()
    saved, best_saved = np.empty(count), np.zeros(count)
    open_, chosen = np.zeros(count), np.zeros(count)
    way = np.zeros(groups)
    best, stale = np.inf, 0
    for _ in range(rounds):
        _saved(starts, indices, u, saved)
        top = np.argsort(-saved)[:p]
        bound = saved[top].sum()
        for g in range(groups):
            bound += weight[g] - u[g]
        open_[:] = 0.0
        open_[top] = 1.0
        chosen += 0.1 * (open_ - chosen)
        stale += 1
        if bound < best - 1e-12 * abs(best) or best == np.inf:
            if bound < best * (1.0 - 1e-5) or best == np.inf:
                stale = 0
            best = bound
            best_u[:] = u
            best_saved[:] = saved
        if best <= reached or step < LEAST:
            break
        if stale >= STALE:
            step, stale = step / 2.0, 0
            u[:] = best_u
            way[:] = 0.0
            continue
        length = 0.0
        for g in range(groups):
            times = 0.0
            for at in range(starts[g], starts[g + 1]):
                times += open_[indices[at]]
            # At a limit of u a step beyond it would change nothing, and is no part of the direction.
            d = times - (1.0 if u[g] < weight[g] else 0.0)
            way[g] = 0.6 * d + 0.4 * way[g]
            if (way[g] > 0.0 and u[g] <= 0.0) or (way[g] < 0.0 and u[g] >= weight[g]):
                way[g] = 0.0
            length += way[g] * way[g]
        if length == 0.0:
            break
        move = step * (bound - reached) / length
        for g in range(groups):
            u[g] = min(weight[g], max(0.0, u[g] - move * way[g]))
    return best, best_u, best_saved, chosen, step
