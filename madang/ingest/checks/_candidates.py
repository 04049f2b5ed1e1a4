"""Which cells of a batch can hold personal data at all, told by their bytes alone.

A cell goes on when six digits stand close together, or nine of them further apart among signs that hide them, or when a mark of
something else stands in it: an `@`, a dwelling (`3동 2호`), capitals behind a digit (a British postcode or plate), a word of birth.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from madang.ingest.checks._cells import Texts

Cells = NDArray[np.int64]
Mask = NDArray[np.bool_]
NEAR, FAR = 16, 48
"""Bytes from the first to the sixth digit (`1972년 3월 1` needs 14), and to the ninth, when each takes up to six."""
HIDING = (b"\xe2", b"\xc2")
"""First bytes of zero-width and other invisible characters, of soft hyphens. None is part of Hangul."""
FOREIGN = (b"\xd9", b"\xdb", b"\xe0")
"""First bytes of Arabic, Persian and Indian digits."""
WORDS = (b"born", b"Born", b"irth", b"DOB", b"dob", b"D.O.B", b"IRTH")


def candidates(texts: Texts) -> tuple[Cells, Cells]:
    """The cells that are a whole number of 10 to 16 digits, and all others that are worth a closer look."""
    data = texts.data
    if not len(data):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    digit, highest = (data - np.uint8(48)) < 10, data.max()
    wide = bool(highest >= 0xEE)  # Full-width and mathematical digits begin with these bytes.
    others = highest >= 0x80 and bool(((data - np.uint8(0xC0)) < 0x2A).any())  # something besides ASCII and Hangul
    foreign = others and any(mark in texts.raw for mark in FOREIGN)
    like = digit | (data >= 0xEE) if wide else digit
    places = np.flatnonzero(like | ((data >= 0xD9) & (data <= 0xE0)) if foreign else like)
    some = _dense(texts, places, 6, NEAR)
    if wide or foreign or (others and any(mark in texts.raw for mark in HIDING)):
        some |= _dense(texts, places, 9, FAR)
    marks = [_dwellings(data, digit)] if highest >= 0xED else []
    if bool((((data | np.uint8(32)) - np.uint8(97)) < 26).any()):
        marks += [np.flatnonzero(data == 64), _capitals(data, digit), *map(texts.places, WORDS)]
    if wide:
        marks.append(texts.places("＠".encode()))
    for found in marks:
        some[texts.cells(found)] = True
    return _apart(texts, np.flatnonzero(some), places)


def _apart(texts: Texts, some: Cells, places: NDArray[np.int64]) -> tuple[Cells, Cells]:
    """Bare numbers, then the rest."""
    begins, ends = texts.begins[some], texts.begins[some + 1]
    bare = (ends - begins >= 10) & (ends - begins <= 16)
    counts = np.searchsorted(places, ends[bare]) - np.searchsorted(places, begins[bare])
    bare[bare] = (ends - begins)[bare] == counts
    return some[bare], some[~bare]


def _dense(texts: Texts, places: NDArray[np.int64], count: int, span: int) -> Mask:
    """The cells with `count` digits within `span` bytes."""
    found = np.zeros(len(texts.begins) - 1, bool)
    close = (places[count - 1 :] - places[: 1 - count]) <= span
    first = np.flatnonzero(close)
    if len(first) * 4 < len(found):  # Few: find the cell of each.
        cell = np.searchsorted(texts.begins, places[first], side="right")
        found[cell[places[first + count - 1] < texts.begins[cell]] - 1] = True
        return found
    before = np.searchsorted(places, texts.begins)  # digits in front of each cell
    found = np.diff(before) >= count
    if (np.diff(texts.begins)[found] <= span + 1).all():
        return found  # short cells: whatever they hold stands close together
    running = np.concatenate((np.zeros(1, np.int32), np.cumsum(close, dtype=np.int32)))
    last = np.maximum(before[1:] - count + 1, before[:-1])
    return running[np.minimum(last, len(close))] > running[np.minimum(before[:-1], len(close))]


def _capitals(data: NDArray[np.uint8], digit: Mask) -> NDArray[np.int64]:
    """`1 2AB`, `12 CDE`: two capitals behind a digit, with or without a blank."""
    capital = (data - np.uint8(65)) < 26
    if not capital.any():
        return np.zeros(0, np.int64)
    places = np.flatnonzero(capital[:-1] & capital[1:])
    before, two = np.maximum(places - 1, 0), np.maximum(places - 2, 0)
    found: NDArray[np.int64] = places[digit[before] | ((data[before] == 32) & digit[two])]
    return found


def _dwellings(data: NDArray[np.uint8], digit: Mask) -> NDArray[np.int64]:
    """호 (ED 98 B8) behind a digit."""
    places = np.flatnonzero(data[:-2] == 0xED)
    places = places[digit[np.maximum(places - 1, 0)]]
    found: NDArray[np.int64] = places[(data[places + 1] == 0x98) & (data[places + 2] == 0xB8)]
    return found
