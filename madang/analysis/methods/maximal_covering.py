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
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.branching import Beyond, Cut, Division, Part, divide, pared
from madang.analysis.methods.cover import Cover
from madang.analysis.methods.covering_groups import Groups, grouped
from madang.analysis.methods.covering_relaxed import Relaxed
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
        leaves=model.leaves(division),
        more={"nodes": division.bounded, "whole": model.whole},
    )


class _Covering:
    """The model as `branching` needs it, which minimises: what is covered counts as a negative cost."""

    def __init__(self, groups: Groups, p: int, seed: int) -> None:
        from madang.analysis.methods import covering_dual, covering_search  # numba takes seconds to import

        self.groups, self.p, self.dual, self.search = groups, p, covering_dual, covering_search
        self.random = np.random.default_rng(seed)
        self.whole = bool((groups.need == np.rint(groups.need)).all())
        self.relaxed: Relaxed | None = None
        self.seen: set[bytes] = set()

    def solve(self, deadline: float, tell: Callable[[float], None] | None) -> Division:
        count, weight = len(self.groups.free), self.groups.weight
        sites = self.improved(np.zeros(count))
        division = Division(-self.covered(sites), sites)
        root = self._part(Part((), (), -np.inf, np.zeros(len(weight)), np.zeros(count)), division.beyond)
        if not division.beyond(root.bound):
            reached = -division.cost - self.groups.standing
            low = self.dual.lowered(self.groups.by_group, count, weight, self.p, weight / 2, reached, ROUNDS)
            root = replace(root, multipliers=low.multipliers, share=low.chosen)
            division.better(self.found(root))
            root = self._part(root, division.beyond)
        divide(self, division, root, deadline, tell)
        return division

    def part(self, above: Part, beyond: Beyond, deadline: float) -> Part:
        assert self.relaxed is not None
        answer = self.relaxed.solve(above.opened, above.closed, deadline)
        if answer is None:
            return above
        return self._part(replace(above, multipliers=answer[0], share=answer[1]), beyond)

    def inside(self, part: Part) -> None:
        self.relaxed = Relaxed(self.groups, self.p, part.opened, part.closed)

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

    def leaves(self, division: Division) -> tuple[Leaf, ...]:
        """Leaves of one part share their multipliers."""
        spread = _Spread(self.groups)
        free = self.groups.free
        return tuple(
            Leaf(free[list(part.opened)], free[list(part.closed)], spread(part.multipliers))
            for part in pared(self, division)
        )

    def enough(self, part: Part, bound: float) -> frozenset[Cut]:
        """Of the closed ones only those that save most, as many as it takes; of the opened ones those that would not be among the q."""
        saved = self._saved(part.multipliers)
        closed = sorted(part.closed, key=lambda candidate: -saved[candidate])
        few, many = 0, len(closed)
        while few < many:
            half = (few + many) // 2
            if -self._bound(part.opened, closed[:half], part.multipliers, saved) >= bound:
                many = half
            else:
                few = half + 1
        opened = list(part.opened)
        for candidate in sorted(part.opened, key=lambda candidate: -saved[candidate]):
            without = [other for other in opened if other != candidate]
            if -self._bound(without, closed[:few], part.multipliers, saved) < bound:
                break
            opened = without
        return frozenset(
            [*((candidate, True) for candidate in opened), *((candidate, False) for candidate in closed[:few])]
        )

    def _part(self, part: Part, beyond: Beyond) -> Part:
        saved = self._saved(part.multipliers)
        bound = -self._bound(part.opened, part.closed, part.multipliers, saved)
        part = replace(part, bound=bound, aside=())
        return part if beyond(bound) else replace(part, aside=self._aside(part, saved, beyond))

    def _aside(self, part: Part, saved: Floats, beyond: Beyond) -> tuple[tuple[Cut, float], ...]:
        """Candidates that nothing better opens, and those that nothing better leaves closed."""
        others = self.p - len(part.opened)
        undecided = np.ones(len(saved), bool)
        undecided[[*part.opened, *part.closed]] = False
        order = np.flatnonzero(undecided)
        order = order[np.argsort(-saved[order], kind="stable")]
        if not 0 < others < len(order):
            return ()
        bound = self._exact(part.opened, part.closed, part.multipliers, saved)
        top, rest = order[:others], order[others:]
        opening = -self._rounded(bound - saved[top[-1]] + saved[rest])
        closing = -self._rounded(bound - saved[top] + saved[rest[0]])
        cuts = [((int(one), True), float(value)) for one, value in zip(rest, opening, strict=True) if beyond(value)]
        return (
            *cuts,
            *(((int(one), False), float(value)) for one, value in zip(top, closing, strict=True) if beyond(value)),
        )

    def _saved(self, multipliers: Floats) -> Floats:
        """S_j of each candidate."""
        rows = self.groups.rows
        return np.bincount(rows.indices, np.repeat(multipliers, np.diff(rows.indptr)), rows.count).astype(np.float64)

    def _bound(self, opened: Sequence[int], closed: Sequence[int], multipliers: Floats, saved: Floats) -> float:
        return float(self._rounded(self._exact(opened, closed, multipliers, saved)))

    def _exact(self, opened: Sequence[int], closed: Sequence[int], multipliers: Floats, saved: Floats) -> float:
        """L(u), see above."""
        forced = saved[list(opened)].sum()
        saved = saved.copy()
        saved[[*opened, *closed]] = 0.0
        others = self.p - len(opened)
        largest = np.partition(saved, -others)[-others:].sum() if others else 0.0
        return self.groups.standing + float((self.groups.weight - multipliers).sum() + forced + largest)

    def _rounded(self, bound: Any) -> Any:
        """Down where need is whole."""
        return np.floor(bound + NEARLY) if self.whole else bound


class _Spread:
    """Multipliers for all points, made once for each array of groups' multipliers."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self.made: dict[int, Floats] = {}

    def __call__(self, multipliers: Floats) -> Floats:
        if id(multipliers) not in self.made:
            self.made[id(multipliers)] = self.groups.spread(multipliers)
        return self.made[id(multipliers)]
