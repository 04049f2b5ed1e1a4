"""Centdian: share times the largest distance, and the rest times the mean distance, are least together.

Choices are parted by their largest distance. `radius` is refuted for all, as `p_center` says (leaves of part 0). Part k has the choices
whose largest distance is from `least` to `most` of piece k: their mean is that of a p-median in which pairs farther than `most` serve
nobody, so that with the bound L of a leaf, as `p_median` says, they cost at least

    share least + (1 - share) L / (sum of need)

No distance lies between what is refuted and the first piece, between two pieces, or after the last.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from madang.analysis.certificates.adding import EPSILON, exact
from madang.analysis.certificates.claims import Choice, Found, Leaf
from madang.analysis.certificates.dividing import check_divided
from madang.analysis.certificates.kinds import p_center, p_median
from madang.analysis.certificates.reading import Place

NEARLY = 1e-6
"""As in `verifying`: where all costs are whole, a bound this little above a whole number counts as that number."""


def packed(model: Mapping[str, Any]) -> dict[str, Any]:
    """`model`: `need`, `distances` (a `Distances`), `p`, `share`; `fixed` and `forbidden` if there are any; `pieces` and `center` as the
    solution says."""
    pieces = [{"least": float(piece["least"]), "most": float(piece["most"])} for piece in model["pieces"]]
    radius = float(model["center"].more["radius"])
    return p_median.packed(model) | {"share": float(model["share"]), "radius": radius, "pieces": pieces}


@dataclass(frozen=True)
class _Parted:
    """A leaf and the part of the choices that it belongs to."""

    opened: Any
    closed: Any
    multipliers: Any
    part: int


def proof(solution: Any) -> list[_Parted]:
    """The leaves that refute the radius, then those of each piece."""
    pieces = [number for number, piece in enumerate(solution.more["pieces"], 1) for _ in range(piece["leaves"])]
    parts = [(0, leaf) for leaf in solution.more["center"].leaves] + list(zip(pieces, solution.leaves, strict=True))
    return [_Parted(leaf.opened, leaf.closed, leaf.multipliers, part) for part, leaf in parts]


def packed_leaf(leaf: _Parted) -> dict[str, Any]:
    """What a leaf of this kind has besides."""
    return {"part": leaf.part}


class Model:
    """The inputs of a certificate, checked."""

    whole = False

    def __init__(self, inputs: Place, sense: str) -> None:
        self.median, self.center = p_median.Model(inputs, sense), p_center.Model(inputs, sense)
        self.count, self.multipliers, self.entries = self.median.count, self.median.multipliers, self.median.entries
        self.each = self.count
        self.need = exact(self.median.need.tolist())
        self.share = inputs["share"].number()
        if not 0 <= self.share <= 1:
            raise inputs["share"].wrong("a share from 0 to 1 is expected.", "0에서 1 사이의 비율이어야 합니다.")
        if not self.need > 0:
            raise inputs["need"].wrong("somebody must have a need.", "수요가 있는 지점이 있어야 합니다.")
        self.pieces = [(piece["least"].number(), piece["most"].number()) for piece in inputs["pieces"].items()]
        self._check(inputs["pieces"])
        self.within = {part: self.median.within(most) for part, (_, most) in enumerate(self.pieces, 1)}

    def _check(self, place: Place) -> None:
        """No distance is left out of the pieces."""
        lists = self.median.lists
        usable = lists.listed & ~np.isin(lists.candidates, self.median.forbidden) & (self.median.need > 0)[:, None]
        lengths = np.unique(lists.length[usable])
        beyond = lists.beyond[self.median.need > 0].min(initial=math.inf)
        before = self.center.radius
        for least, most in sorted(self.pieces):
            between = lengths[(lengths > before) & (lengths < least)]
            if len(between) or (beyond <= most):
                raise place.wrong(f"distances between {before:g} and {least:g} are in none.",
                                  f"{before:g}와(과) {least:g} 사이의 거리가 빠졌습니다.")  # fmt: skip
            before = max(before, most)
        if (lengths > before).any() or beyond < math.inf:
            raise place.wrong(f"distances above {before:g} are in none.", f"{before:g}보다 먼 거리가 빠졌습니다.")

    def found(self, choice: Choice) -> Found:
        """Raises `Refuted` for sites that the model does not allow."""
        worst, total = self.center.found(choice).objective, self._total(choice)
        return Found(self.share * worst + (1 - self.share) * total / self.need)

    def _total(self, choice: Choice) -> float:
        served = self.median.need > 0
        nearest = self.median.lists.nearest(choice, served)
        return exact((self.median.need[served] * nearest[served]).tolist())

    def check_divided(self, leaves: Sequence[Leaf], place: Place) -> None:
        """Raise `Refuted` unless the leaves of each part leave out none of its choices."""
        parts = [self._part(leaf) for leaf in leaves]
        for part in range(len(self.pieces) + 1):
            mine = [leaf for leaf, number in zip(leaves, parts, strict=True) if number == part]
            check_divided([(leaf.opened, leaf.closed) for leaf in mine], place)

    def _part(self, leaf: Leaf) -> int:
        return leaf.place["part"].integer(0, len(self.pieces))

    def bound(self, leaf: Leaf) -> float:
        """What no choice in the leaf passes below; infinite if it holds none."""
        part = self._part(leaf)
        if part == 0:
            self.center.bound(leaf)
            return math.inf
        model = self.within[part]
        total = model.bound(leaf)
        if not math.isfinite(total):  # a share of 1 would make it NaN
            return total
        if model.whole:
            total = math.ceil(total - NEARLY)
        low = self.share * self.pieces[part - 1][0] + (1 - self.share) * total / self.need
        return low - 4 * EPSILON * abs(low)
