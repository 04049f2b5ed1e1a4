"""Maximal covering as branch and bound needs it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.branching import Beyond, Cut, Division, Part, Tell, divide
from madang.analysis.methods.covering_groups import Groups
from madang.analysis.methods.covering_relaxed import Relaxed
from madang.analysis.methods.spacing import Clique, Spacing
from madang.analysis.methods.zero_half import OddSet, odd_set

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Numbers = Sequence[int] | Ints

NEARLY = 1e-3
"""A bound this little above a whole number stands for that number, where need is whole."""
ROUNDING = 1e-12
STAGES, ROUNDS = 20, 50
"""Steps of the subgradient before the linear programme takes over; after each stage a choice is looked for."""
WARM = 0.3
"""First step from multipliers that are good already: a long one would lose them."""
SHAKES = 300
LARGE = 600_000
"""Pairs of groups and candidates that a linear programme is not given in time; more shakes do more good."""
SHARE = 0.4
"""Of the time, for that."""
MOST_CUTS, MOST_SPACED = 500, 2_000
"""Rows besides those of groups; more of them where spacing has its own."""
WORTH = 0.01
"""Cuts are looked for as long as the last ones closed this share of the gap."""


class Sums(NamedTuple):
    """Of an array of multipliers: `saved` (k,) the T_j of each candidate, `order` (k,) the largest first; `rest`: what else L(u) sums."""

    saved: Floats
    rest: float
    order: Ints


class Covering:
    """The model as `branching` needs it, which minimises: what is covered counts as a negative cost."""

    def __init__(
        self, groups: Groups, p: int, seed: int, tell: Tell | None, spacing: Spacing | None = None, close: float = 0.0
    ) -> None:
        """`spacing`: of `groups.free`, in their numbers. `close` as a `Division` takes it."""
        from madang.analysis.methods import covering_choice, covering_dual  # numba takes seconds to import

        self.groups, self.p, self.dual, self.choice = groups, p, covering_dual, covering_choice
        self.random = np.random.default_rng(seed)
        self.whole = bool((groups.need == np.rint(groups.need)).all())
        self.relaxed: Relaxed | None = None
        self.seen: set[bytes] = set()
        self.spacing, self.close = spacing, close
        self.cuts: list[OddSet | Clique] = []
        self.summed: dict[int, tuple[Floats, Sums]] = {}
        self.out = np.zeros(len(groups.free), bool)
        self.reached, self.tell = 0.0, tell

    def solve(self, deadline: float, sites: Numbers = (), multipliers: Floats | None = None) -> Division:
        """`sites` and `multipliers` (of groups) to begin with, as a question much like this one was answered by."""
        count, weight = len(self.groups.free), self.groups.weight
        division = Division(*self._choice(np.array(sites, np.int32), 0.0, 0), close=self.close)
        start = np.zeros(len(weight)) if multipliers is None else multipliers
        root = self._part(Part((), (), -np.inf, start, np.zeros(count)), division.beyond)
        if not division.beyond(root.bound):
            first = (weight / 2, 1.0) if multipliers is None else (multipliers, WARM)
            root = self._lowered(root, first, division, time.perf_counter() + SHARE * (deadline - time.perf_counter()))
        self.root = root.multipliers
        if self._entries(root) > LARGE and not division.beyond(root.bound):
            for stage in range(STAGES):
                division.better(self._choice(division.sites, deadline, SHAKES))
                self._say(0.5 + 0.5 * stage / STAGES)
            division.place(0, self._part(root, division.beyond))
        else:
            divide(self, division, root, deadline, self.tell)
        return division

    def _say(self, share: float) -> None:
        if self.tell:
            self.tell(share)

    def _entries(self, root: Part) -> int:
        """How much is left for a linear programme."""
        sizes = np.diff(self.groups.turned.indptr)
        return int(sizes.sum() - sizes[[candidate for (candidate, is_open), _ in root.aside if is_open]].sum())

    def _lowered(self, root: Part, first: tuple[Floats, float], division: Division, deadline: float) -> Part:
        """The root by subgradients; near each stage's multipliers a good choice is looked for."""
        count, weight, (multipliers, step) = len(self.groups.free), self.groups.weight, first
        for stage in range(STAGES):
            self._say(0.5 * stage / STAGES)
            reached = -division.cost - self.groups.standing
            low = self.dual.lowered(self.groups.by_group, count, weight, self.p, multipliers, reached, ROUNDS, step)
            multipliers, step = low.multipliers, low.step
            before = root.bound
            root = self._part(replace(root, multipliers=multipliers, share=low.chosen), division.beyond)
            division.better(self.found(root))
            # What stands still far away (it knows nothing of spacing) leaves the rest to the linear programme.
            stands = self.close > 0 and 0 <= root.bound - before < WORTH * (division.cost - root.bound)
            if division.beyond(root.bound) or stands or step < self.dual.LEAST or time.perf_counter() > deadline:
                break
        if not division.beyond(root.bound):
            division.better(self._choice(division.sites, deadline, SHAKES))
        return self._part(root, division.beyond)

    def part(self, above: Part, beyond: Beyond, deadline: float) -> Part:
        assert self.relaxed is not None
        part, before = self._part(above, beyond), -np.inf
        near = self.spacing.barred(above.opened).tolist() if self.spacing else []
        closed = (*above.closed, *near)
        while answer := self.relaxed.solve(above.opened, closed, deadline):
            part = self._part(replace(above, multipliers=answer[0], share=answer[1]), beyond)
            if beyond(part.bound):
                break
            if self._add(self.spacing.broken(part.share) if self.spacing else []):
                continue  # what does not keep the spacing is no answer yet
            worth = part.bound - before > WORTH * abs(part.bound + self.reached)
            if not worth or not self._add([odd_set(self.groups.rows, rows) for rows in self.relaxed.broken()]):
                break
            before = part.bound
        return part

    def _near(self, opened: Numbers) -> Ints:
        """Candidates that spacing keeps closed beside those, and those themselves."""
        return self.spacing.around(opened) if self.spacing and len(opened) else np.empty(0, np.int32)

    def _add(self, broken: Sequence[OddSet | Clique]) -> bool:
        """Add the cuts that the last answer breaks, as many as there is room for."""
        assert self.relaxed is not None
        new = broken[: (MOST_SPACED if self.spacing else MOST_CUTS) - len(self.cuts)]
        self.cuts += new
        for cut in new:
            self.relaxed.add(cut)
        return bool(new)

    def inside(self, part: Part) -> None:
        self.relaxed = Relaxed(self.groups, self.p, part.opened, part.closed)
        for cut in self.cuts:
            self.relaxed.add(cut)

    def found(self, part: Part) -> tuple[float, Ints] | None:
        order = np.argsort(-part.share, kind="stable")[: self.p]
        start = order[part.share[order] > 0].astype(np.int32)
        key = np.sort(start).tobytes()
        if key in self.seen:
            return None
        self.seen.add(key)
        return self._choice(start, 0.0, 0)

    def _choice(self, start: Ints, deadline: float, shakes: int) -> tuple[float, Ints]:
        """The sites that `start` leads to, shaken so often or until the deadline."""
        choice = self.choice.Choice(self.groups, self.p, start, self.spacing)
        choice.shake(self.random, shakes, deadline)
        sites = np.sort(choice.sites)
        covered = self.covered(sites)
        self.reached = max(self.reached, covered)
        return -covered, sites

    def covered(self, sites: Ints) -> float:
        return self.groups.standing + float(self.groups.weight[self.groups.rows.covered(sites)].sum())

    def enough(self, part: Part, bound: float) -> frozenset[Cut]:
        """Of the closed ones only those that save most, as many as it takes; of the opened ones those that would not be among the q."""
        sums = self._sums(part.multipliers)
        saved = sums.saved

        def holds(opened: Numbers, closed: Numbers) -> bool:
            return -float(self._rounded(self._exact(opened, closed, sums))) >= bound - ROUNDING * abs(bound)

        for few_opened, few_closed in (((), ()), (part.opened[-1:], ()), ((), part.closed[-1:])):
            if holds(few_opened, few_closed):  # as for what was cut off: it takes no more than its own cut
                return frozenset([*((one, True) for one in few_opened), *((one, False) for one in few_closed)])
        closed = np.array(part.closed, np.int32)
        closed = closed[np.argsort(-saved[closed], kind="stable")]
        few, opened = _fewest(len(closed), lambda few: holds(part.opened, closed[:few])), list(part.opened)
        for candidate in sorted(part.opened, key=lambda candidate: -saved[candidate]):
            without = [other for other in opened if other != candidate]
            if not holds(without, closed[:few]):
                break
            opened = without
        return frozenset([*((one, True) for one in opened), *((int(one), False) for one in closed[:few])])

    def _part(self, part: Part, beyond: Beyond) -> Part:
        sums = self._sums(part.multipliers)
        exact = self._exact(part.opened, part.closed, sums)
        part = replace(part, bound=-float(self._rounded(exact)), aside=())
        return part if beyond(part.bound) else replace(part, aside=self._aside(part, exact, sums, beyond))

    def _aside(self, part: Part, exact: float, sums: Sums, beyond: Beyond) -> tuple[tuple[Cut, float], ...]:
        """Candidates that nothing better opens, and those that nothing better leaves closed."""
        others = self.p - len(part.opened)
        saved, undecided = sums.saved, np.ones(len(sums.saved), bool)
        undecided[[*part.opened, *part.closed]] = undecided[self._near(part.opened)] = False
        order = sums.order[undecided[sums.order]]
        if not 0 < others < len(order):
            return ()
        top, rest = order[:others], order[others:]
        least, next_ = max(0.0, saved[top[-1]]), max(0.0, saved[rest[0]])
        opening = -self._rounded(exact - least + saved[rest])
        closing = -self._rounded(exact - np.maximum(0.0, saved[top]) + next_)
        spare, needed = beyond(opening), beyond(closing)
        return (
            *(((int(one), True), float(value)) for one, value in zip(rest[spare], opening[spare], strict=True)),
            *(((int(one), False), float(value)) for one, value in zip(top[needed], closing[needed], strict=True)),
        )

    def _sums(self, multipliers: Floats) -> Sums:
        """Asked for the same array again and again, so that they are kept."""
        if id(multipliers) not in self.summed:
            self.summed[id(multipliers)] = (multipliers, self._sum(multipliers))
        return self.summed[id(multipliers)][1]

    def _sum(self, multipliers: Floats) -> Sums:
        rows = self.groups.rows
        u = multipliers[: rows.points]
        saved = np.bincount(rows.indices, np.repeat(u, np.diff(rows.indptr)), rows.count).astype(np.float64)
        once, cuts = self.groups.weight - u, 0.0
        for cut, multiplier in zip(self.cuts, multipliers[rows.points :], strict=False):
            saved[cut.candidates] += multiplier * cut.times
            once[cut.rows] -= multiplier
            cuts += multiplier * cut.spare
        rest = self.groups.standing + float(np.maximum(once, 0.0).sum()) + cuts
        return Sums(saved, rest, np.argsort(-saved, kind="stable").astype(np.int32))

    def by_count(self, multipliers: Floats, most: int) -> Floats:
        """(`most` + 1,) L(u) of 0, 1, 2 ... sites in place of p, for multipliers of groups."""
        sums = self._sum(multipliers)
        best = np.zeros(most + 1)
        largest = sums.saved[sums.order[:most]]
        best[1 : len(largest) + 1] = np.maximum(largest, 0.0)
        return np.asarray(self._rounded(sums.rest + np.cumsum(best)))

    def _exact(self, opened: Numbers, closed: Numbers, sums: Sums) -> float:
        """L(u), as `maximal_covering` says it."""
        if self.spacing and not self.spacing.kept(opened):
            return -np.inf
        out = np.concatenate((np.array(opened, np.int32), np.array(closed, np.int32), self._near(opened)))
        self.out[out] = True
        largest = sums.order[: max(0, self.p - len(opened)) + len(out)]
        largest = largest[~self.out[largest]][: max(0, self.p - len(opened))]
        self.out[out] = False
        return sums.rest + float(sums.saved[list(opened)].sum() + np.maximum(sums.saved[largest], 0.0).sum())

    def _rounded(self, bound: Any) -> Any:
        """Down where need is whole."""
        return np.floor(bound + NEARLY) if self.whole else bound


def _fewest(most: int, holds: Callable[[int], bool]) -> int:
    """The smallest number up to `most` that holds, if all above hold too; few are tried first."""
    low, high = 0, 1
    if holds(0):
        return 0
    while high < most and not holds(high):
        low, high = high, 2 * high
    high = min(high, most)
    while high - low > 1:
        half = (low + high) // 2
        low, high = (low, half) if holds(half) else (half, high)
    return high
