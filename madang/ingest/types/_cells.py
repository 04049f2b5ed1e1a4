"""A batch of text cells as bytes: where each begins and ends, looked at by numpy instead of cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

COMMA, MINUS, POINT, ZERO, NINE = b",-.09"
SIGNS = b",-./"
"""The characters next to the digits: cells of nothing else are told by one comparison."""

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Cells:
    """`text[offsets[i] : offsets[i + 1]]` is cell i, in UTF-8. There is at least one cell and none is NULL."""

    array: pa.StringArray
    text: Bytes
    offsets: Places

    @classmethod
    def of(cls, array: pa.StringArray) -> Cells:
        _, places, data = array.buffers()
        offsets = np.frombuffer(places, np.int32)[array.offset : array.offset + len(array) + 1]
        text = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
        return cls(array, text[offsets[0] : offsets[-1]], offsets - offsets[0])

    @property
    def starts(self) -> Places:
        return self.offsets[:-1]

    @property
    def ends(self) -> Places:
        return self.offsets[1:]

    @cached_property
    def lengths(self) -> Places:
        """Bytes of each cell."""
        return self.ends - self.starts

    @cached_property
    def some_empty(self) -> bool:
        return not bool(self.lengths.all())

    @cached_property
    def first(self) -> Bytes:
        """The first byte of each cell; only when none is empty."""
        return self.text[self.starts]

    @cached_property
    def last(self) -> Bytes:
        return self.text[self.ends - 1]

    @cached_property
    def signs(self) -> frozenset[str] | None:
        """Which of `SIGNS` stand among the digits; None when there is any other character."""
        if np.any((self.text - np.uint8(SIGNS[0])) > NINE - SIGNS[0]):
            return None
        return frozenset(chr(sign) for sign in SIGNS if np.any(self.text == sign))

    @cached_property
    def digits(self) -> Places:
        """Where the digits of each cell begin: behind its minus."""
        return self.starts + (self.first == MINUS) if "-" in (self.signs or ()) else self.starts

    def rows(self, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The cells in which the bytes at `places`, in order, stand."""
        if len(places) == len(self.starts) and np.all(places >= self.starts) and np.all(places < self.ends):
            return np.arange(len(places))
        return np.searchsorted(self.ends, places, "right")
