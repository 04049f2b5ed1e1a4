"""Mends a record whose quotes are irregular: the one reading of its line that has as many cells as the table has columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from madang.ingest.delimited.dialect import Dialect

MOST = 60  # delimiters inside cells that are tried
WRONG, ODD = 2, 1  # what a reading costs: a quote where none may stand, and one where it seldom stands
Mended = tuple[int, list[str]]  # how much had to be assumed (0: nothing), and the cells
_Way = tuple[
    int, int, tuple[int, int, bool] | None
]  # cost, how many readings cost as little, the last cell of this one


def mend(dialect: Dialect, text: str, width: int) -> Mended | None:
    """The cells of `text` (one record without its line end), or None when no reading or several fit equally well.

    Every delimiter either parts two cells or stands inside a quoted cell, which begins and ends with a quote. Of all ways that
    give `width` cells the one with the fewest misplaced quotes is taken; those quotes stay in their cells as they were written.
    """
    if not dialect.quote or dialect.runs:
        return None
    pieces = _Pieces(dialect, text.split(dialect.delimiter))
    inside = len(pieces.raw) - width
    if inside < 0 or inside > MOST:
        return None
    ways = _ways(pieces, inside)
    best, cells = ways[-1][inside], _cells(pieces, ways, inside)
    return None if best is None or cells is None else (best[0], cells)


@dataclass(frozen=True)
class _Pieces:
    dialect: Dialect
    raw: list[str]

    def cell(self, first: int, end: int, quoted: bool) -> str:
        text = self.dialect.delimiter.join(self.raw[first:end])
        if self.dialect.spaced and first:
            text = text.lstrip(" ")
        if not quoted:
            return text
        quote, inner = self.dialect.quote or "", text.strip(" ")[1:-1]
        if self.dialect.escape:
            return inner.replace(self.dialect.escape + quote, quote).replace(
                self.dialect.escape * 2, self.dialect.escape
            )
        return inner.replace(quote * 2, quote)

    def opens(self, at: int) -> bool:
        return self.raw[at].lstrip(" ").startswith(self.dialect.quote or "")

    def closes(self, at: int) -> bool:
        return self.raw[at].rstrip(" ").endswith(self.dialect.quote or "")

    def literal_cost(self, at: int) -> int | None:
        """What it costs to read this piece as it stands; a line end stands only inside quotes."""
        if "\n" in self.raw[at] or "\r" in self.raw[at]:
            return None
        if not self.opens(at):
            return ODD if self.closes(at) else 0
        whole = self.closes(at) and len(self.raw[at].strip(" ")) > 1
        return 4 * WRONG if whole else WRONG

    def quoted_cost(self, first: int, end: int) -> int | None:
        """What it costs to read these pieces as one quoted cell; None when they do not begin and end with a quote."""
        if not (self.opens(first) and self.closes(end - 1)):
            return None
        inner = self.dialect.delimiter.join(self.raw[first:end]).strip(" ")
        if len(inner) < 2:
            return None
        sign = self.dialect.quote or ""
        if end - first > 1 and f"{sign}{self.dialect.delimiter}{sign}" in inner[1:-1].replace(sign * 2, ""):
            return None  # two quoted cells stand side by side there
        quote = re.escape(sign)
        if self.dialect.escape:
            sign = re.escape(self.dialect.escape)
            return WRONG * len(re.findall(f"(?<!{sign}){quote}", inner[1:-1]))
        return WRONG * sum(len(run) % 2 for run in re.findall(f"{quote}+", inner[1:-1]))


def _ways(pieces: _Pieces, inside: int) -> list[list[_Way | None]]:
    """For each number of pieces read and of delimiters inside cells, the cheapest way to get there."""
    count = len(pieces.raw)
    ways: list[list[_Way | None]] = [[None] * (inside + 1) for _ in range(count + 1)]
    ways[0][0] = (0, 1, None)
    for first in range(count):
        if not any(ways[first]):
            continue
        literal = pieces.literal_cost(first)
        steps = [] if literal is None else [(first + 1, literal, False)]
        if pieces.opens(first):
            ends = range(first + 1, min(count, first + inside + 1) + 1)
            steps += [(end, cost, True) for end in ends if (cost := pieces.quoted_cost(first, end)) is not None]
        for end, cost, quoted in steps:
            _step(ways, first, end, cost, quoted, inside)
    return ways


def _step(ways: list[list[_Way | None]], first: int, end: int, cost: int, quoted: bool, inside: int) -> None:
    for held, way in enumerate(ways[first]):
        at = held + end - first - 1
        if way is None or at > inside:
            continue
        there, total = ways[end][at], way[0] + cost
        if there is None or total < there[0]:
            ways[end][at] = (total, way[1], (first, held, quoted))
        elif total == there[0]:
            ways[end][at] = (total, there[1] + way[1], there[2])


def _cells(pieces: _Pieces, ways: list[list[_Way | None]], inside: int) -> list[str] | None:
    end, held = len(pieces.raw), inside
    best = ways[end][held]
    if best is None or best[1] > 1:
        return None
    cells: list[str] = []
    while end:
        way = ways[end][held]
        if way is None or way[2] is None:
            return None
        first, held, quoted = way[2]
        cells.append(pieces.cell(first, end, quoted))
        end = first
    return cells[::-1]
