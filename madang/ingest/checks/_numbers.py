"""Looks into cells for numbers and addresses that lead to a person, and keeps the tally of each kind in each column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from madang.ingest.checks import _bare, _candidates
from madang.ingest.checks._cells import NUMBERS, Field, Numbers, Texts
from madang.ingest.checks._judges import SURE, Verdict
from madang.ingest.checks._kinds import EVERY, KINDS, Kind, pieces
from madang.ingest.checks._plain import plain
from madang.ingest.checks._tally import Tally, more_than_chance, together

SLICE = 4_096
PHONES = {"mobile-number", "landline-number"}
FEW = 8_192
"""Columns with fewer different values are looked at once for each value in a batch."""
HIDDEN = (
    r"[\x{A0}\x{AD}\x{2000}-\x{2015}\x{202F}\x{2060}-\x{206F}\x{2212}\x{FEFF}\x{FF00}-\x{FFEF}\x{0660}-\x{0669}\x{06F0}-\x{06F9}"
    r"\x{0966}-\x{096F}\x{0E50}-\x{0E59}\x{1D7CE}-\x{1D7FF}]|[0-9][ .][0-9][ .][0-9][ .]|[0-9]{9}\.0"
    r"|&(?:#[0-9xX]|[A-Za-z]{2,8};)|[0-9] ?<[/!?A-Za-z]|[0-9](?:%2|%C2|\\[nrtu])|(?:3[0-9]|2[0DEde]){10}"
)
"""RE2: texts that `plain` changes, so that only their plain form can be asked."""


@dataclass(frozen=True)
class Bare:
    """The tally of one kind among the bare numbers of one length, of which a share of `among` is likely by chance."""

    code: str
    among: float
    tally: Tally


class Numbered:
    """What was seen so far: texts by column and place in `KINDS`, bare numbers by column, length and rule."""

    def __init__(self) -> None:
        self._fields: dict[str, Field] = {}
        self._texts: dict[str, dict[int, Tally]] = defaultdict(dict)
        self._bare: dict[str, dict[tuple[int, int], Bare]] = defaultdict(dict)
        self._totals: dict[tuple[str, int], int] = defaultdict(int)

    def see(self, cells: Texts | Numbers) -> None:
        """Look into one batch of one column."""
        self._fields[cells.field.place] = cells.field
        if isinstance(cells, Numbers):
            self._see_numbers(cells)
        else:
            bare, others = _candidates.candidates(cells)
            self._see_bare(cells, bare)
            self._see_texts(cells, others)

    def found(self) -> Iterator[tuple[Field, Kind, Tally]]:
        """What stands in the columns beyond chance: one tally for each column and code."""
        kinds = {kind.code: kind for kind in reversed(KINDS)}
        for place, field in self._fields.items():
            for code, kind in kinds.items():
                texts = [tally for number, tally in self._texts[place].items() if KINDS[number].code == code]
                bare = list(self._in_bare(place, code))
                if bare or any(tally.found for tally in texts):
                    yield field, kind, together([*texts, *bare])

    def _in_bare(self, place: str, code: str) -> Iterator[Tally]:
        for (length, _), bare in self._bare[place].items():
            tally, total = bare.tally, self._totals[place, length]
            likely = tally.found and more_than_chance(tally.likely, total, bare.among, 1)
            if bare.code == code and (tally.sure or likely):
                yield tally

    def _see_numbers(self, cells: Numbers) -> None:
        for length in range(_bare.SHORTEST, _bare.LONGEST + 1):
            some = (cells.values >= 10 ** (length - 1)) & (cells.values < 10**length)
            if some.any():
                tens = 10 ** np.arange(length - 1, -1, -1, dtype=np.int64)
                self._judge(cells.field, (cells.values[some][:, None] // tens % 10).astype(np.uint8), cells.lines[some])

    def _see_bare(self, cells: Texts, some: NDArray[np.int64]) -> None:
        lengths = cells.begins[some + 1] - cells.begins[some]
        for length in np.unique(lengths):
            rows = some[lengths == length]
            digits = cells.data[cells.begins[rows][:, None] + np.arange(length)] - np.uint8(48)
            self._judge(cells.field, digits, cells.lines[rows])

    def _judge(self, field: Field, digits: _bare.Digits, lines: NDArray[np.int64]) -> None:
        length = digits.shape[1]
        self._totals[field.place, length] += len(digits)
        for number, found in enumerate(_bare.found(digits, field.column.header)):
            bare = self._bare[field.place].setdefault(
                (length, number), Bare(found.code, found.among, Tally(found.chance, 3, found.least))
            )
            bare.tally.forms += int(found.form.sum())
            rows = np.flatnonzero(found.likely)
            shown = [(int(lines[row]), "".join(map(str, digits[row]))) for row in rows[:3]]
            bare.tally.note(len(rows), found.sure, shown)

    def _see_texts(self, cells: Texts, some: NDArray[np.int64]) -> None:
        """What a column is full of is done after some thousand texts: what follows is then asked about other kinds only."""
        if not len(some):
            return
        array, lines, counts = _once(cells, some)
        start = 0
        while start < len(array):
            done, rest = self._done(cells.field), array.slice(start)
            for number, (index, text, asked) in enumerate(_worth(rest, done)):
                if number % SLICE == SLICE - 1 and self._done(cells.field) != done:
                    start += index
                    break
                self._see_text(cells.field, text, int(lines[start + index]), int(counts[start + index]), asked)
            else:
                return

    def _done(self, field: Field) -> frozenset[int]:
        codes = {KINDS[number].code for number, tally in self._texts[field.place].items() if tally.enough}
        if field.column.semantic == "phone" and not field.column.null_words:
            # Every value was proved to be one, so it is nothing else; what a chosen type put aside was not.
            codes |= {kind.code for kind in KINDS} - PHONES
        # Numbers with separators are read as they will be published too, and would be counted twice.
        number = field.column.type in NUMBERS and not field.column.null_words
        return frozenset(at for at, kind in enumerate(KINDS) if kind.code in codes or (number and kind.loose))

    def _see_text(self, field: Field, text: str, line: int, rows: int, asked: Sequence[int]) -> None:
        best: dict[int, tuple[Verdict, str]] = {}
        for piece in pieces(plain(text), field.column.header, asked):
            if piece.verdict > best.get(piece.kind, (Verdict.NOTHING, ""))[0]:
                best[piece.kind] = piece.verdict, piece.text
        for number, (verdict, found) in best.items():
            tally = self._texts[field.place].setdefault(
                number, Tally(KINDS[number].chance, KINDS[number].few, KINDS[number].least)
            )
            tally.forms += rows
            if verdict > Verdict.FORM:
                tally.note(rows, verdict == SURE, [(line, found)])


def _once(cells: Texts, some: NDArray[np.int64]) -> tuple[pa.StringArray, NDArray[np.int64], NDArray[np.int64]]:
    """The candidates with their lines and how often each stands; where few values repeat, each once with its first line."""
    array, lines = cells.array.take(pa.array(some)), cells.lines[some]
    if cells.field.column.distinct >= FEW:
        return array, lines, np.ones(len(array), np.int64)
    coded = array.dictionary_encode()
    _, first, counts = np.unique(coded.indices.to_numpy(), return_index=True, return_counts=True)
    return coded.dictionary, lines[first], counts


def _worth(array: pa.StringArray, done: frozenset[int]) -> Iterator[tuple[int, str, Sequence[int]]]:
    """The texts that have the form of a kind that is not done, with no digit at its ends, and those kinds; each with its place.

    A text that hides what it holds is asked about every kind, in its plain form.
    """
    asked = [number for number in EVERY if number not in done]
    forms = {form: _bounded(form) for form in dict.fromkeys(KINDS[number].form for number in asked)}
    some = np.flatnonzero(_matches(array, "|".join((*forms.values(), HIDDEN))))
    for first in range(0, len(some), SLICE):
        part = array.take(pa.array(some[first : first + SLICE]))
        hidden, having = _matches(part, HIDDEN), {form: _matches(part, bounded) for form, bounded in forms.items()}
        for row, text in enumerate(part.to_pylist()):
            kinds = asked if hidden[row] else [number for number in asked if having[KINDS[number].form][row]]
            yield int(some[first + row]), text, kinds


def _bounded(form: str) -> str:
    return f"(?:^|[^0-9])(?:{form})(?:$|[^0-9])"


def _matches(array: pa.StringArray, pattern: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.match_substring_regex(array, pattern).to_numpy(zero_copy_only=False)
    return found
