"""Which candidates cover each point, as it stands in certificates of covering: rows of numbers, one row after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.packing import packed
from madang.analysis.certificates.reading import Place

Ints = NDArray[np.int64]


def packed_cover(cover: Any) -> dict[str, Any]:
    """A `Cover` as inputs of a certificate."""
    return {"count": int(cover.count), "indptr": packed(cover.indptr), "indices": packed(cover.indices)}


class Covers:
    """The same, checked: `row[k]` is the point that `indices[k]` covers."""

    def __init__(self, inputs: Place) -> None:
        self.count = inputs["count"].integer(0)
        self.indices: Ints = inputs["indices"].integers((None,), 0, self.count)
        self.indptr: Ints = inputs["indptr"].integers((None,), 0, len(self.indices) + 1)
        self.points = len(self.indptr) - 1
        sizes = np.diff(self.indptr)
        if self.points < 0 or self.indptr[0] != 0 or self.indptr[-1] != len(self.indices) or (sizes < 0).any():
            raise inputs["indptr"].wrong("rows do not follow one another.", "행의 시작 위치가 이어지지 않습니다.")
        self.row: Ints = np.repeat(np.arange(self.points), sizes)
        falling = (np.diff(self.indices) <= 0) & (np.diff(self.row) == 0)
        if falling.any():
            at = int(self.row[int(np.flatnonzero(falling)[0])])
            raise inputs["indices"].wrong(f"row {at} does not rise.", f"{at}번 행의 번호가 차례로 커지지 않습니다.")

    def covered(self, sites: Ints) -> NDArray[np.bool_]:
        """(n,) whether any of `sites` covers each point."""
        found = np.zeros(self.points, bool)
        found[self.row[np.isin(self.indices, sites)]] = True
        return found
