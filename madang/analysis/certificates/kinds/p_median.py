"""p-median: p candidates so that all need together travels least.

A leaf's bound: with c_ij = need_i length_ij and any multipliers u, a choice of q more candidates besides those open in the leaf costs
at least

    sum_i u_i + sum_(j open in the leaf) rho_j + (the q smallest rho_j of the free ones)
    rho_j = sum_i min(0, c_ij - u_i)

because every point is served once, and a candidate serves whatever its multiplier pays for (Lagrange). Pairs that the lists leave
out cost at least need_i beyond_i, so where u_i is not above that they add nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from madang.analysis.certificates.adding import Floats, Ints, by_number, exact
from madang.analysis.certificates.claims import Choice, Found, Leaf
from madang.analysis.certificates.dividing import ByCandidates
from madang.analysis.certificates.packing import packed as array
from madang.analysis.certificates.packing import packed_numbers
from madang.analysis.certificates.reading import MOST_CANDIDATES, Place


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: `need`, `distances` (a `Distances`), `p`, and `fixed` and `forbidden` if there are any."""
    distances = model["distances"]
    return {
        "need": array(np.asarray(model["need"], np.float64)),
        "candidates": array(distances.candidates),
        "length": array(distances.length),
        "beyond": array(distances.beyond),
        "count": int(distances.count),
        "p": int(model["p"]),
        "fixed": packed_numbers(model.get("fixed", ())),
        "forbidden": packed_numbers(model.get("forbidden", ())),
    }


class Model(ByCandidates):
    """The inputs of a certificate, checked."""

    def __init__(self, inputs: Place, sense: str) -> None:
        inputs.check_sense(sense, "min")
        self.count = inputs["count"].integer(0, MOST_CANDIDATES)
        self.need = inputs["need"].floats((None,), low=0.0)
        rows = len(self.need)
        self.candidates = inputs["candidates"].integers((rows, None), -1, self.count)
        self.length = inputs["length"].floats(self.candidates.shape, low=0.0, endless=True)
        self.beyond = inputs["beyond"].floats((rows,), low=0.0, endless=True)
        self.p = inputs["p"].integer(0)
        self.fixed = inputs["fixed"].numbers_of(self.count)
        self.forbidden = inputs["forbidden"].numbers_of(self.count)
        if np.isin(self.fixed, self.forbidden).any():
            raise inputs["fixed"].wrong(
                "a candidate is both fixed and forbidden.", "후보지가 고정이면서 금지되어 있습니다."
            )
        self._lists(inputs)
        self.free = min(self.p, self.count - len(self.fixed) - len(self.forbidden))
        self.multipliers = rows
        self._pairs()
        self.entries = self.cost.size

    def _lists(self, inputs: Place) -> None:
        """Rows rise, name nobody twice, and end before what they leave out."""
        listed = self.candidates >= 0
        finite = np.isfinite(self.length)
        if (finite != listed).any():
            raise inputs["length"].wrong(
                "listed candidates are not those with a length.", "길이가 있는 후보지와 목록이 다릅니다."
            )
        with np.errstate(invalid="ignore"):
            falling = np.diff(self.length, axis=1) < 0
        if falling.any():
            raise inputs["length"].wrong(f"row {int(np.argwhere(falling)[0][0])} does not rise.",
                                         f"{int(np.argwhere(falling)[0][0])}번 행이 가까운 순서가 아닙니다.")  # fmt: skip
        order = np.sort(self.candidates, axis=1)
        if ((np.diff(order, axis=1) == 0) & (order[:, 1:] >= 0)).any():
            raise inputs["candidates"].wrong("a row names a candidate twice.", "한 행에 같은 후보지가 두 번 있습니다.")
        last = np.where(finite, self.length, 0.0).max(axis=1, initial=0.0)
        if (self.beyond < last).any():
            raise inputs["beyond"].wrong(
                "a row leaves out what is nearer than what it lists.", "목록보다 가까운 후보지가 빠져 있습니다."
            )

    def _pairs(self) -> None:
        """The listed pairs of points with a need: who, with which candidate, at which cost."""
        rows, places = np.nonzero((self.candidates >= 0) & (self.need > 0)[:, None])
        self.row: Ints = rows
        self.candidate = self.candidates[rows, places]
        self.cost = self.need[rows] * self.length[rows, places]

    @property
    def whole(self) -> bool:
        """Whether every choice costs a whole number."""
        return bool((self.cost == np.floor(self.cost)).all())

    def found(self, choice: Choice) -> Found:
        """What the chosen sites cost. Raises `Refuted` for a choice that the model does not allow."""
        number = len(self.fixed) + self.free
        choice.check_sites(self.fixed, self.forbidden, least=number, most=number)
        is_open = np.zeros(self.count + 1, bool)
        is_open[choice.sites] = True
        nearest = np.where(is_open[self.candidates], self.length, math.inf).min(axis=1, initial=math.inf)
        without = (self.need > 0) & np.isinf(nearest)
        if without.any():
            at = int(np.flatnonzero(without)[0])
            raise choice.at_sites.wrong(
                f"nothing that is open serves point {at}.", f"{at}번 지점을 맡는 시설이 없습니다."
            )
        self._check_assignment(choice, nearest)
        served = self.need > 0
        return Found(exact((self.need[served] * nearest[served]).tolist()))

    def _check_assignment(self, choice: Choice, nearest: Floats) -> None:
        """Each point with a need goes to an open site, none of which is nearer."""
        to = choice.assignment(len(self.need), self.count)
        if to is None:
            return
        own = np.where((self.candidates == to[:, None]) & (to >= 0)[:, None], self.length, math.inf).min(
            axis=1, initial=math.inf
        )
        wrong = (own != nearest) | ((to >= 0) & ~np.isin(to, choice.sites))
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise choice.at_assignment.wrong(f"point {at} does not go to its nearest open site.",
                                             f"{at}번 지점이 가장 가까운 시설로 가지 않습니다.")  # fmt: skip

    def bound(self, leaf: Leaf) -> float:
        """What no choice in the leaf passes below; infinite if it holds no choice."""
        u, needs = leaf.multipliers, self.need > 0
        if (u[~needs] != 0).any() or (u[needs] > self.need[needs] * self.beyond[needs]).any():
            raise leaf.at_multipliers.wrong(
                "one is above what a pair left out may cost.", "목록에 없는 쌍의 비용보다 큰 값이 있습니다."
            )
        opened = np.union1d(leaf.opened, self.fixed)
        closed = np.union1d(leaf.closed, self.forbidden)
        more = self.free - (len(opened) - len(self.fixed))
        still = np.ones(self.count, bool)
        still[opened] = still[closed] = False
        if np.isin(opened, closed).any() or not 0 <= more <= still.sum():
            return math.inf
        pays = u[self.row] - self.cost
        paid = pays > 0
        rho = by_number(self.candidate[paid], -pays[paid], self.count)
        low = rho.total - rho.off
        chosen = np.sort(low[still])[:more]
        return exact([*u.tolist(), *low[opened].tolist(), *chosen.tolist()])
