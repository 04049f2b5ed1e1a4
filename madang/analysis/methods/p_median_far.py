"""The p-median of a whole country: straight lines between a hundred thousand points and ten thousand candidates, never all at once.

Three steps: points near one another as one point, and the p-median of those by interchange; the sites moved on the full data, each to
where the points it serves travel least; multipliers of the coarse model handed down to the points, raised a little there, and the bound
L(u) of `p_median` computed in full. Distances are computed when they are needed, so memory holds only the coarse model's.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Distances, Floats, Ints
from madang.analysis.methods.solution import Leaf, Solution

PAIRS = 2e7  # of the coarse model
GROUPS = 20_000  # points of the coarse model
COARSE, FINE = 500, 200  # steps of multipliers on the coarse model, and on the full data
WORK = 3e8  # steps of interchange on the coarse model
PATIENCE = 6  # steps on the full data without gain after which they get shorter
CLOSE = 2e-3  # a gap that is not worth more steps


class _Model(NamedTuple):
    """Points with a need, and the candidates that may be open."""

    need: Floats
    points: Floats
    candidates: Floats
    take: int
    most: Floats
    """(n,) what serving each point may cost at most, because of the fixed sites (infinite without)."""


def p_median_far(
    need: Floats,
    points: Floats,
    candidates: Floats,
    p: int,
    *,
    fixed: Sequence[int] | NDArray[np.integer] = (),
    forbidden: Sequence[int] | NDArray[np.integer] = (),
    seconds: float = 60.0,
    seed: int = 0,
    tell: Callable[[float], None] | None = None,
) -> Solution:
    """As `p_median`, by straight lines between `points` (n, 2) and `candidates` (m, 2) in the same plane (metres).

    The one leaf holds multipliers for which L(u), over all pairs, is the bound; nothing is proved optimal but by chance. The number of
    steps is bounded; only where the clock ends them before does `more["stopped"]` say "time".
    """
    from scipy.spatial import cKDTree

    began = time.monotonic()
    tell = tell or (lambda share: None)
    kept = np.unique(np.asarray(fixed, np.int32))
    free = np.ones(len(candidates), bool)
    free[kept] = free[np.asarray(forbidden, np.int32)] = False
    numbers = np.flatnonzero(free).astype(np.int32)
    some = need > 0
    most = (
        need[some] * cKDTree(candidates[kept]).query(points[some])[0] if len(kept) else np.full(int(some.sum()), np.inf)
    )
    model = _Model(need[some], points[some], candidates[free], min(p, len(numbers)), most)
    until = began + seconds
    chosen, multipliers, bound, late = _solved(model, until, seed, tell)
    sites = np.union1d(numbers[chosen], kept).astype(np.int32)
    length, nearest = cKDTree(candidates[sites]).query(points) if len(sites) else (np.full(len(need), np.inf), None)
    assignment = sites[nearest].astype(np.int32) if len(sites) else np.full(len(need), -1, np.int32)
    objective = float(need @ length) if some.any() else 0.0
    whole = np.zeros(len(need))
    whole[some] = multipliers
    leaf = Leaf(np.empty(0, np.int32), np.empty(0, np.int32), whole)
    more = {"stopped": "time"} if late else {}
    took = time.monotonic() - began
    return Solution("min", sites, objective, min(bound, objective), took, assignment, (leaf,), more)


def _solved(model: _Model, until: float, seed: int, tell: Callable[[float], None]) -> tuple[Ints, Floats, float, bool]:
    """Chosen candidates, multipliers, their bound, and whether the clock ended it."""
    from madang.analysis.methods import far_kernels as kernels  # numba is slow to import
    from madang.analysis.methods.lagrangian import MOMENTUM

    if model.take in (0, len(model.candidates)) or not len(model.need):
        chosen = np.arange(model.take, dtype=np.int32)
        low = model.need * _low(model, chosen)
        return chosen, low, float(low.sum()), False
    chosen, per_need = _coarse(model, seed)
    tell(0.4)
    chosen = kernels.settled(model.need, model.points, model.candidates, chosen, model.most)
    upper = float((model.need * _low(model, chosen)).sum())
    tell(0.5)
    grid = kernels.grid(model.candidates)
    u = np.minimum(model.need * per_need, model.most)
    best, best_u, step, slope = -math.inf, u, 0.5, np.zeros(len(u))
    late, stale = False, 0
    for turn in range(FINE):
        value, pull = kernels.bound(model.points, model.need, u, model.take, grid)
        if value > best:
            stale, best, best_u = 0, value, u
        else:
            stale += 1
        if stale == PATIENCE:
            step, stale, u, slope = 0.7 * step, 0, best_u, np.zeros(len(u))
            continue
        late = time.monotonic() > until
        if late or upper - best < CLOSE * upper:
            break
        pull[(pull > 0) & (u >= model.most)] = 0.0
        slope = pull + MOMENTUM * slope
        size = float((model.need * slope * slope).sum())
        if size == 0.0:
            break
        u = np.clip(u + step * (upper - value) / size * model.need * slope, 0.0, model.most)
        tell(0.5 + 0.5 * turn / FINE)
    return chosen, best_u, best, late


def _low(model: _Model, chosen: Ints) -> Floats:
    """How far each point is from the nearest of the chosen and of the fixed sites."""
    from scipy.spatial import cKDTree

    low = cKDTree(model.candidates[chosen]).query(model.points)[0] if len(chosen) else np.full(len(model.need), np.inf)
    return np.asarray(np.minimum(low, model.most / model.need))


def _coarse(model: _Model, seed: int) -> tuple[Ints, Floats]:
    """Candidates that are good for the grouped points, and what serving a unit of need may cost at each point."""
    from scipy.spatial import cKDTree

    from madang.analysis.methods import p_median_exact as exact
    from madang.analysis.methods.costs import priced
    from madang.analysis.methods.lagrangian import raised

    may = _thinned(model.candidates, max(200 * model.take, 2000), seed)
    rank = min(len(may), 6 * len(may) // model.take + 20)
    group = grouped(model.points, min(GROUPS, int(PAIRS / rank)))
    need: Floats = np.bincount(group, model.need).astype(np.float64)
    places = (
        np.stack([np.bincount(group, model.need * model.points[:, axis]) for axis in (0, 1)], axis=1) / need[:, None]
    )
    length, near = cKDTree(model.candidates[may]).query(places, k=rank)
    length, near = length.reshape(len(need), -1), near.reshape(len(need), -1).astype(np.int32)
    beyond = length[:, -1].copy() if rank < len(may) else np.full(len(need), np.inf)
    costs = priced(need, Distances(near, length, beyond, len(may)))
    most = np.full(len(need), np.inf)
    np.minimum.at(most, group, model.most / model.need)
    most *= need
    far = np.where(np.isfinite(costs.cap), 1.5 * costs.cap, 2 * costs.cost.sum() + 1)
    far = np.where(most < costs.cap, most, far)
    costs = costs.restricted(np.ones(len(may), bool), np.minimum(most, far))
    heuristic = exact.Heuristic(costs, far, model.take, seed)
    work = min(WORK, 1000.0 * len(heuristic.near.cost))
    heuristic.start(1, work)
    cap = np.minimum(costs.cap, far)
    u, step = exact.first_multipliers(costs, cap, heuristic.sites), 1.0
    found = raised(costs, model.take, np.minimum(u, cap), heuristic.upper, math.inf, COARSE, step)
    likely = np.argsort(-found.chosen, kind="stable")[: model.take]
    heuristic.improve(likely.astype(np.int32), 2 * work)
    return may[heuristic.sites], _between(found.multipliers / need, places, model.points)


def _between(value: Floats, places: Floats, points: Floats) -> Floats:
    """The value at each point, from the four nearest places, the nearer the more."""
    from scipy.spatial import cKDTree

    away, near = cKDTree(places).query(points, k=min(4, len(places)))
    share = 1 / (away.reshape(len(points), -1) + 1e-9)
    return np.asarray((share * value[near.reshape(len(points), -1)]).sum(axis=1) / share.sum(axis=1))


def _thinned(candidates: Floats, most: int, seed: int) -> Ints:
    """At most about `most` candidates, as evenly spread as they all are."""
    if len(candidates) <= most:
        return np.arange(len(candidates), dtype=np.int32)
    order = np.random.default_rng(seed).permutation(len(candidates))
    return np.sort(order[:most]).astype(np.int32)


def grouped(points: Floats, most: int) -> NDArray[np.int64]:
    """A number for each of n points, the same for those that lie together; at most `most` groups.

    Points are halved at the middle of their longer side again and again, so groups hold about equally many.
    """
    group = np.zeros(len(points), np.int64)
    if len(points) <= most:
        return np.arange(len(points))
    for _ in range(int(math.log2(max(1, most)))):
        count = int(group.max()) + 1
        low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
        np.minimum.at(low, group, points)
        np.maximum.at(high, group, points)
        axis = (high - low).argmax(axis=1)[group]
        order = np.lexsort((points[np.arange(len(points)), axis], group))
        sizes = np.bincount(group, minlength=count)
        place = np.arange(len(points)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        upper = place >= (np.repeat(sizes, sizes) + 1) // 2
        group[order] = 2 * group[order] + upper
        group = np.unique(group, return_inverse=True)[1]
    return group
