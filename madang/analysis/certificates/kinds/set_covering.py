"""Location set covering: the cheapest candidates that leave no point uncovered.

A leaf's bound: for any u >= 0, with S_j the sum of u_i over the points that j covers, a choice that covers every point costs at least

    sum_i u_i + sum_j v_j    v_j = -S_j of fixed candidates, which cost nothing; c_j - S_j of those open in the leaf;
                             0 of closed and forbidden ones; min(0, c_j - S_j) of all others

because u_i (1 - how many open candidates cover i) is nowhere above 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from madang.analysis.certificates.adding import EPSILON, Floats, by_number, exact
from madang.analysis.certificates.claims import Choice, Found, Last, Leaf
from madang.analysis.certificates.covers import Covers, packed_cover
from madang.analysis.certificates.dividing import ByCandidates
from madang.analysis.certificates.packing import packed as array
from madang.analysis.certificates.packing import packed_numbers
from madang.analysis.certificates.reading import Place


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: `cover` (a `Cover`), `cost`, and `fixed` and `forbidden` if there are any."""
    return packed_cover(model["cover"]) | {
        "cost": array(np.asarray(model["cost"], np.float64)),
        "fixed": packed_numbers(model.get("fixed", ())),
        "forbidden": packed_numbers(model.get("forbidden", ())),
    }


class Model(ByCandidates):
    """The inputs of a certificate, checked."""

    def __init__(self, inputs: Place, sense: str) -> None:
        inputs.check_sense(sense, "min")
        self.cover = Covers(inputs)
        self.count, self.multipliers, self.entries = self.cover.count, self.cover.points, self.cover.indices.size
        self.cost = inputs["cost"].floats((self.count,), low=0.0)
        self.fixed = inputs["fixed"].numbers_of(self.count)
        self.forbidden = inputs["forbidden"].numbers_of(self.count)
        self.cost[self.fixed] = 0.0
        self.each, self.reduced = self.count, Last(self._reduced)

    @property
    def whole(self) -> bool:
        """Whether every choice costs a whole number."""
        return bool((self.cost == np.floor(self.cost)).all())

    def found(self, choice: Choice) -> Found:
        """What the chosen sites cost. Raises `Refuted` if one is not allowed or a point is not covered."""
        choice.check_sites(self.fixed, self.forbidden)
        covered = self.cover.covered(choice.sites)
        if not covered.all():
            at = int(np.flatnonzero(~covered)[0])
            raise choice.at_sites.wrong(f"none of them covers point {at}.", f"{at}번 지점에 닿는 시설이 없습니다.")
        return Found(exact(self.cost[choice.sites].tolist()))

    def bound(self, leaf: Leaf) -> float:
        """What no choice in the leaf passes below; infinite if it holds no choice."""
        opened, closed = np.union1d(leaf.opened, self.fixed), np.union1d(leaf.closed, self.forbidden)
        if np.isin(opened, closed).any():
            return math.inf
        total, low = self.reduced.of(leaf)
        free = np.minimum(low, 0.0)
        free[opened] = low[opened]
        free[closed] = 0.0
        return exact([total, *free[free != 0].tolist()])

    def _reduced(self, leaf: Leaf) -> tuple[float, Floats]:
        """The sum of the multipliers, and c_j - S_j of each candidate; neither too high."""
        u = leaf.multipliers
        if (u < 0).any():
            raise leaf.at_multipliers.wrong("one is below 0.", "0보다 작은 값이 있습니다.")
        paid = by_number(self.cover.indices, u[self.cover.row], self.count)
        low, total = self.cost - paid.total, exact(u.tolist())
        return total - EPSILON * total, low - paid.off - EPSILON * np.abs(low)
