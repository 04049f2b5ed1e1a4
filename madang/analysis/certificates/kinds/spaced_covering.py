"""Maximal covering with spacing: as `maximal_covering`, and no two open candidates are nearer to each other than a distance.

A leaf's bound is that of `maximal_covering` with three changes. What is too near to a fixed candidate, or to one open in the leaf, is
closed; a leaf in which two of those are too near holds no choice. Of the q largest T_j only those above 0 count, since fewer than p may be
open. `cliques` are sets of candidates any two of which are too near, so that one of each is open at most: with a multiplier t >= 0 each, t
is added once, and taken off from the T_j of its candidates.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from madang.analysis.certificates.adding import EPSILON, Floats, Ints, by_number, exact
from madang.analysis.certificates.claims import Choice, Found, Leaf
from madang.analysis.certificates.kinds import maximal_covering
from madang.analysis.certificates.packing import packed as array
from madang.analysis.certificates.packing import packed_numbers
from madang.analysis.certificates.reading import Place

MOST_CLIQUES = 5_000
MOST_PAIRS = 200_000_000
"""Pairs of candidates that are measured: some seconds."""


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: as `maximal_covering`, with `xy` (m, 2) and `spacing` in the same unit; `cliques` as the solution says."""
    return maximal_covering.packed(model) | {
        "xy": array(np.asarray(model["xy"], np.float64)),
        "spacing": float(model["spacing"]),
        "cliques": [packed_numbers(candidates) for candidates in model.get("cliques", ())],
    }


class Model(maximal_covering.Model):
    """The inputs of a certificate, checked."""

    def __init__(self, inputs: Place, sense: str) -> None:
        super().__init__(inputs, sense)
        self.xy = inputs["xy"].floats((self.count, 2))
        self.spacing = inputs["spacing"].number()
        self.pairs = 0
        self.cliques = [self._clique(place) for place in inputs["cliques"].items(MOST_CLIQUES)]
        self.covering = self.multipliers
        self.multipliers += len(self.cliques)
        self.each = self.count * (1 + len(self.fixed) + self.p)

    def found(self, choice: Choice) -> Found:
        """The need that the chosen sites cover. Raises `Refuted` for sites that are not allowed or too near to one another."""
        found = super().found(choice)
        if self._too_near(choice.sites):
            raise choice.at_sites.wrong(
                f"two are nearer than {self.spacing:g}.", f"간격이 {self.spacing:g}보다 좁은 두 곳이 있습니다."
            )
        return found

    def bound(self, leaf: Leaf) -> float:
        """What no choice in the leaf passes above; minus infinity if it holds no choice."""
        opened, closed = np.union1d(leaf.opened, self.fixed), np.union1d(leaf.closed, self.forbidden)
        more = self.p - (len(opened) - len(self.fixed))
        if np.isin(opened, closed).any() or more < 0 or self._too_near(opened):
            return -math.inf
        once, high = self.sums.of(leaf)
        still = np.ones(self.count, bool)
        still[opened] = still[closed] = False
        for one in opened:
            still &= ~self._near(one, slice(None))
        chosen = np.sort(np.maximum(high[still], 0.0))[::-1][:more]
        return exact([once, *high[opened].tolist(), *chosen.tolist()])

    def _summed(self, leaf: Leaf) -> tuple[float, Floats]:
        """As without spacing, then the cliques; neither too low."""
        t = leaf.multipliers[self.covering :]
        if (t < 0).any():
            raise leaf.at_multipliers.wrong("one is below 0.", "0보다 작은 값이 있습니다.")
        once, high = super()._summed(replace(leaf, multipliers=leaf.multipliers[: self.covering]))
        members = np.concatenate([np.empty(0, np.int64), *self.cliques])
        taken = by_number(members, np.repeat(t, [len(clique) for clique in self.cliques]), self.count)
        lower = high - (taken.total - taken.off)
        total = exact([once, *t.tolist()])
        return total + EPSILON * abs(total), lower + EPSILON * np.abs(lower)

    def _near(self, one: Any, others: Any) -> Any:
        """Whether each of the others is too near to one."""
        return np.hypot(*(self.xy[others] - self.xy[one]).T) < self.spacing

    def _too_near(self, sites: Ints) -> bool:
        """Whether any two of the sites are too near."""
        return any(self._near(one, sites[at + 1 :]).any() for at, one in enumerate(sites))

    def _clique(self, place: Place) -> Ints:
        clique = place.numbers_of(self.count)
        self.pairs += len(clique) ** 2
        if self.pairs > MOST_PAIRS:
            raise place.wrong("there are too many pairs to measure.", "거리를 잴 쌍이 너무 많습니다.")
        if not all(self._near(one, clique[at + 1 :]).all() for at, one in enumerate(clique)):
            raise place.wrong(f"two are not nearer than {self.spacing:g}.",
                              f"간격이 {self.spacing:g} 이상인 두 곳이 있습니다.")  # fmt: skip
        return clique
