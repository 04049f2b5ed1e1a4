"""p-median and maximal covering with capacities: each point goes wholly to one site, and no site serves more than it can.

With c_ij what point i costs at candidate j, l_i what it costs left out (infinite for the p-median), q_i its need and Q_j the capacity,
a leaf's bound for any multipliers u is

    sum_i min(u_i, l_i) - sum_(j fixed or open in the leaf) G_j - (the largest G_j of the free ones, as many as may still open)
    G_j = the most sum_i (min(u_i, l_i) - c_ij) over points whose need fits into Q_j together                      (a knapsack)

Leaves are cut by candidates and by points: `barred` lists, from the first such cut on, a point and who may not serve it (m stands for
nobody); the two sides of a cut bar everybody once. For covering, the cost is the weight left out, and the bound all weight less it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.adding import exact
from madang.analysis.certificates.claims import Choice, Found, Leaf
from madang.analysis.certificates.dividing import check_divided
from madang.analysis.certificates.knapsack import Allowance, Knapsack, TooLong
from madang.analysis.certificates.packing import packed as array
from madang.analysis.certificates.packing import packed_numbers
from madang.analysis.certificates.reading import MOST_CANDIDATES, Place

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FITS = 1e-9
"""Share of a capacity by which the sum of needs may pass it: rounding."""


MOST_ITEMS = 300_000_000
"""Looked at in the knapsacks of a certificate: some minutes."""


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: `need`, `matrix`, `capacity`, `p`; `radius` for covering; `weight`, `fixed` and `forbidden` if there are any."""
    matrix = np.asarray(model["matrix"], np.float64)
    need = np.asarray(model["need"], np.float64)
    weight = model.get("weight")
    radius = model.get("radius")
    return {
        "need": array(need),
        "weight": array(need if weight is None else np.asarray(weight, np.float64)),
        "matrix": array(matrix),
        "capacity": array(np.broadcast_to(np.asarray(model["capacity"], np.float64), matrix.shape[1:])),
        "radius": None if radius is None else float(radius),
        "p": int(model["p"]),
        "fixed": packed_numbers(model.get("fixed", ())),
        "forbidden": packed_numbers(model.get("forbidden", ())),
    }


def packed_leaf(leaf: Any) -> dict[str, Any]:
    """What a leaf of this kind has besides."""
    return {"barred": [[int(point), packed_numbers(candidates)] for point, candidates in leaf.barred]}


