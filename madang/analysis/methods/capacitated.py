"""p-median and maximal covering with capacities: each point goes wholly to one site, and no site serves more than it can.

What a `Leaf` of the solution says, and how plain code recomputes it. Let c_ij be the cost of point i at candidate j (infinite where j
cannot serve i), q_i its need, Q_j the capacity, l_i the cost of leaving it unserved (infinite for the p-median,
0 for a point there without need and weight); O the leaf's `opened`
together with the fixed, C its `closed` together with the forbidden; u its `multipliers`, one for each point. Where a leaf has `barred`,
those c_ij (or l_i) are infinite. For every choice that opens at most p candidates besides the fixed, all of O and none of C,

    cost >= sum_i min(u_i, l_i) + sum_(j in O) K_j + (sum of the p - (opened, not fixed) smallest K_j over j neither in O nor in C)
    K_j = least sum_i (c_ij - min(u_i, l_i)) x_i   over x_i in {0, 1} with sum_i q_i x_i <= Q_j                    (a knapsack; K_j <= 0)

(Ceselli and Righini 2005 bound by the same subproblems.) Where a knapsack is too hard to finish, its fractional value stands for it, which
is lower: code that solves it exactly finds a bound at least as good. For covering, cost is the weight left uncovered, and the bound
the whole weight less it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats, Ints
from madang.analysis.methods.solution import PROVED, Infeasible, Leaf, NoneFound, Solution

if TYPE_CHECKING:
    from madang.analysis.methods.capacitated_search import Part

Tell = Callable[[float], None]
Numbers = Sequence[int] | NDArray[np.integer]


@dataclass(frozen=True)
class AssignmentLeaf(Leaf):
    """A leaf cut by points: each of `barred` is a point and the candidates that may not serve it here (m stands for nobody)."""

    barred: tuple[tuple[int, Ints], ...]


def capacitated_p_median(
    need: Floats,
    matrix: Floats,
    capacity: Floats | float,
    p: int,
    *,
    weight: Floats | None = None,
    fixed: Numbers = (),
    forbidden: Numbers = (),
    seconds: float = 60.0,
    seed: int = 0,
    tell: Tell | None = None,
) -> Solution:
    """Open `p` candidates besides the `fixed` ones so that the sum of weight_i x d_ij is least and all need finds room.

    `need` (n,) >= 0 is what a point takes of a capacity; `matrix` (n, m) distances, infinite where a candidate cannot be reached;
    `capacity` (m,) or one for all; `weight` (n,) what a point counts, its need if not given. `assignment` (n,) gives each point's site; a
    point without need and weight has its nearest.

    Raises `Infeasible`: "capacity" when the largest p and the fixed hold less than the need in sum, "largest need" when a
    point alone fits nowhere, "unreachable" with the need that reaches nothing; "assignment" with the
    least need that every choice leaves over. `NoneFound` if time ran out before either an assignment or such a proof was found.
    """
    need, capacity = np.asarray(need, float), np.broadcast_to(np.asarray(capacity, float), matrix.shape[1:])
    state = _state(matrix.shape[1], fixed, forbidden)
    weight = need if weight is None else np.asarray(weight, float)
    _check(need, matrix, capacity, p, state, weight)
    cost = _costs(matrix, weight)
    idle = (need == 0) & (weight == 0)
    left = np.where(idle, 0.0, np.inf)  # who needs and counts nothing may be out of reach
    found = _solved("min", 0.0, cost, left, need, capacity, p, state, seconds, seed, tell)
    return replace(found, assignment=_with_nearest(found, idle, matrix))


def capacitated_covering(
    need: Floats,
    matrix: Floats,
    radius: float,
    capacity: Floats | float,
    p: int,
    *,
    weight: Floats | None = None,
    fixed: Numbers = (),
    forbidden: Numbers = (),
    seconds: float = 60.0,
    seed: int = 0,
    tell: Tell | None = None,
) -> Solution:
    """Open `p` candidates besides the `fixed` ones so that the most weight is served within `radius` and within capacities.

    As `capacitated_p_median`; points that find no room within the radius are left out (-1 in `assignment`).
    """
    need, capacity = np.asarray(need, float), np.broadcast_to(np.asarray(capacity, float), matrix.shape[1:])
    weight = need if weight is None else np.asarray(weight, float)
    cost = np.where(matrix <= radius, 0.0, np.inf)
    state = _state(matrix.shape[1], fixed, forbidden)
    return _solved("max", float(weight.sum()), cost, weight, need, capacity, p, state, seconds, seed, tell)


def _solved(
    sense: str,
    total: float,
    cost: Floats,
    left: Floats,
    need: Floats,
    capacity: Floats,
    p: int,
    state: Ints,
    seconds: float,
    seed: int,
    tell: Tell | None,
) -> Solution:
    from madang.analysis.methods import capacitated_search  # numba is slow to import

    began = time.monotonic()
    question = capacitated_search.Question(cost, left, need, np.ascontiguousarray(capacity), _at_most(p, state), state)
    best, parts = capacitated_search.solved(question, began + seconds, seed, tell)
    if best.sites is None:
        raise NoneFound(seconds=f"{seconds:g}")
    value = evaluated(cost, left, best.assignment)
    low = min(value, min(part.bound for part in parts))
    if value - low <= PROVED * abs(value):
        low = value
    objective, bound = (value, low) if sense == "min" else (total - value, total - low)
    leaves = tuple(_leaf(part) for part in parts)
    return Solution(
        "min" if sense == "min" else "max",
        best.sites,
        objective,
        bound,
        time.monotonic() - began,
        best.assignment,
        leaves,
        {"nodes": best.nodes},
    )


def _with_nearest(found: Solution, idle: NDArray[np.bool_], matrix: Floats) -> Ints:
    """The assignment, with the nearest open site that they reach for the `idle` points."""
    if not len(found.sites):
        return found.assignment
    near = matrix[:, found.sites].argmin(axis=1)
    reached = idle & np.isfinite(matrix[:, found.sites].min(axis=1))
    return np.where(reached, found.sites[near], found.assignment).astype(np.int32)


def evaluated(cost: Floats, left: Floats, assignment: Ints) -> float:
    """What an assignment costs: (n, m) costs, (n,) costs of who is left out (-1)."""
    served = assignment >= 0
    return float(cost[np.flatnonzero(served), assignment[served]].sum() + left[~served].sum())


def _costs(matrix: Floats, weight: Floats) -> Floats:
    return np.where(np.isfinite(matrix), np.where(np.isfinite(matrix), matrix, 0.0) * weight[:, None], np.inf)


def _state(count: int, fixed: Numbers, forbidden: Numbers) -> Ints:
    """1 for fixed candidates, -1 for forbidden ones, 0 for the rest."""
    state = np.zeros(count, np.int32)
    state[np.asarray(forbidden, int)] = -1
    state[np.asarray(fixed, int)] = 1
    return state


def _at_most(p: int, state: Ints) -> int:
    return min(p, int((state == 0).sum()))


def _check(need: Floats, matrix: Floats, capacity: Floats, p: int, state: Ints, weight: Floats) -> None:
    usable = state >= 0
    unreachable = ((need > 0) | (weight > 0)) & ~np.isfinite(matrix[:, usable]).any(axis=1)
    free = np.sort(capacity[state == 0])[::-1][:p]
    shortfall = {
        "unreachable": float(np.where(need > 0, need, weight)[unreachable].sum()),
        "capacity": float(need.sum() - capacity[state == 1].sum() - free.sum()),
        "largest need": float(need.max(initial=0.0) - capacity[usable].max(initial=0.0)),
    }
    short = {name: amount for name, amount in shortfall.items() if amount > 0}
    if short:
        raise Infeasible(
            short, {"unreachable": tuple(int(i) for i in np.flatnonzero(unreachable))} if unreachable.any() else None
        )


def _leaf(part: Part) -> AssignmentLeaf:
    cuts = part.cuts
    return AssignmentLeaf(
        np.array(cuts.opened, np.int32), np.array(cuts.closed, np.int32), part.multipliers, cuts.barred
    )
