"""p-median: p sites so that all need together travels least, with a bound that proves how good they are.

What a `Leaf` of the solution says, and how plain code recomputes it. Let c_ij = need_i * d_ij; F the fixed candidates and O the leaf's
`opened` together with F; C the leaf's `closed` together with the forbidden ones; u the leaf's `multipliers`, one for each demand point
(0 for points without need). Then for every choice that opens p candidates besides F, all of O and none of C,

    cost >= L(u) = sum_i u_i + sum_(j in O) rho_j + (sum of the q smallest rho_j over j neither in O nor in C)
    rho_j = sum_i min(0, c_ij - u_i)                  over points with a need that can reach j; never above 0
    q = min(p, candidates neither fixed nor forbidden) - (opened candidates that are not fixed)

(put the constraint "every point is served once" into the objective with multiplier u_i; each candidate then serves whatever pays).
Where rows are shorter than what can be reached, u_i <= need_i * beyond_i holds, so the pairs left out add nothing to rho; code that
recomputes the bound checks that, and needs only the pairs listed. A leaf with fewer free candidates than q cannot be chosen at all.

The leaves divide all choices, so the bound is the lowest of their L(u), and never above the objective: min(objective, lowest).
If `more["step"]` is 1.0, every c_ij is a whole number, so is the cost of every choice, and the lowest is rounded up first:
ceil(lowest - 1e-6). Many leaves share one array of multipliers (the same object), and their `closed` grows by one from leaf to leaf.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Distances, Floats, Ints
from madang.analysis.methods.solution import Infeasible, Solution

Tell = Callable[[float], None]


def p_median(
    need: Floats,
    distances: Distances,
    p: int,
    *,
    fixed: Sequence[int] | NDArray[np.integer] = (),
    forbidden: Sequence[int] | NDArray[np.integer] = (),
    start: Sequence[int] | NDArray[np.integer] = (),
    seconds: float = 60.0,
    seed: int = 0,
    tell: Tell | None = None,
) -> Solution:
    """Open `p` candidates besides the `fixed` ones so that the sum of need_i * d_i is least.

    `need` (n,) >= 0; `distances` of n points; `forbidden` candidates stay closed, `fixed` ones are open in any case and do not
    count to p. `start` is a choice that is known already: nothing worse is returned. With p at or above the number of free candidates
    all of them open. Raises `Infeasible` with `unreachable` = the need of points that no candidate which may be open reaches, or that
    none of the p found reaches. The clock decides nothing but where the search stops (`more["stopped"]` is then "time").
    """
    from madang.analysis.methods import p_median_exact  # numba is slow to import

    began = time.monotonic()
    limits = p_median_exact.Limits(_numbers(fixed), _numbers(forbidden), _numbers(start))
    tell = tell or (lambda share: None)
    sites, leaves, lowest, more = p_median_exact.solved(need, distances, p, limits, began + seconds, seed, tell)
    objective, assignment = evaluated(need, distances, sites)
    took = time.monotonic() - began
    return Solution("min", sites, objective, min(lowest, objective), took, assignment, leaves, more)


def evaluated(need: Floats, distances: Distances, sites: Ints) -> tuple[float, Ints]:
    """The sum of need_i * d_i to the nearest of `sites`, and the site of each point (-1 if none is listed).

    Raises `Infeasible` if a point with a need is not served.
    """
    is_open = np.zeros(distances.count + 1, bool)  # the last one stands for -1
    is_open[sites] = True
    listed = is_open[distances.candidates]
    at = np.argmax(listed, axis=1)
    rows = np.arange(len(need))
    served = listed[rows, at] if listed.size else np.zeros(len(need), bool)
    assignment = np.where(served, distances.candidates[rows, at], -1).astype(np.int32)
    without = float(need[~served].sum())
    if without > 0:
        raise Infeasible({"unreachable": without})
    length = np.where(served, distances.length[rows, at], 0.0)
    return float(np.sum(need * length)), assignment


def _numbers(candidates: Sequence[int] | NDArray[np.integer]) -> Ints:
    return np.unique(np.asarray(candidates, dtype=np.int32))
