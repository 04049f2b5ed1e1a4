"""The p-median by branch and bound: interchange from below, Lagrangian multipliers from above, candidates fixed in between.

A part of all choices is a pair (opened, closed). Its bound is raised by subgradients; then every free candidate whose opening (or
closing) would lift the bound to what the best known choice costs is closed (or opened) for good, which is a leaf of its own; what is
left is cut in two by the candidate that the multipliers cannot decide. The part with the lowest bound goes first.
"""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from madang.analysis.methods.costs import Costs, priced
from madang.analysis.methods.distances import Distances, Floats, Ints
from madang.analysis.methods.interchange import columns, improved, served, two_served
from madang.analysis.methods.lagrangian import Raised, raised
from madang.analysis.methods.p_median_linear import Relaxation
from madang.analysis.methods.solution import Leaf

# Steps of interchange before the first bound, after each block of the root, and when it gets long.
BEGIN, SEARCH, HARDER = 1e8, 1e7, 4e8
LONG = 41  # parts after which the tree is no small one, and better choices are looked for
FEW = 12  # sites: rows reach far, so relaxations are slow, and trees by multipliers alone are small
LARGE = 60_000  # pairs that a relaxation may have
RENEW = 0.2  # share of candidates fixed after which the root's relaxation is made anew
BLOCK = 100  # steps of multipliers before candidates are fixed
SLOW = 0.1  # a block that closes less of the gap than this, and fixes nothing, is the last before a cut
WHOLE = 1e-4  # a bound this much above the last whole number proves the next
SAME = 5e-10  # costs of real numbers closer than this share are equal


@dataclass(order=True)
class Part:
    """All choices that open `opened` and none of `closed`; `multipliers` prove `bound` for it. Numbers are places in the root's rows."""

    bound: float
    number: int
    opened: Ints = field(compare=False)
    closed: Ints = field(compare=False)
    multipliers: Floats = field(compare=False)
    relaxation: Relaxation | None = field(compare=False, default=None)
    """Of a part that this one lies in."""


class Heuristic:
    """The best choice known, and ways to better it."""

    def __init__(self, costs: Costs, far: Floats, p: int, seed: int) -> None:
        """`far` (n,): what a point costs that has no open candidate in its row."""
        self.costs, self.far, self.p = costs, far, p
        self.random = np.random.default_rng(seed)
        self.near = _shortened(costs, p)
        self.columns = columns(self.near)
        self.near_far = np.where(np.isfinite(self.near.cap), np.minimum(2 * self.near.cap, far), far)
        self.sites: Ints = np.empty(0, np.int32)
        self.upper = math.inf

    def improve(self, opened: Ints, work: float) -> bool:
        """Improve a choice by swaps and kicks; whether it is the best so far."""
        seed = int(self.random.integers(2**31))
        return self.keep(improved(self.near, self.columns, self.near_far, opened, seed, work))

    def keep(self, opened: Ints) -> bool:
        """Keep a choice if it is the best so far."""
        total = float(serving(self.costs, self.far, opened).sum())
        if total >= self.upper:
            return False
        self.upper, self.sites = total, np.sort(opened).astype(np.int32)
        return True

    def begin(self, known: Ints) -> None:
        """From what is `known`, and by chance, to the best that swaps and kicks find."""
        work = min(BEGIN, 1000.0 * len(self.near.cost))
        if len(known):
            others = np.setdiff1d(np.arange(len(self.costs.names)), known)
            self.improve(np.concatenate((known, others))[: self.p].astype(np.int32), work)
        self.start(2, work)

    def start(self, times: int, work: float) -> None:
        """From choices by chance to the best that swaps and kicks find."""
        for _ in range(times):
            self.improve(self.random.permutation(len(self.costs.names))[: self.p].astype(np.int32), work)


def serving(costs: Costs, far: Floats, opened: Ints) -> Floats:
    """What each point costs with `opened`; `far` where its row has none of them."""
    is_open = np.zeros(len(costs.names), bool)
    is_open[opened] = True
    return served(*costs.rows, far, is_open)  # type: ignore[no-any-return]


