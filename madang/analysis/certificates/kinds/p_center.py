"""p-center: p candidates, besides the fixed ones, so that the largest distance of any point that counts is least.

The leaves show that p candidates are too few to serve everybody within `radius`: with what lies no farther than that as the cover of
each point, any u >= 0, and S_j the sum of u_i over the points that j covers, serving everybody within the radius takes at least

    sum_i u_i + sum_j v_j    v_j = -S_j of fixed candidates; 1 - S_j of those open in the leaf; 0 of closed and forbidden ones;
                             min(0, 1 - S_j) of all others

new sites. Where that is above p in every leaf, no choice does better than the next larger distance that there is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from madang.analysis.certificates.adding import EPSILON, Floats, by_number, exact
from madang.analysis.certificates.claims import Choice, Found, Last, Leaf
from madang.analysis.certificates.dividing import ByCandidates
from madang.analysis.certificates.lists import Lists, packed_lists
from madang.analysis.certificates.packing import packed as array
from madang.analysis.certificates.packing import packed_numbers
from madang.analysis.certificates.reading import Place


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: `distances` (a `Distances`), `p`; `need`, `fixed` and `forbidden` if there are any; `radius` as the solution says."""
    distances, need = model["distances"], model.get("need")
    counts = np.ones(len(distances.beyond)) if need is None else np.asarray(need, np.float64)
    return packed_lists(distances) | {
        "need": array(counts),
        "p": int(model["p"]),
        "radius": float(model["radius"]),
        "fixed": packed_numbers(model.get("fixed", ())),
        "forbidden": packed_numbers(model.get("forbidden", ())),
    }


class Model(ByCandidates):
    """The inputs of a certificate, checked."""

    whole = False

    def __init__(self, inputs: Place, sense: str) -> None:
        inputs.check_sense(sense, "min")
        self.counts = inputs["need"].floats((None,), low=0.0) > 0
        self.lists = Lists(inputs, len(self.counts))
        self.count, self.multipliers = self.lists.count, len(self.counts)
        self.p = inputs["p"].integer(0)
        self.fixed = inputs["fixed"].numbers_of(self.count)
        self.forbidden = inputs["forbidden"].numbers_of(self.count)
        self.radius = inputs["radius"].number()
        usable = np.ones(self.count + 1, bool)
        usable[self.forbidden] = False
        pairs = self.lists.listed & usable[self.lists.candidates] & self.counts[:, None]
        within = pairs & (self.lists.length <= self.radius)
        self.row = np.nonzero(within)[0]
        self.candidate = self.lists.candidates[within]
        self.entries, self.each, self.missing = len(self.row), self.count, Last(self._missing)
        beyond = self.lists.beyond[self.counts].min(initial=math.inf)
        if beyond <= self.radius:
            raise inputs["beyond"].wrong(
                "a row leaves out what may lie within the radius.", "반경 안의 후보지가 빠져 있을 수 있습니다."
            )
        self.next: float = min(beyond, self.lists.length[pairs & ~within].min(initial=math.inf))

    def found(self, choice: Choice) -> Found:
        """The largest distance of a point that counts. Raises `Refuted` for sites that the model does not allow."""
        choice.check_sites(self.fixed, self.forbidden, most=len(self.fixed) + self.p)
        return Found(float(self.lists.nearest(choice, self.counts)[self.counts].max(initial=0.0)))

    def bound(self, leaf: Leaf) -> float:
        """The next larger distance; infinite if the leaf holds no choice. Raises `Refuted` if it does not show that p are too few."""
        opened, closed = np.union1d(leaf.opened, self.fixed), np.union1d(leaf.closed, self.forbidden)
        if np.isin(opened, closed).any():
            return math.inf
        total, low = self.missing.of(leaf)
        free = np.minimum(low, 0.0)
        free[opened] = low[opened]
        free[closed] = 0.0
        if not exact([total, *free[free != 0].tolist()]) > self.p:
            raise leaf.at_multipliers.wrong(f"they do not show that {self.p} are too few.",
                                            f"{self.p}곳으로 모자란다는 것을 보이지 못합니다.")  # fmt: skip
        return self.next

    def _missing(self, leaf: Leaf) -> tuple[float, Floats]:
        """The sum of the multipliers, and 1 - S_j of each candidate (0 - S_j of fixed ones); neither too high."""
        u = np.where(self.counts, leaf.multipliers, 0.0)
        if (u < 0).any():
            raise leaf.at_multipliers.wrong("one is below 0.", "0보다 작은 값이 있습니다.")
        covered = by_number(self.candidate, u[self.row], self.count)
        price = np.ones(self.count)
        price[self.fixed] = 0.0
        low, total = price - covered.total, exact(u.tolist())
        return total - EPSILON * total, low - covered.off - EPSILON * np.abs(low)
