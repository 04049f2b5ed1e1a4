"""Cuts of maximal covering: sets R of an odd number k of points, each its own proof.

With a_j of the points of R covered by candidate j, and z_i whether point i is covered, every choice y of candidates satisfies

    sum_j ceil(a_j / 2) y_j  >=  sum_(i in R) z_i - (k - 1) / 2

because half the sum of (candidates that cover i >= z_i) and (1 >= z_i) over R is sum_j a_j / 2 y_j >= sum z_i - k / 2, coefficients may
be rounded up (y >= 0), and then the right side, since all numbers are whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.adding import Sums, by_number
from madang.analysis.certificates.covers import Covers
from madang.analysis.certificates.reading import Place

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST = 5_000


class OddSets:
    """The cuts of a certificate: for each `sets` its points, `candidates` and `times` = ceil(a_j / 2) of those that cover any."""

    def __init__(self, place: Place, cover: Covers) -> None:
        self.cover = cover
        self.sets = [self._set(one) for one in place.items(MOST)]
        self.candidates: list[Ints] = []
        self.times: list[Floats] = []
        for points in self.sets:
            chosen, covered = np.unique(cover.indices[np.isin(cover.row, points)], return_counts=True)
            self.candidates.append(chosen)
            self.times.append(np.ceil(covered / 2))
        self.alike = self._alike()

    def __len__(self) -> int:
        return len(self.sets)

    def _set(self, place: Place) -> Ints:
        points = place.numbers_of(self.cover.points)
        if len(points) % 2 == 0:
            raise place.wrong("an odd number of points is expected.", "지점 수가 홀수여야 합니다.")
        return points

    def _alike(self) -> Ints:
        """(n,) the first point that exactly the same candidates cover: one z stands for all of them."""
        starts = np.searchsorted(self.cover.row, np.arange(self.cover.points + 1))
        first: dict[bytes, int] = {}
        rows = (self.cover.indices[starts[at] : starts[at + 1]].tobytes() for at in range(self.cover.points))
        return np.array([first.setdefault(row, at) for at, row in enumerate(rows)], np.int64)

    def once(self, worth: Floats, v: Floats) -> Sums:
        """What is left of `worth` (n,) at the first of alike points, after each cut took its multiplier for each point of its set."""
        numbers = np.concatenate([self.alike, *(self.alike[points] for points in self.sets)])
        taken = [np.full(len(points), -one) for points, one in zip(self.sets, v, strict=True)]
        return by_number(numbers, np.concatenate([worth, *taken]), self.cover.points)

    def saved(self, u: Floats, v: Floats) -> Sums:
        """T_j = sum of u_i over the points that j covers + sum_k v_k ceil(a_kj / 2)."""
        numbers = np.concatenate([self.cover.indices, *self.candidates])
        terms = [one * times for one, times in zip(v, self.times, strict=True)]
        return by_number(numbers, np.concatenate([u[self.cover.row], *terms]), self.cover.count)

    def halves(self, v: Floats) -> list[float]:
        """v_k (k - 1) / 2 of each cut."""
        return [float(one) * (len(points) - 1) / 2 for points, one in zip(self.sets, v, strict=True)]