def _shortened(costs: Costs, p: int) -> Costs:
    """Rows for swaps: far candidates are hardly ever the second nearest of p."""
    keep = 6 * len(costs.names) // p + 20
    full = (costs.starts[1:] - costs.starts[:-1]) > keep
    cap = np.full(len(full), np.inf)
    cap[full] = costs.cost[costs.starts[:-1][full] + keep]
    return costs.restricted(np.ones(len(costs.names), bool), cap)


class Search:
    """One branch and bound: parts still to be looked at, and the leaves that are done."""

    def __init__(
        self, costs: Costs, heuristic: Heuristic, whole: bool, until: float, tell: Callable[[float], None]
    ) -> None:
        self.costs, self.best, self.whole, self.until, self.tell = costs, heuristic, whole, until, tell
        self.cap = np.minimum(costs.cap, heuristic.far)
        self.began = time.monotonic()
        self.leaves: list[Part] = []
        self.open: list[Part] = []
        self.parts = 0

    @property
    def enough(self) -> float:
        """The bound from which a part holds nothing better than the best known choice."""
        return self.best.upper - 1 + WHOLE if self.whole else self.best.upper * (1 - SAME)

    @property
    def late(self) -> bool:
        now = time.monotonic()
        self.tell(min(0.99, (now - self.began) / max(1e-9, self.until - self.began)))
        return now > self.until

    def run(self, multipliers: Floats) -> bool:
        """Cut until every part is a leaf; whether the clock stopped it."""
        nothing = np.empty(0, np.int32)
        first = raised(self.costs, self.best.p, multipliers, self.best.upper, math.inf, 1, 1.0)
        self._push(first.bound, nothing, nothing, first.multipliers)
        while self.open and not self.late:
            part = heapq.heappop(self.open)
            if part.bound >= self.enough:
                self.leaves.append(part)
            else:
                self._examine(part)
        stopped = bool(self.open)
        self.leaves += self.open
        return stopped

    def _push(
        self, bound: float, opened: Ints, closed: Ints, multipliers: Floats, relaxation: Relaxation | None = None
    ) -> None:
        self.parts += 1
        heapq.heappush(self.open, Part(bound, self.parts, opened, closed, multipliers, relaxation))

    def _leaf(self, bound: float, opened: Ints, closed: Ints, multipliers: Floats) -> None:
        self.leaves.append(Part(bound, 0, opened, closed, multipliers))

    def _examine(self, part: Part) -> None:
        """Raise the bound of a part and fix candidates, until it is a leaf or must be cut."""
        opened, closed, multipliers, before, step = part.opened, part.closed, part.multipliers, part.bound, 1.0
        costs, relaxation = self._left(self.costs, opened, closed), part.relaxation
        while True:
            take = self.best.p - len(opened)
            if take == 0 or take == len(costs.names):
                return self._decided(np.concatenate((opened, costs.names[:take])), opened, closed)
            found = self._raise(costs, take, np.minimum(multipliers, costs.cap), step, opened, closed, relaxation)
            multipliers, step = found.multipliers, min(1.0, 1.5 * found.step)
            if part.number == 1 or self.parts % 8 == 0:
                likely = costs.names[np.argsort(-found.chosen, kind="stable")[:take]]
                self.best.improve(np.concatenate((opened, likely)), SEARCH if part.number == 1 else 0)
            if found.bound >= self.enough:
                return self._leaf(found.bound, opened, closed, multipliers)
            if self.late:
                return self._push(found.bound, opened, closed, multipliers)
            then_opened, then_closed = self._fix(costs, take, found, opened, closed)
            fixed = len(then_opened) + len(then_closed) - len(opened) - len(closed)
            if fixed:
                renew = relaxation is not None and fixed > RENEW * len(costs.names)
                costs = self._left(costs, then_opened, then_closed)
                opened, closed = then_opened, then_closed
                if renew and 0 < self.best.p - len(opened) < len(costs.names):
                    relaxation = self._relaxed(costs, self.best.p - len(opened), found) or relaxation
            elif found.bound - before < SLOW * (self.best.upper - found.bound):
                exact, relaxation = relaxation is not None, relaxation or self._relaxed(costs, take, found)
                if exact or relaxation is None:
                    if self.parts == LONG:
                        self.best.start(3, HARDER)
                    return self._cut(costs, take, found, opened, closed, relaxation)
            before = max(before, found.bound)

    def _raise(
        self, costs: Costs, take: int, multipliers: Floats, step: float, opened: Ints, closed: Ints,
        relaxation: Relaxation | None,
    ) -> Raised:  # fmt: skip
        """The bound by a block of subgradient steps, or by the multipliers of a relaxation where there is one."""
        best = self.best.upper
        answer = None if relaxation is None else relaxation.solve(opened, closed, self.until - time.monotonic())
        if relaxation is None or answer is None:
            return raised(costs, take, multipliers, best, self.enough, BLOCK, step)
        found = raised(costs, take, np.minimum(answer[0], costs.cap), best, self.enough, 1, step)
        shares = np.zeros(len(self.costs.names))
        shares[relaxation.names] = answer[1]
        return found._replace(chosen=shares[costs.names])

    def _relaxed(self, costs: Costs, take: int, found: Raised) -> Relaxation | None:
        """The relaxation of what is left, if it is small enough: a pair that would cost the gap and more is left out."""
        cap = found.multipliers + np.minimum(self.best.upper - found.bound, 0.5 * found.multipliers)
        cap = np.minimum(costs.cap, cap)
        if take <= FEW:
            return None
        if np.count_nonzero(costs.cost < np.repeat(cap, np.diff(costs.starts))) > LARGE:
            return None
        return Relaxation(costs, take, cap)

    def _left(self, costs: Costs, opened: Ints, closed: Ints) -> Costs:
        """The rows of the candidates that are neither opened nor closed, as far as they are nearer than what is opened."""
        free = ~np.isin(costs.names, np.concatenate((opened, closed)))
        return costs.restricted(free, serving(self.costs, self.cap, opened))

    def _decided(self, sites: Ints, opened: Ints, closed: Ints) -> None:
        """A part with one choice left: multipliers of what each point costs in it bound it exactly."""
        multipliers = serving(self.costs, self.cap, sites)
        self.best.keep(sites)
        self._leaf(float(multipliers.sum()), opened, closed, multipliers)

    def _fix(self, costs: Costs, take: int, found: Raised, opened: Ints, closed: Ints) -> tuple[Ints, Ints]:
        """Close and open for good what would lift the bound far enough otherwise; a leaf for each."""
        if_open, if_closed = conditional(found, take)
        closing, opening = np.flatnonzero(if_open >= self.enough), np.flatnonzero(if_closed >= self.enough)
        opened_then = np.concatenate((opened, costs.names[opening]))
        closed_then = np.concatenate((closed, costs.names[closing]))
        for k, j in enumerate(closing):
            now = np.append(opened, costs.names[j]).astype(np.int32)
            self._leaf(if_open[j], now, closed_then[: len(closed) + k], found.multipliers)
        for k, j in enumerate(opening):
            now = np.append(closed_then, costs.names[j]).astype(np.int32)
            self._leaf(if_closed[j], opened_then[: len(opened) + k], now, found.multipliers)
        return opened_then, closed_then

    def _cut(
        self, costs: Costs, take: int, found: Raised, opened: Ints, closed: Ints, relaxation: Relaxation | None
    ) -> None:
        """Two parts, by the candidate that was chosen closest to every second time."""
        if_open, if_closed = conditional(found, take)
        j = int(np.argmin(np.abs(found.chosen - 0.5)))
        one = costs.names[j : j + 1]
        self._push(if_open[j], np.concatenate((opened, one)), closed, found.multipliers, relaxation)
        self._push(if_closed[j], opened, np.concatenate((closed, one)), found.multipliers, relaxation)


