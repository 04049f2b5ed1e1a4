"""Branch and bound over sites for capacitated siting."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from madang.analysis.methods import capacitated_room
from madang.analysis.methods.capacitated_bound import climb, lagrangian
from madang.analysis.methods.capacitated_moves import settle, shake
from madang.analysis.methods.distances import Floats, Ints
from madang.analysis.methods.solution import PROVED

SETS = 8
"""So many sets of sites that a bound's last steps opened are tried as choices."""
ROUNDING = 1e-12
HALF = 0.2


@dataclass(frozen=True, eq=False)
class Question:
    """Costs (n, m), costs of leaving out (n,), needs (n,), capacities (m,), how many free candidates open, states (m,)."""

    cost: Floats
    left: Floats
    need: Floats
    capacity: Floats
    count: int
    state: Ints


Barred = tuple[tuple[int, Ints], ...]


@dataclass(frozen=True)
class Cuts:
    """How a part was cut off: candidates open and closed in it, and which candidates may not serve which point."""

    opened: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    barred: Barred = ()


@dataclass(frozen=True, eq=False)
class Part:
    """A part of all choices, what is proved of it and by which multipliers, and the `halves` into which it would be cut."""

    bound: float
    cuts: Cuts
    multipliers: Floats
    halves: tuple[Cuts, ...]


class Best:
    """The best choice so far; where everybody may be left out it begins with that."""

    def __init__(self, question: Question, seed: int) -> None:
        self.question, self.draw = question, np.random.default_rng(seed)
        self.value = np.inf
        self.sites: Ints | None = None
        self.assignment: Ints = np.empty(0, np.int32)
        self.nodes = 1
        self.tried: set[bytes] = set()
        costs = np.append(question.cost[np.isfinite(question.cost)], question.left[np.isfinite(question.left)])
        mean = float(costs.mean()) if costs.size else 0.0
        self.penalty = (mean or 1.0) / (
            float(question.need.mean()) or 1.0
        )  # never 0: room counts where way costs nothing
        if np.isfinite(question.left).all():
            self.keep(float(question.left.sum()), np.full(len(question.need), -1))

    def take(self, chosen: np.ndarray) -> None:
        """Try a set of sites (m,), once."""
        if chosen.tobytes() in self.tried:
            return
        self.tried.add(chosen.tobytes())
        q = self.question
        sites, to = np.flatnonzero(chosen), np.empty(len(q.need), np.int64)
        value = settle(sites, q.cost, q.left, q.need, q.capacity, q.state, to, self.penalty)
        self._keep(value, sites, to)

    def shake(self, rounds: int) -> None:
        """Look around the best choice."""
        if self.sites is None:
            return
        q = self.question
        sites = self.sites.astype(np.int64)
        place = np.full(len(q.state) + 1, -1)
        place[sites] = np.arange(len(sites))
        to = place[self.assignment]
        value = shake(
            sites, q.cost, q.left, q.need, q.capacity, q.state, to, self.value, rounds, self.penalty, self.draw
        )
        self._keep(value, sites, to)

    def _keep(self, value: float, sites: np.ndarray, to: np.ndarray) -> None:
        if value < self.value:
            order = np.argsort(sites)
            self.value, self.sites = value, sites[order].astype(np.int32)
            self.assignment = np.append(sites, -1)[to].astype(np.int32)

    def keep(self, value: float, assignment: np.ndarray) -> None:
        """Keep an assignment to candidates (n,) if it is better; open are those that it uses, then the first that may."""
        if not value < self.value:
            return
        q = self.question
        open_ = q.state == 1
        open_[assignment[assignment >= 0]] = True
        spare = np.flatnonzero((q.state == 0) & ~open_)
        missing = q.count - int((open_ & (q.state == 0)).sum())
        open_[spare[:missing]] = True
        self.value, self.sites, self.assignment = (
            value,
            np.flatnonzero(open_).astype(np.int32),
            assignment.astype(np.int32),
        )

    @property
    def enough(self) -> float:
        return self.value - PROVED * abs(self.value)


def solved(
    question: Question, until: float, seed: int, tell: Callable[[float], None] | None
) -> tuple[Best, list[Part]]:
    """The best choice found, and parts that divide all choices with their bounds."""
    best = Best(question, seed)
    began = time.monotonic()
    _first_choices(best)
    if best.sites is None:
        best.keep(*capacitated_room.packed(question, began + (until - began) / 2))
        best.shake(100)
    root = _examine(question, best, Cuts(), _first_price(best), 1500, 1.0)
    best.shake(200)
    waiting, done, number = [(root.bound, 0, root)], [], 0
    while waiting and waiting[0][0] < best.enough and time.monotonic() < until:
        _, _, part = heapq.heappop(waiting)
        if not part.halves:
            done.append(part)
            continue
        for cut in part.halves:
            child = _examine(question, best, cut, part.multipliers, 60, 0.15)
            child = (
                child if child.bound > part.bound else replace(child, bound=part.bound, multipliers=part.multipliers)
            )
            number += 1
            heapq.heappush(waiting, (child.bound, number, child))
        if number % 50 == 0:
            best.shake(20)
        if tell is not None:
            tell(min(1.0, (time.monotonic() - began) / max(until - began, 1e-9)))
    best.nodes = number + 1
    return best, done + [part for _, _, part in sorted(waiting, key=lambda item: item[:2])]


