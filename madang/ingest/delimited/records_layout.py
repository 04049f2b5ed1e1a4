"""What a part of a delimited file becomes (`Block`), and when a record fits the table (`Layout`)."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest.delimited.dialect import Dialect
from madang.ingest.shape.cell_kinds import kind_of
from madang.lib.problems import Text

OTHER_MARKS = (";", "\t", "|", ",", " ")


@dataclass
class Block:
    """Records of one part of the file. `table` has columns c1..cn and line; blank rows are counted with their lines."""

    table: pa.Table
    rejects: list[tuple[int, Text, str]] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)  # lines that had fewer or more cells, or another delimiter
    quotes: list[int] = field(default_factory=list)  # lines whose misplaced quotes stay in their cells
    consumed: int = 0
    lines: int = 0
    text: bytes = b""  # what the block was read from, at least `consumed` bytes
    first: int = 1  # the line that `text` begins

    @property
    def records(self) -> int:
        return int(self.table.num_rows) + len(self.rejects) + len(self.blank)

    def above(self, line: int) -> Block:
        """The records before `line`."""
        return Block(
            self.table.filter(pc.less(self.table["line"], line)),
            [reject for reject in self.rejects if reject[0] < line],
            *([at for at in lines if at < line] for lines in (self.blank, self.mended, self.quotes)),
            consumed=self.consumed,
            lines=self.lines,
        )


@dataclass(frozen=True)
class Layout:
    """How to parse: dialect, width of the table, and the widths of short rows that are filled up with empty cells.

    `typed` are the columns whose cells all look alike: (position, kind, whether cells may be empty). A row of another width fits
    only when its cells still stand in their columns. `any_lines` lets records over several lines have any width, as the head of a
    file has before its shape is known. `name` is that of the file, for messages.
    """

    name: str
    dialect: Dialect
    width: int
    short: frozenset[int] = frozenset()
    typed: tuple[tuple[int, str, bool], ...] = ()
    any_lines: bool = False

    @property
    def schema(self) -> pa.Schema:
        columns = [(f"c{position}", pa.string()) for position in range(1, self.width + 1)]
        return pa.schema([*columns, ("line", pa.int64())])

    def fit(self, cells: list[str]) -> list[str] | None:
        """The cells at the table's width, or None when they do not fit."""
        if len(cells) == self.width:
            return cells
        if not any(cell.strip() for cell in cells):
            return [""] * self.width
        if len(cells) > self.width:
            fitting = cells[: self.width]
            return fitting if not any(cell.strip() for cell in cells[self.width :]) and self.in_place(fitting) else None
        fitting = [*cells, *[""] * (self.width - len(cells))]
        return fitting if len(cells) in self.short and self.in_place(fitting) else None

    def in_place(self, cells: list[str]) -> bool:
        """Whether no typed column holds something else: a lost delimiter moves every cell after it."""
        return all(
            kind == wanted or (not kind and blanks)
            for at, wanted, blanks in self.typed
            for kind in (kind_of(cells[at]),)
        )

    def in_place_unquoted(self, cells: list[str]) -> bool:
        """The same of a row whose misplaced quotes stay in its cells."""
        return self.in_place([cell.strip(self.dialect.quote or "") for cell in cells])

    def read_again(self, line: str, cells: list[str]) -> list[str]:
        """The cells of a line that does not fit, when another delimiter parts this one row into cells that fit."""
        if self.fit(cells) is not None:
            return cells
        text = line.rstrip("\r\n")
        return (self._other_mark(text) if len(cells) < self.width and self.width > 2 else None) or cells

    def _other_mark(self, text: str) -> list[str] | None:
        for mark in OTHER_MARKS:
            # Typed columns tell whether cells stand in their place: needed most where the mark stands in ordinary text.
            needed = 2 if mark in (" ", ",") else int(self.dialect.delimiter in text)
            if mark == self.dialect.delimiter or text.count(mark) < self.width - 1 or len(self.typed) < needed:
                continue
            try:
                cells = first_line(replace(self.dialect, delimiter=mark, spaced=False), text)
            except csv.Error:
                continue
            if len(cells) == self.width and self.in_place(cells):
                return cells
        return None

    def reason(self, cells: list[str]) -> Text:
        if len(cells) in self.short or len(cells) == self.width:
            return {
                "en": f"{len(cells)} cells for {self.width} columns, and they do not stand in their columns",
                "ko": f"열 {self.width}개에 셀이 {len(cells)}개이고, 값이 제 열에 있지 않습니다",
            }
        return {
            "en": f"{len(cells)} cells where the table has {self.width} columns",
            "ko": f"셀이 {len(cells)}개인데 표의 열은 {self.width}개입니다",
        }


def first_line(dialect: Dialect, line: str) -> list[str]:
    """The cells of the record in `line`. Raises `csv.Error` when its quotes are irregular."""
    return next(dialect.reader(iter([line]), strict=True), [])


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
