"""What the bytes of a long column say, batch by batch: blanks, lengths, which signs stand among digits, whether all is plain numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
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
        cells = Cells.of(array) if len(array) else None
        if cells and _blanks_around(cells):
            array = self._trim(array)
            cells = Cells.of(array) if len(array) else None
        if cells is None:
            return
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
        trimmed = pc.utf8_trim(array, BLANKS)
        changed = pc.sum(pc.not_equal(trimmed, array)).as_py()
        left = trimmed.filter(pc.not_equal(trimmed, ""))
        self.blank += len(array) - len(left)
        self.padded += changed - pc.sum(pc.and_(pc.equal(trimmed, ""), pc.not_equal(array, ""))).as_py()
        return left

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


def _blanks_around(cells: Cells) -> bool:
    """Whether some value may be empty, or begin or end with a blank: sure when it says no."""
    return cells.some_empty or bool(np.any(_FIRST[cells.first]) or np.any(_LAST[cells.last]))
