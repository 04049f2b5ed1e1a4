"""Maximal covering: p candidates that cover as much need as possible, besides the fixed ones.

A leaf's bound: for any u >= 0, with S_j the sum of u_i over the points that j covers, and q the candidates that may still be opened
besides those open in the leaf, no choice covers more than

    sum_i max(0, need_i - u_i) + sum_(j fixed or open in the leaf) S_j + (the q largest S_j of the free ones)

because a point counts only with a candidate that covers it: of what is covered at i, need_i - u_i counts at most once, and u_i once
for each open candidate that covers i.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from madang.analysis.certificates.adding import by_number, exact
from madang.analysis.certificates.claims import Choice, Found, Leaf
from madang.analysis.certificates.covers import Covers, packed_cover
from madang.analysis.certificates.dividing import ByCandidates
from madang.analysis.certificates.packing import packed as array
from madang.analysis.certificates.packing import packed_numbers
from madang.analysis.certificates.reading import Place


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: `need`, `cover` (a `Cover`), `p`, and `fixed` and `forbidden` if there are any."""
    return packed_cover(model["cover"]) | {
        "need": array(np.asarray(model["need"], np.float64)),
        "p": int(model["p"]),
        "fixed": packed_numbers(model.get("fixed", ())),
        "forbidden": packed_numbers(model.get("forbidden", ())),
    }


class Model(ByCandidates):
    """The inputs of a certificate, checked."""

    def __init__(self, inputs: Place, sense: str) -> None:
        inputs.check_sense(sense, "max")
        self.cover = Covers(inputs)
        self.count, self.multipliers, self.entries = self.cover.count, self.cover.points, self.cover.indices.size
        self.need = inputs["need"].floats((self.cover.points,), low=0.0)
        self.p = inputs["p"].integer(0)
        self.fixed = inputs["fixed"].numbers_of(self.count)
        self.forbidden = inputs["forbidden"].numbers_of(self.count)

    @property
    def whole(self) -> bool:
        """Whether every choice covers a whole number."""
        return bool((self.need == np.floor(self.need)).all())

    def found(self, choice: Choice) -> Found:
        """The need that the chosen sites cover. Raises `Refuted` for sites that the model does not allow."""
        choice.check_sites(self.fixed, self.forbidden, most=len(self.fixed) + self.p)
        return Found(exact(self.need[self.cover.covered(choice.sites)].tolist()))

    def bound(self, leaf: Leaf) -> float:
        """What no choice in the leaf passes above; minus infinity if it holds no choice."""
        u = leaf.multipliers
        if (u < 0).any():
            raise leaf.at_multipliers.wrong("one is below 0.", "0보다 작은 값이 있습니다.")
        opened, closed = np.union1d(leaf.opened, self.fixed), np.union1d(leaf.closed, self.forbidden)
        more = self.p - (len(opened) - len(self.fixed))
        if np.isin(opened, closed).any() or more < 0:
            return -math.inf
        sums = by_number(self.cover.indices, u[self.cover.row], self.count)
        high = sums.total + sums.off
        still = np.ones(self.count, bool)
        still[opened] = still[closed] = False
        chosen = np.sort(high[still])[::-1][:more]
        once = np.maximum(0.0, self.need - u)
        return exact([*once.tolist(), *high[opened].tolist(), *chosen.tolist()])
