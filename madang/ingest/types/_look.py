"""What the bytes of a long column say, batch by batch: blanks, lengths, which signs stand among digits, whether all is plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest.types._cells import NINE, ZERO, Cells
from madang.ingest.types._distinct import Sketch
from madang.ingest.types._plain import Plain, plain
from madang.ingest.types._values import BLANKS

_FIRST, _LAST = np.zeros(256, bool), np.zeros(256, bool)
_FIRST[[blank.encode()[0] for blank in BLANKS]] = True
_LAST[[blank.encode()[-1] for blank in BLANKS]] = True
"""The bytes that blanks begin and end with; Hangul ends with some of them too."""


@dataclass
class Look:
    """What is known of the values seen so far. Lengths are in bytes, of values that begin with a digit."""

    filled: int = 0
    blank: int = 0
    spaces: int = 0  # blank, and not empty
    padded: int = 0
    shortest: int = 0
    longest: int = 0
    signs: frozenset[str] | None = frozenset()  # other characters than digits; None when there are more than four
    plain: Plain | None = None
    numbers: bool = True  # every value so far is a plain number
    sketch: Sketch | None = None  # of the different numbers

    def add(self, array: pa.StringArray) -> None:
        """Look at some more values; NULLs are passed over."""
        array = array.drop_null()
        if len(array):
            array = self._trim(array)
        if not len(array):
            return
        cells = Cells.of(array)
        self.filled += len(array)
        self._measure(cells)
        self.signs = None if self.signs is None or cells.signs is None else self.signs | cells.signs
        if self.numbers:
            self._add_numbers(cells)

    def _add_numbers(self, cells: Cells) -> None:
        found = plain(cells)
        if found is None:
            self.numbers, self.plain, self.sketch = False, None, None
            return
        self.plain = self.plain + found[0] if self.plain else found[0]
        if self.sketch:
            self.sketch.add(found[1])

    def _trim(self, array: pa.StringArray) -> pa.StringArray:
        """Count blanks and take them away. Only cells that may have some are looked at, and only when they do others are touched."""
        empty, suspect = _empty(Cells.of(array))
        self.blank += int(empty.sum())
        if len(suspect):
            some = array.take(suspect)
            trimmed = pc.utf8_trim(some, BLANKS)
            changed = pc.sum(pc.not_equal(trimmed, some)).as_py()
            spaces = pc.sum(pc.equal(trimmed, "")).as_py()
            self.blank, self.spaces, self.padded = (
                self.blank + spaces,
                self.spaces + spaces,
                self.padded + changed - spaces,
            )
            if changed:
                array = pc.utf8_trim(array, BLANKS)
                return array.filter(pc.not_equal(array, ""))
        return array.filter(~empty) if empty.any() else array

    @property
    def low(self) -> str:
        return self.plain.low if self.plain else ""

    @property
    def high(self) -> str:
        return self.plain.high if self.plain else ""

    def _measure(self, cells: Cells) -> None:
        lengths = cells.lengths[
            (cells.first >= ZERO) & (cells.first <= NINE) & ~((cells.first == ZERO) & (cells.lengths == 1))
        ]
        if len(lengths):
            self.shortest = min(self.shortest or int(lengths.min()), int(lengths.min()))
            self.longest = max(self.longest, int(lengths.max()))


def _empty(cells: Cells) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Which cells are empty, and the numbers of those that may begin or end with a blank."""
    empty = cells.lengths == 0
    if not len(cells.text):
        return empty, np.zeros(0, np.int64)
    first = cells.text[np.minimum(cells.starts, len(cells.text) - 1)]
    last = cells.text[np.maximum(cells.ends - 1, 0)]
    return empty, np.flatnonzero((_FIRST[first] | _LAST[last]) & ~empty)
