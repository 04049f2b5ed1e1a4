"""Branch and bound: all choices divided by one candidate at a time, until no part can hold anything better."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.solution import PROVED, Leaf

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

Tell = Callable[[float], None]


@dataclass(frozen=True)
class Part:
    """All choices that open `opened` and none of `closed`: nothing among them costs less than `bound`, by `multipliers`.

    `share` (m,): how far open each candidate is in the relaxation; near 0 or 1 everywhere when there is nothing to divide.
    """

    opened: tuple[int, ...]
    closed: tuple[int, ...]
    bound: float
    multipliers: Floats
    share: Floats

    def leaf(self) -> Leaf:
        return Leaf(np.array(self.opened, np.int32), np.array(self.closed, np.int32), self.multipliers)


class Relaxed(Protocol):
    """A model, minimising, as the division needs it."""

    def part(self, opened: tuple[int, ...], closed: tuple[int, ...], parent: Part | None, deadline: float) -> Part:
        """Bound the choices; without time left, with the multipliers of the parent."""

    def found(self, part: Part) -> tuple[float, Ints] | None:
        """A choice near the part's relaxation, with its cost in full."""


@dataclass
class Division:
    """How far a division came: the best choice, its cost, and the parts that together are all choices."""

    cost: float
    sites: Ints
    at_most: float | None = None
    """If given, only whether any choice costs at most this is of interest."""
    ended: list[Part] = field(default_factory=list)
    waiting: list[tuple[float, int, Part]] = field(default_factory=list)
    nodes: int = 0

    def hopeless(self, part: Part) -> bool:
        beyond = self.at_most is not None and part.bound > self.at_most
        return beyond or part.bound >= self.cost - PROVED * max(1.0, abs(self.cost))

    def better(self, found: tuple[float, Ints] | None) -> None:
        if found is not None and found[0] < self.cost:
            self.cost, self.sites = found

    def add(self, part: Part) -> None:
        """A part ends when it can hold nothing better, or when no candidate divides it."""
        self.nodes += 1
        whole = np.abs(part.share - 0.5).min(initial=0.5) > 0.5 - 1e-6
        if self.hopeless(part) or whole:
            self.ended.append(part)
        else:
            heapq.heappush(self.waiting, (part.bound, self.nodes, part))

    @property
    def parts(self) -> Iterable[Part]:
        return [*self.ended, *(part for _, _, part in sorted(self.waiting, key=lambda entry: entry[:2]))]

    @property
    def decided(self) -> bool:
        return self.at_most is not None and self.cost <= self.at_most

    @property
    def bound(self) -> float:
        """Nothing costs less."""
        return min((part.bound for part in self.parts), default=np.inf)


def divide(model: Relaxed, division: Division, root: Part, deadline: float, tell: Tell | None = None) -> Division:
    """Best bound first, by the candidate nearest to half open (the lowest number among equals)."""
    begun = time.perf_counter()
    division.better(model.found(root))
    division.add(root)
    while division.waiting and not division.decided and time.perf_counter() < deadline:
        _, _, part = heapq.heappop(division.waiting)
        if division.hopeless(part):
            division.ended.append(part)
            continue
        candidate = int(np.abs(part.share - 0.5).argmin())
        for opened, closed in (((candidate,), ()), ((), (candidate,))):
            child = model.part((*part.opened, *opened), (*part.closed, *closed), part, deadline)
            division.better(model.found(child))
            division.add(child)
        if tell:
            tell(min(1.0, (time.perf_counter() - begun) / max(deadline - begun, 1e-9)))
    return division
