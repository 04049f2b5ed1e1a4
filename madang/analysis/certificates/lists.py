"""How far each point is from the candidates around it, as it stands in certificates: rows of the nearest candidates."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.claims import Choice
from madang.analysis.certificates.packing import packed
from madang.analysis.certificates.reading import MOST_CANDIDATES, Place

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def packed_lists(distances: Any) -> dict[str, Any]:
    """A `Distances` as inputs of a certificate."""
    return {
        "count": int(distances.count),
        "candidates": packed(distances.candidates),
        "length": packed(distances.length),
        "beyond": packed(distances.beyond),
    }


class Lists:
    """The same, checked: rows rise, name nobody twice, and end before what they leave out."""

    def __init__(self, inputs: Place, points: int) -> None:
        self.count = inputs["count"].integer(0, MOST_CANDIDATES)
        self.candidates = inputs["candidates"].integers((points, None), -1, self.count)
        self.length = inputs["length"].floats(self.candidates.shape, low=0.0, endless=True)
        self.beyond = inputs["beyond"].floats((points,), low=0.0, endless=True)
        self.listed: Flags = self.candidates >= 0
        finite = np.isfinite(self.length)
        if (finite != self.listed).any():
            raise inputs["length"].wrong(
                "listed candidates are not those with a length.", "길이가 있는 후보지와 목록이 다릅니다."
            )
        with np.errstate(invalid="ignore"):
            falling = np.diff(self.length, axis=1) < 0
        if falling.any():
            row = int(np.argwhere(falling)[0][0])
            raise inputs["length"].wrong(f"row {row} does not rise.", f"{row}번 행이 가까운 순서가 아닙니다.")
        order = np.sort(self.candidates, axis=1)
        if ((np.diff(order, axis=1) == 0) & (order[:, 1:] >= 0)).any():
            raise inputs["candidates"].wrong("a row names a candidate twice.", "한 행에 같은 후보지가 두 번 있습니다.")
        if (self.beyond < np.where(finite, self.length, 0.0).max(axis=1, initial=0.0)).any():
            raise inputs["beyond"].wrong(
                "a row leaves out what is nearer than what it lists.", "목록보다 가까운 후보지가 빠져 있습니다."
            )

    def nearest(self, choice: Choice, counts: Flags) -> Floats:
        """(n,) the length to the nearest site; raises `Refuted` if a point that counts has none, or does not go there."""
        is_open = np.zeros(self.count + 1, bool)
        is_open[choice.sites] = True
        nearest: Floats = np.where(is_open[self.candidates], self.length, math.inf).min(axis=1, initial=math.inf)
        without = counts & np.isinf(nearest)
        if without.any():
            at = int(np.flatnonzero(without)[0])
            raise choice.at_sites.wrong(
                f"nothing that is open serves point {at}.", f"{at}번 지점을 맡는 시설이 없습니다."
            )
        to = choice.assignment(len(self.length), self.count)
        if to is not None:
            self._check(choice, to, nearest)
        return nearest

    def _check(self, choice: Choice, to: Ints, nearest: Floats) -> None:
        """Each point goes to an open site, and none is nearer."""
        chosen = (self.candidates == to[:, None]) & (to >= 0)[:, None]
        own = np.where(chosen, self.length, math.inf).min(axis=1, initial=math.inf)
        wrong = (own != nearest) | ((to >= 0) & ~np.isin(to, choice.sites))
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise choice.at_assignment.wrong(f"point {at} does not go to its nearest open site.",
                                             f"{at}번 지점이 가장 가까운 시설로 가지 않습니다.")  # fmt: skip
