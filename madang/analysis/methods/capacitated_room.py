"""Whether everybody finds room at all, where looking around found none: the least need left over, by HiGHS."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from madang.analysis.methods.distances import Ints
from madang.analysis.methods.solution import Infeasible

if TYPE_CHECKING:
    from madang.analysis.methods.capacitated_search import Question

SOLVED = 1e-6
"""HiGHS keeps its rows so exactly; less need than this left over is none."""


def packed(q: Question, until: float) -> tuple[float, Ints]:
    """An assignment (n,) in which everybody finds room, -1 who may stay out, and its cost; infinite if none was found.

    Raises `Infeasible` with the least need left over where the bound proves that some is.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    n, m = q.cost.shape
    must = np.isinf(q.left)
    point, site = np.nonzero(np.isfinite(q.cost) & must[:, None] & (q.state >= 0) & (q.need[:, None] <= q.capacity))
    count, x = len(point), np.arange(len(point))
    price = np.where(q.need > 0, q.need, 1.0)
    once = sparse.csr_array((np.ones(count), (point, x)), shape=(n, count + m))
    opens = count + np.arange(m)
    room = sparse.csr_array(
        (np.append(q.need[point], -q.capacity), (np.append(site, np.arange(m)), np.append(x, opens))),
        shape=(m, count + m),
    )
    below = sparse.csr_array(
        (np.repeat((1.0, -1.0), count), (np.append(x, x), np.append(x, opens[site]))), shape=(count, count + m)
    )
    free = sparse.csr_array(((q.state == 0).astype(float), (np.zeros(m, int), opens)), shape=(1, count + m))
    found = milp(
        np.append(-price[point], np.zeros(m)),
        integrality=np.ones(count + m),
        bounds=Bounds(np.append(np.zeros(count), q.state == 1), np.append(np.ones(count), q.state >= 0)),
        constraints=[
            LinearConstraint(rows, -np.inf, high) for rows, high in ((once, 1), (room, 0), (below, 0), (free, q.count))
        ],
        options={"time_limit": max(until - time.monotonic(), 0.1)},
    )
    whole = float(price[must].sum())
    if found.mip_dual_bound is not None and whole + found.mip_dual_bound > SOLVED * max(1.0, whole):
        raise Infeasible({"assignment": whole + float(found.mip_dual_bound)})
    to = np.full(n, -1, np.int32)
    if found.x is not None:
        chosen = found.x[:count] > 0.5
        to[point[chosen]] = site[chosen]
    used = np.bincount(to[to >= 0], weights=q.need[to >= 0], minlength=m)
    if (must & (to < 0)).any() or (used > q.capacity + 1e-9).any():
        return np.inf, to
    served = to >= 0
    return float(q.cost[np.flatnonzero(served), to[served]].sum() + q.left[~served].sum()), to
