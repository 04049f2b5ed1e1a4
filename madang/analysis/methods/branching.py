"""Branch and bound: all choices divided by one candidate at a time, until no part can hold anything better.

A part whose multipliers also show that some candidate must be open (or closed) in anything better is cut by that candidate at once: the
other side is a leaf with the same multipliers (reduced-cost fixing). `pared` leaves out the cuts that the proof can do without.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.solution import PROVED

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

Tell = Callable[[float], None]
LESS = 0.1
"""The root is bounded again when so much of it fell away."""
Cut = tuple[int, bool]
"""A candidate, and whether it is open."""
Beyond = Callable[[Any], Any]
"""Whether choices that cost so much (a number, or an array of them) are of no interest."""


@dataclass(frozen=True)
class Part:
    """All choices that open `opened` and none of `closed`: nothing among them costs less than `bound`, by `multipliers`.

    `share` (m,): how far open each candidate is in the relaxation; near 0 or 1 everywhere when there is nothing to divide. `aside`:
    cuts that leave only choices of no interest, each with the bound of those by the same multipliers.
    """

    opened: tuple[int, ...]
    closed: tuple[int, ...]
    bound: float
    multipliers: Floats
    share: Floats
    aside: tuple[tuple[Cut, float], ...] = ()

    def cut(self, candidate: int, is_open: bool, bound: float) -> Part:
        opened = (*self.opened, candidate) if is_open else self.opened
        closed = self.closed if is_open else (*self.closed, candidate)
        return Part(opened, closed, bound, self.multipliers, self.share)


class Model(Protocol):
    """What is minimised, as the division needs it."""

    def part(self, above: Part, beyond: Beyond, deadline: float) -> Part:
        """The same choices with a bound and multipliers of their own, or `above` as it is if no time is left."""

    def inside(self, part: Part) -> None:
        """Hear that all later parts are within this one."""

    def found(self, part: Part) -> tuple[float, Ints] | None:
        """A choice near the part's relaxation, with its cost in full; None if it was looked for before."""

    def enough(self, part: Part, bound: float) -> frozenset[Cut]:
        """Cuts of the part that suffice for this bound with its multipliers."""


@dataclass(frozen=True)
class Node:
    """A part, or a candidate with the nodes of its two sides, by their numbers."""

    part: Part | None
    candidate: int = -1
    opened: int = -1
    closed: int = -1


@dataclass
class Division:
    """How far a division came: the best choice, its cost, and a tree of nodes (the first is its root) with all choices in its parts."""

    cost: float
    sites: Ints
    at_most: float | None = None
    """If given, only whether any choice costs at most this is of interest."""
    close: float = 0.0
    """Choices that are better by no more than this share of the cost are of no interest."""
    nodes: list[Node] = field(default_factory=lambda: [Node(None)])
    bounded: int = 0
    """How many parts were bounded."""

    def beyond(self, bound: Any) -> Any:
        costly = bound >= self.cost - max(PROVED * max(1.0, abs(self.cost)), self.close * abs(self.cost))
        return costly if self.at_most is None else costly | (bound > self.at_most)

    @property
    def decided(self) -> bool:
        return self.at_most is not None and self.cost <= self.at_most

    @property
    def bound(self) -> float:
        """Nothing costs less."""
        return min((node.part.bound for node in self.nodes if node.part), default=-np.inf)

    def better(self, found: tuple[float, Ints] | None) -> None:
        if found is not None and found[0] < self.cost:
            self.cost, self.sites = found

    def place(self, at: int, part: Part) -> int:
        """Put a part at a node, cut off what goes aside, and return the node of the rest.

        What goes aside is bounded by its own cut alone, so that it knows nothing of those before it: thousands of them stay small.
        """
        self.bounded += 1
        for (candidate, is_open), bound in part.aside:
            at = self.divided(at, candidate, part.cut(candidate, is_open, bound), part, is_open)[not is_open]
        opened = (*part.opened, *(candidate for (candidate, is_open), _ in part.aside if not is_open))
        closed = (*part.closed, *(candidate for (candidate, is_open), _ in part.aside if is_open))
        self.nodes[at] = Node(replace(part, opened=opened, closed=closed, aside=()))
        return at

    def divided(self, at: int, candidate: int, one: Part, other: Part, one_is_open: bool) -> dict[bool, int]:
        """Two new nodes below `at`: by whether the candidate is open in them."""
        first = len(self.nodes)
        self.nodes += [Node(one), Node(other)]
        numbers = {one_is_open: first, not one_is_open: first + 1}
        self.nodes[at] = Node(None, candidate, numbers[True], numbers[False])
        return numbers


def divide(model: Model, division: Division, root: Part, deadline: float, tell: Tell | None = None) -> None:
    """Best bound first, by the candidate nearest to half open (the lowest number among equals)."""
    begun = time.perf_counter()
    waiting = [_rooted(model, division, root, deadline)]
    while waiting and not division.decided and time.perf_counter() < deadline:
        _, at = heapq.heappop(waiting)
        part = division.nodes[at].part
        assert part is not None
        if division.beyond(part.bound) or np.abs(part.share - 0.5).min(initial=0.5) > 0.5 - 1e-6:
            continue
        candidate = int(np.abs(part.share - 0.5).argmin())
        opened, closed = (part.cut(candidate, is_open, part.bound) for is_open in (True, False))
        for below in division.divided(at, candidate, opened, closed, True).values():
            above = division.nodes[below].part
            assert above is not None
            child = model.part(above, division.beyond, deadline)
            division.better(model.found(child))
            heapq.heappush(waiting, (child.bound, division.place(below, child)))
        if tell:
            tell(min(1.0, (time.perf_counter() - begun) / max(deadline - begun, 1e-9)))


def _rooted(model: Model, division: Division, part: Part, deadline: float) -> tuple[float, int]:
    """The root, bounded again on what is left of it as long as that leaves still less of it."""
    at, more = 0, True
    while more and not division.beyond(part.bound):
        at = division.place(at, part)
        settled = division.nodes[at].part
        assert settled is not None
        model.inside(settled)
        part = model.part(settled, division.beyond, deadline)
        division.better(model.found(part))
        left = len(part.share) - len(part.opened) - len(part.closed)
        more = len(part.aside) > LESS * left
    return part.bound, division.place(at, part)


def pared(model: Model, division: Division) -> list[Part]:
    """The parts of a tree without the cuts that no leaf below needs for the bound of the whole; the bound stays.

    Bottom up: a node whose one side does not need the cut is that side, with more choices in it.
    """
    bound, nodes = division.bound, list(division.nodes)
    needs: list[frozenset[Cut]] = [frozenset()] * len(nodes)
    for at in range(len(nodes) - 1, -1, -1):
        node = nodes[at]
        if node.part is not None:
            needs[at] = model.enough(node.part, bound)
            continue
        sides = {(node.candidate, True): node.opened, (node.candidate, False): node.closed}
        spare = next((below for cut, below in sides.items() if cut not in needs[below]), None)
        if spare is not None:
            nodes[at], needs[at] = nodes[spare], needs[spare]
        else:
            needs[at] = (needs[node.opened] | needs[node.closed]) - set(sides)
    return _leaves(nodes)


def _leaves(nodes: list[Node]) -> list[Part]:
    leaves: list[Part] = []
    below: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = [(0, (), ())]
    while below:
        at, opened, closed = below.pop()
        node = nodes[at]
        if node.part is not None:
            leaves.append(replace(node.part, opened=opened, closed=closed))
        else:
            below.append((node.closed, opened, (*closed, node.candidate)))
            below.append((node.opened, (*opened, node.candidate), closed))
    return leaves