def conditional(found: Raised, take: int) -> tuple[Floats, Floats]:
    """The bound with each candidate open, and with each closed, at the same multipliers."""
    order = np.argsort(found.reduced, kind="stable")
    last, after = found.reduced[order[take - 1]], found.reduced[order[take]]
    among = np.zeros(len(order), bool)
    among[order[:take]] = True
    if_open = np.where(among, found.bound, found.bound + found.reduced - last)
    if_closed = np.where(among, found.bound - found.reduced + after, found.bound)
    return if_open, if_closed


class Limits(NamedTuple):
    """Candidates by their numbers: open in any case, never open, and a choice that is known."""

    fixed: Ints
    forbidden: Ints
    start: Ints


Found = tuple[Ints, tuple[Leaf, ...], float, dict[str, Any]]


def solved(
    need: Floats, distances: Distances, p: int, limits: Limits, until: float, seed: int, tell: Callable[[float], None]
) -> Found:
    """Sites (with the fixed ones), leaves, the lowest of their bounds (rounded up if whole), and what more is to tell."""
    free = np.ones(distances.count, bool)
    free[limits.fixed] = free[limits.forbidden] = False
    everything = priced(need, distances)
    p = min(p, int(free.sum()))
    far = _far(everything)
    whole = bool(np.all(everything.cost == np.rint(everything.cost)) and everything.cost.sum() < 2**53)
    far = serving(everything, far, limits.fixed)
    costs = everything.restricted(free, np.where(far < _far(everything), far, np.inf))
    numbers = costs.names
    costs = Costs(*costs.rows, costs.cap, np.arange(len(numbers), dtype=np.int32), costs.weight)
    if p == 0 or p == len(numbers):
        sites = np.arange(p, dtype=np.int32)
        multipliers = serving(costs, np.minimum(far, costs.cap), sites)
        parts, more = [Part(float(multipliers.sum()), 0, sites[:0], sites[:0], multipliers)], dict[str, Any](parts=1)
    else:
        heuristic = Heuristic(costs, far, p, seed)
        heuristic.begin(np.searchsorted(numbers, np.intersect1d(limits.start, numbers)).astype(np.int32))
        search = Search(costs, heuristic, whole, until, tell)
        stopped = search.run(first_multipliers(costs, search.cap, heuristic.sites))
        sites, parts = heuristic.sites, search.leaves
        more = {"parts": search.parts} | ({"stopped": "time"} if stopped else {})
    lowest = min(part.bound for part in parts)
    if whole:
        lowest, more["step"] = float(math.ceil(lowest - 1e-6)), 1.0
    return np.union1d(numbers[sites], limits.fixed).astype(np.int32), _leaves(parts, numbers, need), lowest, more


def _far(costs: Costs) -> Floats:
    """What a point without an open candidate in its row costs: more than what serves everybody, where no candidate is left out."""
    return np.where(np.isfinite(costs.cap), 1.5 * costs.cap, 2 * costs.cost.sum() + 1)


def first_multipliers(costs: Costs, cap: Floats, sites: Ints) -> Floats:
    """Half way between the nearest and the second nearest site."""
    is_open = np.zeros(len(costs.names), bool)
    is_open[sites] = True
    nearest, second = two_served(*costs.rows, cap, is_open)
    return np.asarray((nearest + second) / 2)


def _leaves(parts: list[Part], numbers: Ints, need: Floats) -> tuple[Leaf, ...]:
    """Parts with the caller's numbers, multipliers for points without need too; equal multipliers stay one array."""
    whole: dict[int, Floats] = {}
    for part in parts:
        if id(part.multipliers) not in whole:
            whole[id(part.multipliers)] = np.zeros(len(need))
            whole[id(part.multipliers)][need > 0] = part.multipliers
    return tuple(Leaf(numbers[part.opened], numbers[part.closed], whole[id(part.multipliers)]) for part in parts)