class Model:
    """The inputs of a certificate, checked."""

    whole = False

    def __init__(self, inputs: Place, sense: str) -> None:
        covering = inputs["radius"].value is not None
        inputs.check_sense(sense, "max" if covering else "min")
        self.need = inputs["need"].floats((None,), low=0.0)
        points = len(self.need)
        self.weight = inputs["weight"].floats((points,), low=0.0)
        matrix = inputs["matrix"].floats((points, None), low=0.0, endless=True)
        self.count, self.multipliers, self.entries = matrix.shape[1], points, 0
        self.each = (
            50 * matrix.size + 5_000 * self.count
        )  # a knapsack in plain Python for each candidate, counted in sums
        self.allowance = Allowance(MOST_ITEMS)
        self.capacity = inputs["capacity"].floats((self.count,), low=0.0, endless=True)
        self.p = inputs["p"].integer(0, MOST_CANDIDATES)
        self.total: float | None = None
        self.fixed = inputs["fixed"].numbers_of(self.count)
        self.forbidden = inputs["forbidden"].numbers_of(self.count)
        if covering:
            self.cost = np.where(matrix <= inputs["radius"].number(), 0.0, math.inf)
            self.left, self.total = self.weight, exact(self.weight.tolist())
        else:
            reached = np.isfinite(matrix)
            self.cost = np.where(reached, np.where(reached, matrix, 0.0) * self.weight[:, None], math.inf)
            self.left = np.full(points, math.inf)

    def found(self, choice: Choice) -> Found:
        """What the assignment costs or covers. Raises `Refuted` for one that the model does not allow."""
        choice.check_sites(self.fixed, self.forbidden, most=len(self.fixed) + self.p)
        to = choice.assignment(len(self.need), self.count)
        if to is None:
            raise choice.at_assignment.wrong("it is missing.", "값이 없습니다.")
        served = np.flatnonzero(to >= 0)
        paid = np.append(self.cost[served, to[served]], self.left[to < 0])
        if not np.isin(to[served], choice.sites).all() or np.isinf(paid).any():
            raise choice.at_assignment.wrong("a point goes where it cannot.", "갈 수 없는 곳에 배정된 지점이 있습니다.")
        load = np.bincount(to[served], weights=self.need[served], minlength=self.count)
        if (load > self.capacity * (1 + FITS)).any():
            at = int(np.flatnonzero(load > self.capacity * (1 + FITS))[0])
            raise choice.at_assignment.wrong(
                f"candidate {at} serves more than it can.", f"{at}번 후보지가 정원을 넘습니다."
            )
        return Found(self._value(exact(paid.tolist())))

    def _value(self, cost: float) -> float:
        return cost if self.total is None else self.total - cost

    def check_divided(self, leaves: Sequence[Leaf], place: Place) -> None:
        """Raise `Refuted` unless every choice of sites and of who serves whom lies in a leaf."""
        barred = [[(point, candidates.tobytes()) for point, candidates in self._barred(leaf)] for leaf in leaves]
        check_divided([(leaf.opened, leaf.closed) for leaf in leaves], place, barred, self.count + 1)

    def _barred(self, leaf: Leaf) -> list[tuple[int, Ints]]:
        """The cuts of a leaf by points."""
        pairs = [one.pair() for one in leaf.place["barred"].items()]
        return [(point.integer(0, len(self.need) - 1), sides.numbers_of(self.count + 1)) for point, sides in pairs]

    def bound(self, leaf: Leaf) -> float:
        """What nothing in the leaf passes."""
        cost, left = self.cost.copy(), self.left.copy()
        for point, candidates in self._barred(leaf):
            cost[point, candidates[candidates < self.count]] = math.inf
            if self.count in candidates:
                left[point] = math.inf
        opened, closed = np.union1d(leaf.opened, self.fixed), np.union1d(leaf.closed, self.forbidden)
        more = self.p - (len(opened) - len(self.fixed))
        if np.isin(opened, closed).any() or more < 0:
            return math.inf if self.total is None else -math.inf
        price = np.minimum(leaf.multipliers, left)
        try:
            worth = self._worth(price[:, None] - cost, opened, closed, more)
        except TooLong:
            raise leaf.place.wrong("recomputing it would take hours.", "다시 계산하는 데 몇 시간이 걸립니다.") from None
        return self._value(exact([*price.tolist(), *(-worth).tolist()]))

    def _worth(self, pays: Floats, opened: Ints, closed: Ints, more: int) -> Floats:
        """What `opened` and the best `more` of the free ones earn at most: exact where that is enough to tell which."""
        packs = [self._pack(pays[:, j], j) for j in range(self.count)]
        worth = np.array([pack.fractional for pack in packs])
        free = np.ones(self.count, bool)
        free[opened] = free[closed] = False
        solved: set[int] = set()
        while True:
            rank = np.where(free, worth, -math.inf)
            best = np.argsort(-rank, kind="stable")[: min(more, int(free.sum()))]
            chosen = np.append(opened, best)
            if solved.issuperset(chosen.tolist()):
                return np.asarray(worth[chosen])
            for j in set(chosen.tolist()) - solved:
                worth[j] = packs[j].most(self.allowance)
            solved |= set(chosen.tolist())

    def _pack(self, pays: Floats, candidate: int) -> Knapsack:
        room = float(self.capacity[candidate])
        good = (pays > 0) & (self.need <= room)
        return Knapsack(pays[good], self.need[good], room)
