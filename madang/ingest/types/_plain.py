"""Plain numbers seen by their bytes: whether every value of a batch is one, how they are written, the least and the greatest.

A plain number writes back to the identical text: `0`, `-12`, `3.50`; not `007`, `-0`, `+5`, `1e5`, `5.`. Looking at the bytes of 5 M values
costs a tenth of asking a regular expression about each. `number.matches` is the same rule, and a test holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest.types._cells import COMMA, POINT, ZERO, Cells

DIGITS, PLACES = 18, 20
"""Digits before and after the point that `integer` and `number` take."""

Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class Plain:
    """A column of plain numbers only. `low` and `high` are the least and the greatest as they are written, without commas."""

    low: str
    high: str
    few: int  # digits after the point: the fewest and the most
    many: int
    whole: int  # digits before the point, at most
    zeros: bool  # some value ends in 0 behind the point
    grouped: bool = False  # commas stand between the thousands of some

    @property
    def least(self) -> float:
        return float(self.low)

    @property
    def greatest(self) -> float:
        return float(self.high)

    def __add__(self, other: Plain) -> Plain:
        return Plain(
            min(self.low, other.low, key=Decimal),
            max(self.high, other.high, key=Decimal),
            min(self.few, other.few),
            max(self.many, other.many),
            max(self.whole, other.whole),
            self.zeros or other.zeros,
            self.grouped or other.grouped,
        )


def plain(cells: Cells) -> tuple[Plain, Numbers] | None:
    """What the cells are when all are plain numbers, with commas between the thousands or without, and the numbers; else None."""
    grouped = "," in (cells.signs or ())
    if grouped:
        cells = _ungrouped(cells) or cells
    if cells.signs is None or not cells.signs <= {"-", "."} or not _well_formed(cells):
        return None
    try:
        kind = pa.float64() if "." in cells.signs else pa.int64()
        numbers = cells.array.cast(kind).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:  # two points, a minus inside, more than 64 bits
        return None
    found = _measured(cells, numbers, grouped)
    return (found, numbers) if found else None


def _ungrouped(cells: Cells) -> Cells | None:
    """The cells without commas when commas stand only between thousands, all of them or none; else None: `1,23`."""
    if cells.some_empty or np.any(cells.text[np.minimum(cells.digits, len(cells.text) - 1)] == COMMA):
        return None
    ends = cells.ends.copy()  # of the whole part
    points = np.flatnonzero(cells.text == POINT)
    ends[cells.rows(points)] = points
    commas = np.flatnonzero(cells.text == COMMA)
    rows = cells.rows(commas)
    count = np.bincount(rows, minlength=len(ends))
    digits = ends - cells.digits - count
    if np.any((ends[rows] - commas) % 4) or np.any((count > 0) & (count != (digits - 1) // 3)):
        return None
    return Cells.of(pc.replace_substring(cells.array, ",", ""))


def _well_formed(cells: Cells) -> bool:
    """No cell is empty, `-`, `007`, `-0`, `.5` or `5.`."""
    if cells.some_empty or (cells.digits is not cells.starts and np.any(cells.digits >= cells.ends)):
        return False
    first = cells.text[cells.digits]
    zero = np.flatnonzero(first == ZERO)
    after, ends = cells.digits[zero] + 1, cells.ends[zero]
    alone = after == ends
    if np.any(alone & (cells.digits[zero] > cells.starts[zero])):
        return False
    if "." not in (cells.signs or ()):
        return bool(alone.all())
    point = cells.text[np.minimum(after, len(cells.text) - 1)] == POINT
    return not (np.any(~alone & ~point) or np.any(first == POINT) or np.any(cells.last == POINT))


def _measured(cells: Cells, numbers: Numbers, grouped: bool) -> Plain | None:
    """The numbers of a batch once it is sure that all are some."""
    low, high = (cells.array[int(at)].as_py() for at in (numbers.argmin(), numbers.argmax()))
    long = cells.ends - cells.digits
    if "." not in (cells.signs or ()):
        return Plain(low, high, 0, 0, int(long.max()), False, grouped) if long.max() <= DIGITS else None
    points = np.flatnonzero(cells.text == POINT)
    places = np.zeros(len(long), np.int64)
    rows = cells.rows(points)
    places[rows] = cells.ends[rows] - points - 1
    whole = int((long - places - (places > 0)).max())
    few, many = int(places.min()), int(places.max())
    zeros = bool(np.any((cells.last == ZERO) & (places > 0)))
    return Plain(low, high, few, many, whole, zeros, grouped) if whole <= DIGITS and many <= PLACES else None
