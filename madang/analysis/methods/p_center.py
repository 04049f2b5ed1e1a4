"""p-center: p sites so that whoever is served worst is as near as can be (Hakimi 1964).

The least radius is sought among the distances themselves: p sites serve everybody within a radius if, and only if, the least set
covering at that radius needs no more than p (Minieka 1970; Elloumi, Labbe and Pochet 2004).

Bound. `more["radius"]` is the largest distance for which the leaves prove that p sites are too few: with every cost 1 and what lies no
farther than that radius as the cover of the points with a need, each leaf's L(u) of `set_covering` is above p (next whole number above
L(u) - 1e-3). So nobody does better than the next larger distance between a point with a need and a candidate that may be open, which is
`bound`. Where even the nearest candidate of some point is farther, one leaf says so: a multiplier of p + 2 for that point alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import within
from madang.analysis.methods.distances import Distances, Floats, Ints
from madang.analysis.methods.set_covering import set_covering
from madang.analysis.methods.solution import Infeasible, Leaf, NoneFound, Solution


def p_center(
    distances: Distances,
    p: int,
    *,
    need: Floats | None = None,
    fixed: Sequence[int] | NDArray[np.integer] = (),
    forbidden: Sequence[int] | NDArray[np.integer] = (),
    seconds: float = 60.0,
    seed: int = 0,
    tell: Callable[[float], None] | None = None,
) -> Solution:
    """Open `p` candidates besides the `fixed` ones so that the largest distance of any point with a need is least.

    `need` (n,): points with 0 do not count (all count if it is left out). The fewest sites that reach the radius are returned, never
    more than p besides `fixed`. Raises `Infeasible` with `unreachable` = points that no candidate which may be open reaches, or with
    `sites` = how many more than p it takes to reach everybody; ValueError if the rows of `distances` are too short to tell. `seed` is
    not used: nothing is drawn.
    """
    began = time.monotonic()
    counts = np.ones(len(distances.beyond), bool) if need is None else np.asarray(need) > 0
    kept, shut = np.unique(np.asarray(fixed, np.int32)), np.unique(np.asarray(forbidden, np.int32))
    search = _Radii(_of(distances, counts, shut), p, kept, shut, began + seconds, tell)
    search.run()
    assignment, radius = nearest(distances, search.sites, counts)
    leaves = tuple(Leaf(leaf.opened, leaf.closed, _spread(leaf.multipliers, counts)) for leaf in search.leaves)
    more: dict[str, Any] = {"radius": search.refuted, "coverings": search.asked}
    if search.stopped:
        more["stopped"] = "time"
    took = time.monotonic() - began
    return Solution("min", search.sites, radius, min(search.bound, radius), took, assignment, leaves, more)


def nearest(distances: Distances, sites: Ints, counts: NDArray[np.bool_]) -> tuple[Ints, float]:
    """The site of each point (-1 if none is listed), and the largest distance among the points that count."""
    is_open = np.zeros(distances.count + 1, bool)  # the last one stands for -1
    is_open[sites] = True
    listed = is_open[distances.candidates]
    rows, at = np.arange(len(listed)), np.argmax(listed, axis=1)
    served = listed[rows, at]
    assignment = np.where(served, distances.candidates[rows, at], -1).astype(np.int32)
    return assignment, float(np.max(distances.length[rows, at], where=counts & served, initial=0.0))


class _Radii:
    """Bisection over the different distances: what is refuted, and the best sites so far."""

    def __init__(
        self,
        distances: Distances,
        p: int,
        fixed: Ints,
        forbidden: Ints,
        until: float,
        tell: Callable[[float], None] | None,
    ) -> None:
        self.distances, self.p, self.fixed, self.forbidden = distances, p, fixed, forbidden
        self.until, self.tell = until, tell
        self.began = time.monotonic()
        self.radii = np.unique(distances.length[np.isfinite(distances.length)])
        self.sites = fixed
        self.leaves: tuple[Leaf, ...] = ()
        self.refuted, self.asked, self.stopped = -1.0, 0, False

    @property
    def bound(self) -> float:
        """The smallest distance that is not refuted; 0 if there is none to refute."""
        above = self.radii[self.radii > self.refuted]
        return float(above[0]) if len(above) else 0.0

    def run(self) -> None:
        """Bisect between what is refuted and what is reached."""
        low, high = self._sure(), len(self.radii)
        while low < high and not self.stopped:
            middle = (low + high) // 2
            found = self._within(float(self.radii[middle]))
            if found is None:
                self.stopped = True
            elif found.objective <= self.p:
                self.sites = found.sites
                _, radius = nearest(self.distances, found.sites, np.ones(len(self.distances.beyond), bool))
                high = int(np.searchsorted(self.radii, radius))
            else:
                self.leaves, self.refuted, low = found.leaves, float(self.radii[middle]), middle + 1
        if high == len(self.radii) and len(self.distances.beyond):
            self._none_found()

    def _sure(self) -> int:
        """The place of the largest of the distances to each point's nearest candidate: no radius is smaller."""
        if not len(self.distances.beyond):
            return 0
        reach = (
            self.distances.length[:, 0] if self.distances.length.size else np.full(len(self.distances.beyond), np.inf)
        )
        if np.isinf(reach).any():
            raise Infeasible({"unreachable": float(np.isinf(reach).sum())})
        worst = int(reach.argmax())
        place = int(np.searchsorted(self.radii, reach[worst]))
        self.refuted = float(self.radii[place - 1]) if place else -1.0
        multipliers = np.zeros(len(reach))
        multipliers[worst] = self.p + 2.0
        self.leaves = (Leaf(np.empty(0, np.int32), np.empty(0, np.int32), multipliers),)
        return place

    def _within(self, radius: float) -> Solution | None:
        """A covering with at most p sites, or the proof that there is none; None if the clock ran out."""
        self.asked += 1
        if self.tell:
            self.tell(min(0.99, (time.monotonic() - self.began) / max(1e-9, self.until - self.began)))
        left = self.until - time.monotonic()
        cost = np.ones(self.distances.count)
        found = set_covering(
            within(self.distances, radius), cost, fixed=tuple(self.fixed), forbidden=tuple(self.forbidden), at_most=float(self.p),
            seconds=left,
        )  # fmt: skip
        return found if found.objective <= self.p or found.bound > self.p else None

    def _none_found(self) -> None:
        """Nothing within any distance: there is no choice, or no time was left to find one."""
        found = self._within(float(self.radii[-1]))
        if found is None:
            raise NoneFound(seconds=f"{time.monotonic() - self.began:.0f}")
        if found.objective > self.p:
            raise Infeasible({"sites": found.bound - self.p})
        self.sites = found.sites


def _of(distances: Distances, counts: NDArray[np.bool_], forbidden: Ints) -> Distances:
    """Only the points that count, and only the candidates that may be open, again nearest first."""
    candidates, length = distances.candidates[counts], distances.length[counts].copy()
    length[np.isin(candidates, forbidden) | (candidates < 0)] = np.inf
    order = np.argsort(length, axis=1, kind="stable")
    length = np.take_along_axis(length, order, axis=1)
    candidates = np.where(np.isfinite(length), np.take_along_axis(candidates, order, axis=1), -1)
    return Distances(candidates.astype(np.int32), length, distances.beyond[counts], distances.count)


def _spread(multipliers: Floats, counts: NDArray[np.bool_]) -> Floats:
    whole = np.zeros(len(counts))
    whole[counts] = multipliers
    return whole
