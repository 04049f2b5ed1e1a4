"""p-median: p candidates so that all need together travels least.

A leaf's bound: with c_ij = need_i length_ij and any multipliers u, a choice of q more candidates besides those open in the leaf costs
at least

    sum_i u_i + sum_(j open in the leaf) rho_j + (the q smallest rho_j of the free ones)
    rho_j = sum_i min(0, c_ij - u_i)

because every point is served once, and a candidate serves whatever its multiplier pays for (Lagrange). Pairs that the lists leave
out cost at least need_i beyond_i, so where u_i is not above that they add nothing.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from madang.analysis.certificates.adding import EPSILON, Floats, Ints, by_number, exact
from madang.analysis.certificates.claims import Choice, Found, Last, Leaf
from madang.analysis.certificates.dividing import ByCandidates
from madang.analysis.certificates.lists import Lists, packed_lists
from madang.analysis.certificates.packing import packed as array
from madang.analysis.certificates.packing import packed_numbers
from madang.analysis.certificates.reading import Place


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: `need`, `distances` (a `Distances`), `p`, and `fixed` and `forbidden` if there are any."""
    return packed_lists(model["distances"]) | {
        "need": array(np.asarray(model["need"], np.float64)),
        "p": int(model["p"]),
        "fixed": packed_numbers(model.get("fixed", ())),
        "forbidden": packed_numbers(model.get("forbidden", ())),
    }


class Model(ByCandidates):
    """The inputs of a certificate, checked."""

    def __init__(self, inputs: Place, sense: str) -> None:
        inputs.check_sense(sense, "min")
        self.need = inputs["need"].floats((None,), low=0.0)
        self.lists = Lists(inputs, len(self.need))
        self.count, self.multipliers = self.lists.count, len(self.need)
        self.p = inputs["p"].integer(0)
        self.fixed = inputs["fixed"].numbers_of(self.count)
        self.forbidden = inputs["forbidden"].numbers_of(self.count)
        if np.isin(self.fixed, self.forbidden).any():
            raise inputs["fixed"].wrong(
                "a candidate is both fixed and forbidden.", "후보지가 고정이면서 금지되어 있습니다."
            )
        self.free = min(self.p, self.count - len(self.fixed) - len(self.forbidden))
        rows, places = np.nonzero(self.lists.listed & (self.need > 0)[:, None])
        self.row: Ints = rows
        self.candidate = self.lists.candidates[rows, places]
        self.cost = self.need[rows] * self.lists.length[rows, places]
        self.entries = len(rows)
        self.limit = np.multiply(self.need, self.lists.beyond, out=np.zeros(len(self.need)), where=self.need > 0)
        self.each, self.earned = self.count, Last(self._earned)

    def within(self, most: float) -> Model:
        """The same model when nobody may be served from farther than `most`; lists must reach as far."""
        model = copy.copy(self)
        near = self.lists.length[self.lists.listed & (self.need > 0)[:, None]] <= most
        model.row, model.candidate, model.cost = self.row[near], self.candidate[near], self.cost[near]
        model.limit = np.full(len(self.need), math.inf)
        model.earned = Last(model._earned)
        return model

    @property
    def whole(self) -> bool:
        """Whether every choice costs a whole number."""
        return bool((self.cost == np.floor(self.cost)).all())

    def found(self, choice: Choice) -> Found:
        """What the chosen sites cost. Raises `Refuted` for a choice that the model does not allow."""
        number = len(self.fixed) + self.free
        choice.check_sites(self.fixed, self.forbidden, least=number, most=number)
        served = self.need > 0
        nearest = self.lists.nearest(choice, served)
        return Found(exact((self.need[served] * nearest[served]).tolist()))

    def bound(self, leaf: Leaf) -> float:
        """What no choice in the leaf passes below; infinite if it holds no choice."""
        opened, closed = np.union1d(leaf.opened, self.fixed), np.union1d(leaf.closed, self.forbidden)
        more = self.free - (len(opened) - len(self.fixed))
        still = np.ones(self.count, bool)
        still[opened] = still[closed] = False
        if np.isin(opened, closed).any() or not 0 <= more <= still.sum():
            return math.inf
        total, rho = self.earned.of(leaf)
        return exact([total, *rho[opened].tolist(), *np.sort(rho[still])[:more].tolist()])

    def _earned(self, leaf: Leaf) -> tuple[float, Floats]:
        """The sum of the multipliers, a little too low, and what each candidate earns with them, never too high."""
        u, needs = leaf.multipliers, self.need > 0
        if (u[~needs] != 0).any() or (u[needs] > self.limit[needs]).any():
            raise leaf.at_multipliers.wrong("one is above what a pair left out may cost.",
                                            "목록에 없는 쌍의 비용보다 큰 값이 있습니다.")  # fmt: skip
        pays = u[self.row] - self.cost
        paid = pays > 0
        rho = by_number(self.candidate[paid], -pays[paid], self.count)
        total = exact(u.tolist())
        return total - EPSILON * abs(total), rho.total - rho.off