def _first_price(best: Best) -> Floats:
    """What each point would pay: its cost at the second nearest of the sites known, near where the bound is best."""
    q = best.question
    if best.sites is None or not len(best.sites):
        finite = np.where(np.isfinite(q.cost), q.cost, 0.0)
        return np.asarray(np.minimum(finite.mean(axis=1) / max(q.count, 1) + 1e-9, q.left))
    at = np.sort(q.cost[:, best.sites], axis=1)
    near = at[:, min(1, at.shape[1] - 1)]
    return np.asarray(np.minimum(np.where(np.isfinite(near), near, 0.0) + 1e-9, q.left))


def _first_choices(best: Best) -> None:
    """A few sets of sites at random, so that there is a choice to climb towards."""
    q = best.question
    for _ in range(20):
        chosen = q.state == 1
        chosen[best.draw.choice(np.flatnonzero(q.state == 0), q.count, replace=False)] = True
        best.take(chosen)
    best.shake(100)


def _examine(q: Question, best: Best, cuts: Cuts, price: Floats, rounds: int, step: float) -> Part:
    cost, left = _without(q, cuts.barred)
    state = q.state.copy()
    state[list(cuts.opened)], state[list(cuts.closed)] = 1, -1
    free = q.count - len(cuts.opened)
    n, m = cost.shape
    multipliers, often, takes = price.copy(), np.zeros((n, m)), np.zeros((m, n), np.bool_)
    sets = np.zeros((SETS, m), np.bool_)
    known = (
        best.value if np.isfinite(best.value) else float(np.where(np.isfinite(q.cost), q.cost, 0.0).max(axis=1).sum())
    )
    whole = np.zeros(n, np.int64)
    _, value = climb(
        price.copy(), known, rounds, step, cost, left, q.need, q.capacity, state, free, multipliers, often, sets, whole
    )
    best.keep(value, whole)
    worth, times, chosen = np.zeros(m), np.zeros(n, np.int64), np.zeros(m, np.bool_)
    bound = lagrangian(multipliers, cost, left, q.need, q.capacity, state, free, worth, times, chosen, takes)
    for one in sets[:: 1 if cuts == Cuts() else SETS]:
        if one.any():
            best.take(one)
    multipliers = np.minimum(multipliers, left)  # which bounds as much
    return Part(bound - ROUNDING * abs(multipliers).sum(), cuts, multipliers, _halves(q, cuts, often))


def _without(q: Question, barred: Barred) -> tuple[Floats, Floats]:
    """Costs without what is barred; the number after the last candidate stands for being left out."""
    if not barred:
        return q.cost, q.left
    cost, left = q.cost.copy(), q.left.copy()
    for point, candidates in barred:
        cost[point, candidates[candidates < len(q.state)]] = np.inf
        if len(q.state) in candidates:
            left[point] = np.inf
    return cost, left


def _halves(q: Question, cuts: Cuts, often: Floats) -> tuple[Cuts, ...]:
    """Two halves of a part: by a site that is open about half of the time, else by a point that is served here and there.

    `often` (n, m): how often each candidate served each point while the bound rose.
    """
    open_ = often.max(axis=0)
    free = q.state == 0
    free[list(cuts.opened + cuts.closed)] = False
    doubt = np.where(free, np.minimum(open_, 1.0 - open_), 0.0)
    site = int(doubt.argmax())
    if doubt[site] >= HALF and len(cuts.opened) < q.count:
        return replace(cuts, opened=(*cuts.opened, site)), replace(cuts, closed=(*cuts.closed, site))
    point, some = _divided(q, often)
    rest = np.setdiff1d(np.arange(len(q.state) + 1), some).astype(np.int32)
    return tuple(replace(cuts, barred=(*cuts.barred, (point, barred))) for barred in (some, rest)) if point >= 0 else ()


def _divided(q: Question, often: Floats) -> tuple[int, Ints]:
    """The point served by the most different candidates, and those of them that served it first half of the time; -1 if none differs."""
    share = often / np.maximum(often.sum(axis=1, keepdims=True), 1e-12)
    spread = 1.0 - share.max(axis=1)
    spread[often.sum(axis=1) <= 0] = -1.0
    point = int((spread * np.sqrt(q.need + 1e-12)).argmax())
    if spread[point] <= 1e-9:
        return -1, np.empty(0, np.int32)
    order = np.argsort(-share[point], kind="stable")
    upto = int(np.searchsorted(np.cumsum(share[point][order]), 0.5)) + 1
    return point, order[:upto].astype(np.int32)
