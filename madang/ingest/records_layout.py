"""What a part of a delimited file becomes (`Block`), and when a record fits the table (`Layout`)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest.dialect import Dialect
from madang.lib.problems import Text


@dataclass
class Block:
    """Records of one part of the file. `table` has columns c1..cn and line; blank rows are counted with their lines."""

    table: pa.Table
    rejects: list[tuple[int, Text, str]] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    mended: int = 0
    consumed: int = 0
    lines: int = 0

    @property
    def records(self) -> int:
        return int(self.table.num_rows) + len(self.rejects) + len(self.blank)


@dataclass(frozen=True)
class Layout:
    """How to parse: dialect, width of the table, and the widths of short rows that are filled up with empty cells.

    `name` is that of the file, for messages.
    """

    name: str
    dialect: Dialect
    width: int
    short: frozenset[int] = frozenset()

    @property
    def schema(self) -> pa.Schema:
        columns = [(f"c{position}", pa.string()) for position in range(1, self.width + 1)]
        return pa.schema([*columns, ("line", pa.int64())])

    def fit(self, cells: list[str]) -> list[str] | None:
        """The cells at the table's width, or None when they do not fit."""
        if len(cells) > self.width and not any(cell.strip() for cell in cells[self.width :]):
            return cells[: self.width]
        if len(cells) in self.short or not any(cell.strip() for cell in cells):
            return [*cells, *[""] * (self.width - len(cells))]
        return cells if len(cells) == self.width else None

    def reason(self, cells: list[str]) -> Text:
        return {
            "en": f"{len(cells)} cells where the table has {self.width} columns",
            "ko": f"셀이 {len(cells)}개인데 표의 열은 {self.width}개입니다",
        }


def first_line(dialect: Dialect, line: str) -> list[str]:
    """The cells of the first record in `line`."""
    return next(dialect.reader(iter([line])), [])


def without_blank(block: Block) -> Block:
    """Take rows without any text out of the table, keeping their lines."""
    table = block.table
    if not table.num_rows:
        return block
    places = np.arange(table.num_rows)
    for column in table.columns[:-1]:
        cells = column if len(places) == table.num_rows else column.take(pa.array(places))
        places = places[pc.equal(pc.binary_length(pc.utf8_trim_whitespace(cells)), 0).to_numpy(zero_copy_only=False)]
        if not len(places):
            return block
    blank = np.zeros(table.num_rows, bool)
    blank[places] = True
    lines = table["line"].to_numpy()
    block.blank = [int(line) for line in lines[blank]]
    block.table = table.filter(pa.array(~blank))
    return block
