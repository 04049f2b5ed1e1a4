"""Finds where another table begins below the one that is read, anywhere in a file."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Callable, Iterator

from madang.ingest.dialect import Dialect
from madang.ingest.readers._csv_head import Plan, first_rows
from madang.ingest.readers._csv_lines import from_line
from madang.ingest.records_layout import Block, first_line
from madang.ingest.shape import are_labels, opens_table, shares_labels

LOOKS = 20  # places of a file that are looked at in vain before it is believed to be one table
HEAD = 1 << 16  # bytes that show whether a table begins
NEAR = 60  # lines that must follow in the block; where they do not, the file is opened again, which costs reading up to there


class Boundary:
    """Looks at rows after a gap and at rows that do not fit, when they could be a title or labels.

    `rows_at(line)` reads the rows that follow a line; only when they have the shape of a table one is believed to begin.
    """

    def __init__(self, plan: Plan, dialect: Dialect, rows_at: Callable[[int], list[list[str]]] | None) -> None:
        self.dialect, self.rows_at = dialect, rows_at
        self.own = [header.header.strip() for header in plan.headers]
        self.looks = LOOKS

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
        cut = max(text.rfind(b"\n"), text.rfind(b"\r")) + 1
        return first_rows(text[:cut].decode("utf-8", errors="ignore"), self.dialect)

    def _places(self, block: Block) -> Iterator[int]:
        blank = set(block.blank)
        refused = {line: text for line, _, text in block.rejects}
        places = {line for line, text in refused.items() if self._could_open(text, line - 1 in blank)}
        lines = block.table["line"].to_pylist() if blank else []
        for line in blank:
            at = bisect_right(lines, line)
            if line + 1 not in blank and at < len(lines) and lines[at] == line + 1:
                cells = [column[at].as_py() or "" for column in block.table.columns[:-1]]
                if are_labels(cells):
                    places.add(line + 1)
        return iter(sorted(places))

    def _could_open(self, text: str, after_gap: bool) -> bool:
        try:
            cells = first_line(self.dialect, text)
        except csv.Error:
            return False
        filled = [cell for cell in cells if cell.strip()]
        return are_labels(cells) or shares_labels(cells, self.own) if len(filled) > 1 else after_gap
