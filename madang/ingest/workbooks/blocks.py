"""The tables of one sheet: beside one another, parted by an empty column, and below one another, parted by empty rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from madang.ingest.shape import shape, split
from madang.ingest.workbooks.grid import Cell, text

Numbered = tuple[int, list[str]]
RUN = 120
"""Rows of a long run that are looked at: tables are told apart by where they begin and end."""
RUNS = 400
"""Runs of rows beyond which the empty rows are a habit of the sheet and part no tables."""
DEPTH = 3


@dataclass(frozen=True)
class Block:
    """A table's place: rows `first` to before `end` by their numbers (None: to the end), columns `left` to before `right`."""

    first: int
    end: int | None
    left: int
    right: int


class Overview:
    """Takes in all rows of a sheet, and keeps the beginning and the end of each run as text."""

    def __init__(self) -> None:
        self.rows: list[Numbered] = []
        self._runs = self._length = 0
        self._tail: list[tuple[int, list[Cell]]] = []

    def add(self, number: int, cells: list[Cell]) -> None:
        if any(cell is None or (cell != "" and (not isinstance(cell, str) or not cell.isspace())) for cell in cells):
            self._runs += self._length == 0
            self._length += 1
            if self._length <= RUN:
                self.rows.append((number, [text(cell) for cell in cells]))
            else:
                self._tail = [*self._tail[-2:], (number, cells)]
        else:
            self._close()
            if not self.rows or any(self.rows[-1][1]):
                self.rows.append((number, [""] * len(cells)))

    def _close(self) -> None:
        self.rows += [(number, [text(cell) for cell in cells]) for number, cells in self._tail]
        self._tail, self._length = [], 0

    def blocks(self, width: int) -> list[Block]:
        """The tables of the sheet in reading order; one block over everything when there is no more than one."""
        self._close()
        whole = Block(self.rows[0][0] if self.rows else 1, None, 0, width)
        if self._runs > RUNS or not self.rows:
            return [whole]
        found = _cut(self.rows, whole, DEPTH)
        return found if len(found) > 1 else [whole]


def _cut(rows: list[Numbered], block: Block, depth: int) -> list[Block]:
    """Cut by columns first: an empty column through all rows parts more surely than an empty row."""
    sides = _sides(rows, block)
    if len(sides) > 1 and depth:
        return [one for side in sides for one in _cut(_within(rows, side), side, depth - 1)]
    stacked = _stacked(rows, block)
    if len(stacked) > 1 and depth:
        return [one for part in stacked for one in _cut(_within(rows, part), part, depth - 1)]
    return [block]


def _within(rows: list[Numbered], block: Block) -> list[Numbered]:
    return [row for row in rows if row[0] >= block.first and (block.end is None or row[0] < block.end)]


def _stacked(rows: list[Numbered], block: Block) -> list[Block]:
    parts = split([cells[block.left : block.right] for _, cells in rows])
    ends = [rows[first][0] for first, _ in parts[1:]] + [block.end]
    return [Block(rows[first][0], end, block.left, block.right) for (first, _), end in zip(parts, ends, strict=True)]


def _sides(rows: list[Numbered], block: Block) -> list[Block]:
    segments = _segments(rows, block)
    kept: list[tuple[int, int]] = segments[:1]
    for segment in segments[1:]:
        if _parted(rows, kept[-1], segment):
            kept.append(segment)
        else:
            kept[-1] = (kept[-1][0], segment[1])
    return [Block(block.first, block.end, left, right) for left, right in kept]


def _segments(rows: list[Numbered], block: Block) -> list[tuple[int, int]]:
    """Runs of columns that hold anything."""
    used = [any(at < len(cells) and cells[at].strip() for _, cells in rows) for at in range(block.left, block.right)]
    found: list[tuple[int, int]] = []
    for at, filled in enumerate(used, block.left):
        if filled and found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        elif filled:
            found.append((at, at + 1))
    return found


def _parted(rows: list[Numbered], left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether two runs of columns are two tables, not one with an empty column between its groups.

    Each must be a table by itself; and the second repeats the header or the first column of the first, or reaches over other
    rows with a first column of its own that has no gaps.
    """
    one, two = _side(rows, left), _side(rows, right)
    if one is None or two is None:
        return False
    if one.labels == two.labels or one.keys == two.keys:
        return True
    return two.whole and (one.first, one.last) != (two.first, two.last)


@dataclass(frozen=True)
class _Side:
    labels: tuple[str, ...]
    keys: tuple[str, ...]  # its first column
    first: int
    last: int
    whole: bool  # nearly every row has a key


def _side(rows: list[Numbered], columns: tuple[int, int]) -> _Side | None:
    """What a run of columns is by itself; None when it is no table with a header, two columns and two rows."""
    grid = [(number, cells[columns[0] : columns[1]]) for number, cells in rows]
    filled = [(number, cells) for number, cells in grid if any(cell.strip() for cell in cells)]
    if columns[1] - columns[0] < 2 or len(filled) < 3:
        return None
    cells = [row for _, row in filled]
    found = shape(cells)
    body = filled[found.body :]
    if not found.header or found.width < 2 or len(body) < 2:
        return None
    keys = tuple(row[0].strip() for _, row in body)
    labels = tuple(cell.strip() for at in found.header for cell in cells[at])
    named = sum(1 for at in found.header for cell in cells[at] if cell.strip())
    if named < 2 or _wordless(labels):
        return None
    return _Side(labels, keys, body[0][0], body[-1][0], sum(map(bool, keys)) >= 0.9 * len(keys))


def _wordless(labels: Sequence[str]) -> bool:
    return not any(letter.isalpha() for label in labels for letter in label)
