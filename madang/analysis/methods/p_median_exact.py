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
from typing import Any

import numpy as np

from madang.analysis.methods.costs import Costs, priced
from madang.analysis.methods.distances import Distances, Floats, Ints
from madang.analysis.methods.interchange import columns, improved, served, two_served
from madang.analysis.methods.lagrangian import Raised, raised
from madang.analysis.methods.solution import Leaf

TRIES = 30  # kicks of the best choice in a row that did not help
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

    def descend(self, opened: Ints) -> bool:
        """Improve a choice by swaps; whether it is the best so far."""
        order = self.random.permutation(len(self.costs.names)).astype(np.int32)
        found, _ = improved(*self.near.rows, *self.columns, self.near_far, opened.astype(np.int32), order, 1000)
        return self.keep(found)

    def keep(self, opened: Ints) -> bool:
        """Keep a choice if it is the best so far."""
        total = float(serving(self.costs, self.far, opened).sum())
        if total >= self.upper:
            return False
        self.upper, self.sites = total, np.sort(opened).astype(np.int32)
        return True

    def iterate(self, tries: int) -> None:
        """Kick the best choice and improve it again; a try that helps earns the number of tries anew."""
        count, left = len(self.costs.names), tries
        if not len(self.sites):
            self.descend(self.random.permutation(count)[: self.p].astype(np.int32))
        closed = np.setdiff1d(np.arange(count), self.sites)
        while left:
            left -= 1
            opened = self.sites.copy()
            kick = min(self.p, len(closed), int(self.random.integers(2, max(3, min(self.p // 4, 12)) + 1)))
            opened[self.random.permutation(self.p)[:kick]] = self.random.choice(closed, kick, replace=False)
            if self.descend(opened):
                left, closed = tries, np.setdiff1d(np.arange(count), self.sites)


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

    def _push(self, bound: float, opened: Ints, closed: Ints, multipliers: Floats) -> None:
        self.parts += 1
        heapq.heappush(self.open, Part(bound, self.parts, opened, closed, multipliers))

    def _leaf(self, bound: float, opened: Ints, closed: Ints, multipliers: Floats) -> None:
        self.leaves.append(Part(bound, 0, opened, closed, multipliers))

    def _examine(self, part: Part) -> None:
        """Raise the bound of a part and fix candidates, until it is a leaf or must be cut."""
        opened, closed, multipliers = part.opened, part.closed, part.multipliers
        root, step, before = not len(opened) + len(closed), 1.0, part.bound
        costs = self._left(self.costs, opened, closed)
        while True:
            take = self.best.p - len(opened)
            if take == 0 or take == len(costs.names):
                self._decided(np.concatenate((opened, costs.names[:take])), opened, closed)
                return
            multipliers = np.minimum(multipliers, costs.cap)
            found = raised(costs, take, multipliers, self.best.upper, self.enough, BLOCK, step)
            multipliers, step = found.multipliers, min(1.0, 1.5 * found.step)
            if root or self.parts % 8 == 0:
                self.best.descend(
                    np.concatenate((opened, costs.names[np.argsort(-found.chosen, kind="stable")[:take]]))
                )
            if found.bound >= self.enough or self.late:
                (self._leaf if found.bound >= self.enough else self._push)(found.bound, opened, closed, multipliers)
                return
            fresh_opened, fresh_closed = self._fix(costs, take, found, opened, closed)
            if len(fresh_opened) + len(fresh_closed) > len(opened) + len(closed):
                costs = self._left(costs, fresh_opened, fresh_closed)
                opened, closed = fresh_opened, fresh_closed
            elif found.bound - before < SLOW * (self.best.upper - found.bound):
                self._cut(costs, take, found, opened, closed)
                return
            before = max(before, found.bound)

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

    def _cut(self, costs: Costs, take: int, found: Raised, opened: Ints, closed: Ints) -> None:
        """Two parts, by the candidate that was chosen closest to every second time."""
        if_open, if_closed = conditional(found, take)
        j = int(np.argmin(np.abs(found.chosen - 0.5)))
        one = costs.names[j : j + 1]
        self._push(if_open[j], np.concatenate((opened, one)), closed, found.multipliers)
        self._push(if_closed[j], opened, np.concatenate((closed, one)), found.multipliers)


def conditional(found: Raised, take: int) -> tuple[Floats, Floats]:
    """The bound with each candidate open, and with each closed, at the same multipliers."""
    order = np.argsort(found.reduced, kind="stable")
    last, after = found.reduced[order[take - 1]], found.reduced[order[take]]
    among = np.zeros(len(order), bool)
    among[order[:take]] = True
    if_open = np.where(among, found.bound, found.bound + found.reduced - last)
    if_closed = np.where(among, found.bound - found.reduced + after, found.bound)
    return if_open, if_closed


Found = tuple[Ints, tuple[Leaf, ...], float, dict[str, Any]]


def solved(
    need: Floats,
    distances: Distances,
    p: int,
    fixed: Ints,
    forbidden: Ints,
    until: float,
    seed: int,
    tell: Callable[[float], None],
) -> Found:
    """Sites (with the fixed ones), leaves, the lowest of their bounds (rounded up if whole), and what more is to tell."""
    free = np.ones(distances.count, bool)
    free[fixed] = free[forbidden] = False
    everything = priced(need, distances)
    p = min(p, int(free.sum()))
    far = _far(everything)
    whole = bool(np.all(everything.cost == np.rint(everything.cost)) and everything.cost.sum() < 2**53)
    far = serving(everything, far, fixed)
    costs = everything.restricted(free, np.where(far < _far(everything), far, np.inf))
    numbers = costs.names
    costs = Costs(*costs.rows, costs.cap, np.arange(len(numbers), dtype=np.int32))
    if p == 0 or p == len(numbers):
        sites = np.arange(p, dtype=np.int32)
        multipliers = serving(costs, np.minimum(far, costs.cap), sites)
        parts, more = [Part(float(multipliers.sum()), 0, sites[:0], sites[:0], multipliers)], dict[str, Any](parts=1)
    else:
        sites, parts, more = _searched(costs, far, p, whole, until, seed, tell)
    lowest = min(part.bound for part in parts)
    if whole:
        lowest, more["step"] = float(math.ceil(lowest - 1e-6)), 1.0
    return np.union1d(numbers[sites], fixed).astype(np.int32), _leaves(parts, numbers, need), lowest, more


def _far(costs: Costs) -> Floats:
    """What a point without an open candidate in its row costs: more than what serves everybody, where no candidate is left out."""
    return np.where(np.isfinite(costs.cap), 1.5 * costs.cap, 2 * costs.cost.sum() + 1)


def _searched(
    costs: Costs, far: Floats, p: int, whole: bool, until: float, seed: int, tell: Callable[[float], None]
) -> tuple[Ints, list[Part], dict[str, Any]]:
    heuristic = Heuristic(costs, far, p, seed)
    heuristic.iterate(TRIES)
    search = Search(costs, heuristic, whole, until, tell)
    stopped = search.run(_first_multipliers(costs, search.cap, heuristic.sites))
    return heuristic.sites, search.leaves, {"parts": search.parts} | ({"stopped": "time"} if stopped else {})


def _first_multipliers(costs: Costs, cap: Floats, sites: Ints) -> Floats:
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
