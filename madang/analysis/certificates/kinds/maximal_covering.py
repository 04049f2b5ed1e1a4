"""Maximal covering: p candidates that cover as much need as possible, besides the fixed ones.

A leaf's bound: for any u >= 0, with S_j the sum of u_i over the points that j covers, and q the candidates that may still be opened
besides those open in the leaf, no choice covers more than

    sum_G max(0, sum_(i in G) (need_i - u_i)) + sum_(j fixed or open in the leaf) S_j + (the q largest S_j of the free ones)

with points that exactly the same candidates cover in one group G: they count together or not at all, and only with a candidate that covers
them; u_i counts once for each of those that are open.

`cuts` tighten it (`odd_sets`): with a multiplier v >= 0 for each set R of k points, of which j covers a_j, v |R in G| is taken off from the
sum of each group, v (k - 1) / 2 is added, and v ceil(a_j / 2) to each S_j.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from madang.analysis.certificates.adding import EPSILON, Floats, exact
from madang.analysis.certificates.claims import Choice, Found, Last, Leaf
from madang.analysis.certificates.covers import Covers, packed_cover
from madang.analysis.certificates.dividing import ByCandidates
from madang.analysis.certificates.odd_sets import OddSets
from madang.analysis.certificates.packing import packed as array
from madang.analysis.certificates.packing import packed_numbers
from madang.analysis.certificates.reading import Place


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: `need`, `cover` (a `Cover`), `p`; `fixed` and `forbidden` if there are any, `cuts` as the solution says."""
    return packed_cover(model["cover"]) | {
        "need": array(np.asarray(model["need"], np.float64)),
        "p": int(model["p"]),
        "cuts": [packed_numbers(points) for points in model.get("cuts", ())],
        "fixed": packed_numbers(model.get("fixed", ())),
        "forbidden": packed_numbers(model.get("forbidden", ())),
    }


class Model(ByCandidates):
    """The inputs of a certificate, checked."""

    def __init__(self, inputs: Place, sense: str) -> None:
        inputs.check_sense(sense, "max")
        self.cover = Covers(inputs)
        self.count, self.entries = self.cover.count, self.cover.indices.size
        self.need = inputs["need"].floats((self.cover.points,), low=0.0)
        self.p = inputs["p"].integer(0)
        self.fixed = inputs["fixed"].numbers_of(self.count)
        self.forbidden = inputs["forbidden"].numbers_of(self.count)
        self.cuts = OddSets(inputs["cuts"], self.cover)
        self.multipliers = self.cover.points + len(self.cuts)
        self.some = np.bincount(self.cover.row, minlength=self.cover.points) > 0
        self.each, self.sums = self.count, Last(self._summed)

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
        opened, closed = np.union1d(leaf.opened, self.fixed), np.union1d(leaf.closed, self.forbidden)
        more = self.p - (len(opened) - len(self.fixed))
        if np.isin(opened, closed).any() or more < 0:
            return -math.inf
        once, high = self.sums.of(leaf)
        still = np.ones(self.count, bool)
        still[opened] = still[closed] = False
        chosen = np.sort(high[still])[::-1][:more]
        return exact([once, *high[opened].tolist(), *chosen.tolist()])

    def _summed(self, leaf: Leaf) -> tuple[float, Floats]:
        """What counts once, and T_j of each candidate; neither too low."""
        if (leaf.multipliers < 0).any():
            raise leaf.at_multipliers.wrong("one is below 0.", "0보다 작은 값이 있습니다.")
        u, v = leaf.multipliers[: self.cover.points], leaf.multipliers[self.cover.points :]
        left, saved = self.cuts.once(np.where(self.some, self.need - u, 0.0), v), self.cuts.saved(u, v)
        once, halves = np.maximum(0.0, left.total + left.off), self.cuts.halves(v)
        total = exact([*once.tolist(), *halves])
        return total + 2 * EPSILON * (abs(total) + exact(halves)), saved.total + saved.off
