"""Finds where another table begins below the one that is read, anywhere in a file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

import numpy as np

from madang.ingest.delimited.dialect import Dialect, lines_of
from madang.ingest.delimited.records_layout import Block, first_line
from madang.ingest.readers._csv_head import Plan, first_rows
from madang.ingest.readers._csv_lines import from_line
from madang.ingest.shape import are_labels, opens_table, shares_labels

LOOKS = 20  # places of a file that are looked at in vain before it is believed to be one table
CHECKS = 100_000  # rows of a file that are asked whether they could be labels
HEAD = 1 << 16  # bytes that show whether a table begins
NEAR = 60  # lines that must follow in the block; where they do not, the file is opened again, which costs reading up to there


class Boundary:
    """Looks at rows after a gap and at rows that do not fit, when they could be a title or labels.

    `rows_at(line)` reads the rows that follow a line; only when they have the shape of a table one is believed to begin.
    """

    def __init__(self, plan: Plan, dialect: Dialect, rows_at: Callable[[int], list[list[str]]] | None) -> None:
        self.dialect, self.rows_at = dialect, rows_at
        self.own = [header.header.strip() for header in plan.headers]
        self.looks, self.checks = LOOKS, CHECKS

    def found(self, block: Block) -> int | None:
        """The line in this block where another table begins."""
        if self.rows_at is None or self.looks <= 0 or not (block.blank or block.rejects):
            return None
        for line in self._places(block):
            if self.looks <= 0:
                return None
            labels = opens_table(self._rows(block, line), self.own)
            if labels is not None and [label for label in labels if label] != [label for label in self.own if label]:
                return line
            self.looks -= 1
        return None

    def _rows(self, block: Block, line: int) -> list[list[str]]:
        """The rows from a line on."""
        if self.rows_at is None or block.first + block.lines - line < NEAR:
            return self.rows_at(line) if self.rows_at else []
        text = b"".join(from_line(iter([block.text[: block.consumed]]), line - block.first + 1))[:HEAD]
        lines = lines_of(text.decode("utf-8", errors="ignore"))
        return first_rows("".join(lines[: 4 * NEAR] if len(lines) > 4 * NEAR else lines[:-1]), self.dialect)

    def _places(self, block: Block) -> Iterator[int]:
        """Lines where another table could begin, looked at only as far as they are asked for."""
        blank = set(block.blank)
        refused = {line: text for line, _, text in block.rejects}
        lines = block.table["line"].to_numpy()
        for line in sorted({*refused, *(line + 1 for line in blank)} - blank):
            self.checks -= 1
            if self.checks <= 0:
                return
            if line in refused:
                if self._could_open(refused[line], line - 1 in blank):
                    yield line
                continue
            at = int(np.searchsorted(lines, line))
            there = at < len(lines) and lines[at] == line
            if there and are_labels([column[at].as_py() or "" for column in block.table.columns[:-1]]):
                yield line

    def _could_open(self, text: str, after_gap: bool) -> bool:
        try:
            cells = first_line(self.dialect, text)
        except csv.Error:
            return False
        filled = [cell for cell in cells if cell.strip()]
        return are_labels(cells) or shares_labels(cells, self.own) if len(filled) > 1 else after_gap
