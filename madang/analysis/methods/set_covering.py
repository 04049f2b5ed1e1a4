"""Location set covering: the cheapest sites that leave no point uncovered (Toregas et al. 1971).

Bound. For multipliers u_i >= 0, one for each point, with S_j the sum of u_i over the points that candidate j covers,

    L(u) = sum_i u_i + sum_j v_j    where v_j = -S_j             if j is in `fixed`
                                          v_j = c_j - S_j        if j is in the leaf's `opened`
                                          v_j = 0                if j is in `forbidden` or in the leaf's `closed`
                                          v_j = min(0, c_j - S_j)  for every other candidate

is no more than the cost of any choice that opens all of `opened` and none of `closed`: a choice that covers everything pays
sum_j c_j y_j >= sum_j c_j y_j + sum_i u_i (1 - sum_{j covers i} y_j) >= L(u). Where every cost is a whole number so is that of every
choice, and L(u) counts as the next whole number above L(u) - 1e-3 (`more["whole"]` is then true). `bound` is the smallest over the
leaves. A leaf with more multipliers than points does not occur.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.branching import Beyond, Cut, Division, Part, divide, pared
from madang.analysis.methods.cover import Cover, alike
from madang.analysis.methods.linear import INFINITE, Linear, Programme
from madang.analysis.methods.solution import Infeasible, Leaf, Solution

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

NEARLY = 1e-3
"""A bound this little below a whole number stands for that number, where costs are whole; rounded sums never err by as much."""
LITTLE = 1e-6
"""In place of nothing, for what is divided by or multiplied with."""


def set_covering(
    cover: Cover,
    cost: Floats,
    *,
    fixed: Ints | tuple[int, ...] = (),
    forbidden: Ints | tuple[int, ...] = (),
    at_most: float | None = None,
    seconds: float = 60.0,
    seed: int = 0,
    tell: Callable[[float], None] | None = None,
) -> Solution:
    """Candidates to open so that each of the n points is covered, at the least cost.

    `cost` (m,) >= 0 in any unit, ones to open as few as possible. `fixed` are open in any case and cost nothing (they stand already);
    they are among `sites`. `forbidden` are never opened. With `at_most` the search ends as soon as it is known whether any choice
    costs at most that: then `objective` <= at_most, or `bound` > at_most. `seed` is not used: nothing is drawn.

    `bound` is proved by `leaves` as this module says. `more`: `nodes` (parts looked at), `whole` (costs are whole numbers).
    Infeasible({"covered points": k}) if k points have no candidate that may be opened; ValueError for negative costs.
    """
    begun = time.perf_counter()
    if len(cost) != cover.count or (cost < 0).any():
        raise ValueError(f"costs of {cover.count} candidates are needed, none below 0")
    model = _Covering(cover, cost, np.unique(np.array(fixed, np.int32)), np.unique(np.array(forbidden, np.int32)))
    division = Division(*model.greedy(np.zeros(cover.count)), at_most=at_most)
    root = Part((), (), 0.0, np.zeros(len(model.rows)), np.zeros(cover.count))
    divide(model, division, root, begun + seconds, tell)
    return Solution(
        "min",
        division.sites,
        division.cost,
        min(division.bound, division.cost),
        time.perf_counter() - begun,
        leaves=model.leaves(division),
        more={"nodes": division.bounded, "whole": model.whole},
    )


class _Covering:
    """The model as `branching` needs it: bounds by linear programme, choices by greedy cover around its answer."""

    def __init__(self, cover: Cover, cost: Floats, fixed: Ints, forbidden: Ints) -> None:
        self.cover, self.fixed = cover, fixed
        self.cost = cost.astype(np.float64)
        self.cost[fixed] = 0.0
        self.whole = bool((self.cost == np.rint(self.cost)).all())
        self.low, self.high = np.zeros(cover.count), np.ones(cover.count)
        self.high[np.setdiff1d(forbidden, fixed)] = 0.0
        self.low[fixed] = 1.0
        # Alike points need one row; points that a fixed candidate covers need none.
        self.rows = np.flatnonzero((alike(cover) == np.arange(cover.points)) & ~cover.covered(fixed))
        self.needed = cover.taking(self.rows)
        self.turned = self.needed.turned()
        self.of_row = np.repeat(np.arange(len(self.rows)), np.diff(self.needed.indptr))
        lacking = int((~cover.covered(np.flatnonzero(self.high > 0))).sum())
        if lacking:
            raise Infeasible({"covered points": float(lacking)})
        self.linear: Linear | None = None

    def part(self, above: Part, beyond: Beyond, deadline: float) -> Part:
        low, high = self.low.copy(), self.high.copy()
        low[list(above.opened)], high[list(above.closed)] = 1.0, 0.0
        stranded = np.flatnonzero(~self.needed.covered(np.flatnonzero(high > 0)))
        if len(stranded):  # no choice at all, which a large multiplier of one such point proves
            multipliers = np.zeros(len(self.rows))
            multipliers[stranded[0]] = 1.0 + self.cost.sum()
            return self._part(above, multipliers, high, beyond)
        assert self.linear is not None
        answer = self.linear.solve(
            np.arange(self.cover.count, dtype=np.int32), low, high, deadline - time.perf_counter()
        )
        return above if answer is None else self._part(above, np.maximum(answer.rows, 0.0), answer.columns, beyond)

    def inside(self, part: Part) -> None:
        self.linear = Linear(self._written())

    def found(self, part: Part) -> tuple[float, Ints] | None:
        return self.greedy(part.share)

    def greedy(self, share: Floats) -> tuple[float, Ints]:
        """Most newly covered points for the cost first, candidates that the relaxation opens before others; then none too many."""
        left = np.ones(len(self.rows), bool)
        gain = np.diff(self.turned.indptr).astype(np.float64)
        chosen: list[int] = []
        while left.any():
            worth = np.where(self.high > 0, gain * (LITTLE + share) / (self.cost + LITTLE), 0.0)
            best = int(worth.argmax())
            chosen.append(best)
            for row in self.turned.of(best):
                if left[row]:
                    left[row] = False
                    gain[self.needed.of(row)] -= 1.0
        sites = np.union1d(self._without_spare(chosen), self.fixed).astype(np.int32)
        return float(self.cost[sites].sum()), sites

    def _without_spare(self, chosen: list[int]) -> list[int]:
        """Dearest first, sites are dropped whose points others cover too."""
        times = np.zeros(len(self.rows), np.int64)
        for candidate in chosen:
            times[self.turned.of(candidate)] += 1
        kept = list(chosen)
        for candidate in sorted(chosen, key=lambda candidate: (-self.cost[candidate], candidate)):
            rows = self.turned.of(candidate)
            if (times[rows] > 1).all():
                times[rows] -= 1
                kept.remove(candidate)
        return kept

    def _part(self, above: Part, multipliers: Floats, share: Floats, beyond: Beyond) -> Part:
        reduced = self._reduced(multipliers)
        exact = self._exact(above.opened, above.closed, multipliers, reduced)
        part = replace(above, bound=float(self._rounded(exact)), multipliers=multipliers, share=share, aside=())
        return part if beyond(part.bound) else replace(part, aside=self._aside(part, exact, reduced, beyond))

    def _aside(self, part: Part, exact: float, reduced: Floats, beyond: Beyond) -> tuple[tuple[Cut, float], ...]:
        """Candidates that nothing better opens, and those that nothing better leaves closed."""
        undecided = self.high > self.low
        undecided[[*part.opened, *part.closed]] = False
        other = self._rounded(exact + np.abs(reduced))
        cuts = np.flatnonzero(undecided & beyond(other))
        return tuple(((int(one), bool(reduced[one] > 0)), float(other[one])) for one in cuts)

    def leaves(self, division: Division) -> tuple[Leaf, ...]:
        """Leaves of one part share their multipliers."""
        made: dict[int, Floats] = {}
        parts = pared(self, division)
        for part in parts:
            if id(part.multipliers) not in made:
                made[id(part.multipliers)] = np.zeros(self.cover.points)
                made[id(part.multipliers)][self.rows] = part.multipliers
        return tuple(
            Leaf(np.array(part.opened, np.int32), np.array(part.closed, np.int32), made[id(part.multipliers)])
            for part in parts
        )

    def enough(self, part: Part, bound: float) -> frozenset[Cut]:
        """The cuts that raise the bound most, as many as it takes."""
        reduced = self._reduced(part.multipliers)
        lost = [(max(0.0, reduced[one]), one, True) for one in part.opened] + [
            (max(0.0, -reduced[one]), one, False) for one in part.closed
        ]
        few: list[tuple[int, bool]] = []
        exact = self._exact((), (), part.multipliers, reduced)
        for more, candidate, is_open in sorted(lost, key=lambda one: (-one[0], one[1])):
            if self._rounded(exact) >= bound:
                break
            few.append((candidate, is_open))
            exact += more
        return frozenset(few)

    def _reduced(self, multipliers: Floats) -> Floats:
        return np.asarray(self.cost - np.bincount(self.needed.indices, multipliers[self.of_row], self.cover.count))

    def _exact(self, opened: Sequence[int], closed: Sequence[int], multipliers: Floats, reduced: Floats) -> float:
        """L(u), see above."""
        forced, out = self.low > 0, self.high == 0
        forced[list(opened)], out[list(closed)] = True, True
        worth = np.where(forced, reduced, np.where(out, 0.0, np.minimum(0.0, reduced)))
        return float(multipliers.sum() + worth.sum())

    def _rounded(self, bound: Any) -> Any:
        """Up where costs are whole."""
        return np.ceil(bound - NEARLY) if self.whole else bound

    def _written(self) -> Programme:
        rows = len(self.rows)
        return Programme(
            self.cost, self.low, self.high, np.ones(rows), np.full(rows, INFINITE),
            self.needed.indptr, self.needed.indices, np.ones(len(self.needed.indices)),
        )  # fmt: skip
