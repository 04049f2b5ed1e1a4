"""Which candidates cover each point, as it stands in certificates of covering: rows of numbers, one row after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.packing import packed
from madang.analysis.certificates.reading import LARGEST, MOST_CANDIDATES, Place

Ints = NDArray[np.int64]


def packed_cover(cover: Any) -> dict[str, Any]:
    """A `Cover` as inputs of a certificate."""
    return {"count": int(cover.count), "indptr": packed(cover.indptr), "indices": packed(cover.indices)}


def rows_of(indptr: Place, entries: int) -> Ints:
    """The row of each entry, as the starts of rows say: 0 first, `entries` last, never falling."""
    starts = indptr.integers((None,), 0, entries + 1)
    sizes = np.diff(starts)
    if not len(starts) or starts[0] != 0 or starts[-1] != entries or (sizes < 0).any():
        raise indptr.wrong("rows do not follow one another.", "행의 시작 위치가 이어지지 않습니다.")
    return np.repeat(np.arange(len(sizes)), sizes)


class Covers:
    """The same, checked: `row[k]` is the point that `indices[k]` covers."""

    def __init__(self, inputs: Place) -> None:
        self.count = inputs["count"].integer(0, MOST_CANDIDATES)
        self.indices: Ints = inputs["indices"].integers((None,), 0, self.count)
        self.row = rows_of(inputs["indptr"], len(self.indices))
        self.points = inputs["indptr"].integers((None,), 0, LARGEST).size - 1
        falling = (np.diff(self.indices) <= 0) & (np.diff(self.row) == 0)
        if falling.any():
            at = int(self.row[int(np.flatnonzero(falling)[0])])
            raise inputs["indices"].wrong(f"row {at} does not rise.", f"{at}번 행의 번호가 차례로 커지지 않습니다.")

    def covered(self, sites: Ints) -> NDArray[np.bool_]:
        """(n,) whether any of `sites` covers each point."""
        found = np.zeros(self.points, bool)
        found[self.row[np.isin(self.indices, sites)]] = True
        return found
