"""Maximal covering: p sites that cover as much need as possible (Church and ReVelle 1974).

Bound. For multipliers u_i >= 0, one for each of the n points, with S_j the sum of u_i over the points that candidate j covers, F the
`fixed` candidates, O and C the leaf's `opened` and `closed` ones, and q = p - |O|,

    L(u) = sum_i max(0, need_i - u_i) + sum_{j in F or O} S_j + (the q largest S_j among all other candidates: not in F, O or C, not
           `forbidden`; all of them if they are fewer)

is no less than what any choice covers that opens all of O and none of C: with z_i <= sum_{j covers i} y_j for what is covered,
sum_i need_i z_i <= sum_i need_i z_i + sum_i u_i (sum_{j covers i} y_j - z_i) <= L(u). What `fixed` ones cover counts in the objective
and in L(u) alike. Where every need is a whole number so is what any choice covers, and L(u) counts as the whole number below L(u) + 1e-3
(`more["whole"]` is then true; sums of rounded numbers never err by as much). `bound` is the largest over the leaves. Each leaf has
exactly n multipliers.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.branching import Division, Part, divide
from madang.analysis.methods.cover import Cover
from madang.analysis.methods.covering_groups import Groups, grouped
from madang.analysis.methods.linear import INFINITE, Linear, Programme
from madang.analysis.methods.solution import Leaf, Solution

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

NEARLY = 1e-3
"""A bound this little above a whole number stands for that number, where need is whole."""
ROUNDS = 1000
"""Steps of the subgradient before the linear programme takes over."""


def maximal_covering(
    need: Floats,
    cover: Cover,
    p: int,
    *,
    fixed: Ints | tuple[int, ...] = (),
    forbidden: Ints | tuple[int, ...] = (),
    seconds: float = 60.0,
    seed: int = 0,
    tell: Callable[[float], None] | None = None,
) -> Solution:
    """p candidates to open so that as much need as possible is covered by them or by `fixed` ones.

    `need` (n,) >= 0 in any unit; `p` >= 0 counts new sites only. `fixed` stand in any case, do not count to p and are among `sites`;
    `forbidden` are never opened. With fewer candidates than p all are opened. `objective` is the need covered, fixed ones included.

    `bound` is proved by `leaves` as this module says. `more`: `nodes` (parts looked at), `whole` (need is whole numbers).
    ValueError for negative need or p.
    """
    begun = time.perf_counter()
    if p < 0 or len(need) != cover.points or (need < 0).any():
        raise ValueError(f"need of {cover.points} points and a number of sites are wanted, none below 0")
    fixed, forbidden = (np.unique(np.array(numbers, np.int32)) for numbers in (fixed, forbidden))
    groups = grouped(need.astype(np.float64), cover, fixed, forbidden)
    model = _Covering(groups, min(p, len(groups.free)), seed)
    division = model.solve(begun + seconds, tell)
    sites = np.union1d(groups.free[division.sites], fixed).astype(np.int32)
    objective = float(need[cover.covered(sites)].sum())
    return Solution(
        "max",
        sites,
        objective,
        max(-division.bound, objective),
        time.perf_counter() - begun,
        leaves=tuple(model.leaf(part) for part in division.parts),
        more={"nodes": division.nodes, "whole": model.whole},
    )


class _Covering:
    """The model as `branching` needs it, which minimises: what is covered counts as a negative cost."""

    def __init__(self, groups: Groups, p: int, seed: int) -> None:
        from madang.analysis.methods import covering_dual, covering_search  # numba takes seconds to import

        self.groups, self.p, self.dual, self.search = groups, p, covering_dual, covering_search
        self.random = np.random.default_rng(seed)
        self.whole = bool((groups.need == np.rint(groups.need)).all())
        self.linear: Linear | None = None
        self.seen: set[bytes] = set()

    def solve(self, deadline: float, tell: Callable[[float], None] | None) -> Division:
        count, weight = len(self.groups.free), self.groups.weight
        sites = self.improved(np.zeros(count))
        division = Division(-self.covered(sites), sites)
        everything = self._part((), (), np.zeros(len(weight)), np.zeros(count))
        if division.hopeless(everything):
            division.add(everything)
            return division
        reached = -division.cost - self.groups.standing
        low = self.dual.lowered(self.groups.by_group, count, weight, self.p, weight / 2, reached, ROUNDS)
        root = self._part((), (), low.multipliers, low.chosen)
        division.better(self.found(root))
        if not division.hopeless(root):
            root = self.part((), (), root, deadline)
        return divide(self, division, root, deadline, tell)

    def part(self, opened: tuple[int, ...], closed: tuple[int, ...], parent: Part | None, deadline: float) -> Part:
        count = len(self.groups.free)
        low, high = np.zeros(count), np.ones(count)
        low[list(opened)], high[list(closed)] = 1.0, 0.0
        answer = self._programme().solve(np.arange(count, dtype=np.int32), low, high, deadline - time.perf_counter())
        if answer is None:
            assert parent is not None
            return self._part(opened, closed, parent.multipliers, parent.share)
        multipliers = np.clip(-answer.rows[:-1], 0.0, self.groups.weight)
        return self._part(opened, closed, multipliers, answer.columns[:count])

    def found(self, part: Part) -> tuple[float, Ints] | None:
        start = np.argsort(-part.share, kind="stable")[: self.p]
        key = np.sort(start).tobytes()
        if key in self.seen:
            return None
        self.seen.add(key)
        sites = self.improved(part.share)
        return -self.covered(sites), sites

    def improved(self, share: Floats) -> Ints:
        """The p candidates with the largest shares (by gain where none has any), exchanged while that gains."""
        groups, search = self.groups, self.search
        gain = np.bincount(groups.rows.indices, np.repeat(groups.weight, np.diff(groups.rows.indptr)), len(groups.free))
        times, free = np.zeros(len(groups.weight), np.int32), np.ones(len(groups.free), bool)
        start = np.flatnonzero(share > 0).astype(np.int32)
        start = start[np.argsort(-share[start], kind="stable")][: self.p]
        state = (groups.by_group, groups.by_candidate, groups.weight, times, gain)
        for candidate in start:
            search.shift(candidate, 1, *state)
        free[start] = False
        sites = search.fill(self.p, start, *state, free)
        search.exchange(sites, *state, free, search.MORE * groups.weight.sum())
        return np.sort(sites)

    def covered(self, sites: Ints) -> float:
        return self.groups.standing + float(self.groups.weight[self.groups.rows.covered(sites)].sum())

    def leaf(self, part: Part) -> Leaf:
        free = self.groups.free
        return Leaf(free[list(part.opened)], free[list(part.closed)], self.groups.spread(part.multipliers))

    def _part(self, opened: tuple[int, ...], closed: tuple[int, ...], multipliers: Floats, share: Floats) -> Part:
        return Part(opened, closed, -self._bound(opened, closed, multipliers), multipliers, share)

    def _bound(self, opened: tuple[int, ...], closed: tuple[int, ...], multipliers: Floats) -> float:
        """L(u), see above, rounded down where need is whole."""
        rows = self.groups.rows
        saved = np.bincount(rows.indices, np.repeat(multipliers, np.diff(rows.indptr)), rows.count)
        forced = saved[list(opened)].sum()
        saved[[*opened, *closed]] = 0.0
        others = self.p - len(opened)
        largest = np.partition(saved, -others)[-others:].sum() if others else 0.0
        bound = self.groups.standing + float((self.groups.weight - multipliers).sum() + forced + largest)
        return float(np.floor(bound + NEARLY)) if self.whole else bound

    def _programme(self) -> Linear:
        if self.linear is None:
            self.linear = Linear(_written(self.groups, self.p))
        return self.linear


def _written(groups: Groups, p: int) -> Programme:
    """Minimise - sum_g w_g z_g with z_g <= sum of y_j over who covers g (rows 0 to g - 1), sum_j y_j <= p (the last row)."""
    count, size, rows = len(groups.free), len(groups.weight), groups.rows
    indptr = np.concatenate((rows.indptr + np.arange(size + 1), [len(rows.indices) + size + count]))
    starts = indptr[1:-1] - 1
    indices = np.insert(rows.indices, rows.indptr[1:], count + np.arange(size))
    values = np.full(len(indices), -1.0)
    values[starts] = 1.0
    return Programme(
        cost=np.concatenate((np.zeros(count), -groups.weight)),
        low=np.zeros(count + size),
        high=np.ones(count + size),
        row_low=np.full(size + 1, -INFINITE),
        row_high=np.concatenate((np.zeros(size), [p])),
        indptr=indptr,
        indices=np.concatenate((indices, np.arange(count))).astype(np.int32),
        values=np.concatenate((values, np.ones(count))),
    )
