"""Codes of cells and homes as small numbers: each gets the next one when it is first met, and keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from madang.lib.problems import Problem

MOST = 1 << 24
"""Different codes that a log may have: their number has 24 bits of a sorted key."""
EMPTY, UNKNOWN = -1, -2
MOST_LISTED = 1000  # unknown codes that are remembered by name
Numbers = npt.NDArray[np.int32]


class TooManyCodes(Problem):
    en = "The column {column} has more than {most:,} different codes. Is it the column of cells, and not of phones or of calls?"
    ko = "{column} 열에 서로 다른 코드가 {most:,}개보다 많습니다. 가입자나 통화가 아니라 셀의 열이 맞는지 확인하세요."


class Codes:
    """`names` in the order of their numbers. A `closed` list takes no others: they are counted by name in `unknown`."""

    def __init__(self, names: Iterable[str], *, closed: bool = False) -> None:
        self.names = list(names)
        self.closed = closed
        self.unknown: Counter[str] = Counter()
        self._numbers = {name: number for number, name in enumerate(self.names)}

    def numbers(self, column: pa.Array, name: str, *, empty: int = EMPTY) -> Numbers:
        """The number of each code, `empty` where none stands and `UNKNOWN` where the list has it not. Raises `TooManyCodes`."""
        if isinstance(column, pa.ChunkedArray):
            column = column.combine_chunks()
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        places = pc.fill_null(coded.indices.cast(pa.int32()), len(coded.dictionary)).to_numpy()
        words = [word.strip() for word in coded.dictionary.cast(pa.string()).fill_null("").to_pylist()]
        numbers = np.array([*(self._number(word, name, empty) for word in words), empty], np.int32)
        found: Numbers = numbers[places]
        if (numbers[:-1] == UNKNOWN).any():
            self._note(words, numbers, np.bincount(places, minlength=len(numbers)))
        return found

    def _number(self, word: str, column: str, empty: int) -> int:
        if not word:
            return empty
        known = self._numbers.get(word)
        if known is None:
            if self.closed:
                return UNKNOWN
            if len(self.names) >= MOST:
                raise TooManyCodes(column=column, most=MOST)
            known = self._numbers[word] = len(self.names)
            self.names.append(word)
        return known

    def _note(self, words: list[str], numbers: Numbers, counts: npt.NDArray[np.int64]) -> None:
        for place in np.flatnonzero((numbers[:-1] == UNKNOWN) & (counts[:-1] > 0)):
            if words[place] in self.unknown or len(self.unknown) < MOST_LISTED:
                self.unknown[words[place]] += int(counts[place])
