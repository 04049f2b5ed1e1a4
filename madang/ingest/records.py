"""Splits a stream of UTF-8 text into records of one width, with the line number of each; nothing is ever dropped.

Two ways that must agree (`tests/ingest/test_records.py` compares them): Arrow parses a block fast and its row count is checked
against the record ends that the quotes tell; where they differ, Python's `csv` reads the block exactly and recovers from quotes
that never close.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from madang.ingest.dialect import Dialect, lines_of
from madang.ingest.no_table import LineTooLong
from madang.ingest.staging import text_table
from madang.lib.problems import Text

BLOCK = 8 << 20
RECORD_LIMIT = 32 << 20
GIVE_UP = 24 << 20  # a quote that stays open so long was never meant to open
ODD_TEXT = {
    "en": "holds bytes that are no text in the encoding of the file, or NUL",
    "ko": "파일의 인코딩에 맞지 않는 바이트나 NUL이 들어 있습니다",
}


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
class Records:
    """How to parse: dialect, width of the table, and the widths of short rows that are filled up with empty cells."""

    name: str
    dialect: Dialect
    width: int
    short: frozenset[int] = frozenset()

    @property
    def schema(self) -> pa.Schema:
        columns = [(f"c{position}", pa.string()) for position in range(1, self.width + 1)]
        return pa.schema([*columns, ("line", pa.int64())])

    def blocks(self, text: Iterable[bytes], line: int) -> Iterator[Block]:
        """Parse UTF-8 text whose first byte begins `line`; yields blocks in file order."""
        rest = b""
        for chunk, last in _with_last(_gathered(text)):
            data = rest + chunk
            if last and data and not data.endswith((b"\n", b"\r")):
                data += b"\n"
            while data:
                block = self._block(data, line, last)
                if not block.consumed:
                    break
                data, line = data[block.consumed :], line + block.lines
                yield block
            rest = data
            if len(rest) > RECORD_LIMIT:
                raise LineTooLong(name=self.name, line=line, megabytes=RECORD_LIMIT >> 20)

    def _block(self, data: bytes, line: int, last: bool) -> Block:
        fast = self._fast(data, line, last)
        if fast is not None and (fast.consumed or len(data) < GIVE_UP):
            return fast
        return self._exact(data, line, last)

    def _fast(self, data: bytes, line: int, last: bool) -> Block | None:
        if b"\0" in data or self.dialect.escape or self.dialect.spaced or self.dialect.runs:
            return None
        return self._plain(data, line) or self._quoted(data, line, last)

    def _plain(self, data: bytes, line: int) -> Block | None:
        """The usual block, every line one record: proved by as many records as line ends, and none left open at the end."""
        cut = data.rfind(b"\n") + 1
        part = data[:cut]
        if not cut or part.count(b"\r") != part.count(b"\r\n"):
            return None
        count = part.count(b"\n")
        parsed = self._parse(part)
        if parsed is None or parsed[0].num_rows + len(parsed[1]) != count or _ends_open(*parsed):
            return None
        return self._block_of(*parsed, np.arange(count), line, cut, count)

    def _quoted(self, data: bytes, line: int, last: bool) -> Block | None:
        """A block with line ends inside quotes: the quotes tell which line ends close a record."""
        ends = _record_ends(data, self.dialect, last)
        if ends is None:
            return None
        if not len(ends.starts):
            return Block(self.schema.empty_table())
        parsed = self._parse(data[: ends.consumed])
        if parsed is None or parsed[0].num_rows + len(parsed[1]) != len(ends.starts):
            return None
        return self._block_of(*parsed, ends.starts, line, ends.consumed, ends.lines)

    def _parse(self, part: bytes) -> tuple[pa.Table, list[pa.csv.InvalidRow]] | None:
        invalid: list[pa.csv.InvalidRow] = []
        try:
            table = self._arrow(part, invalid)
        except (pa.ArrowInvalid, pa.ArrowCapacityError):
            return None
        if invalid and self.dialect.quote and self.dialect.quote.encode() in part:
            return None  # a stray quote may have caused it: read exactly
        return table, invalid

    def _block_of(
        self,
        table: pa.Table,
        invalid: list[pa.csv.InvalidRow],
        starts: np.ndarray,
        line: int,
        consumed: int,
        lines: int,
    ) -> Block:
        starts = starts + line
        keep = np.ones(len(starts), bool)
        keep[[row.number - 1 for row in invalid]] = False
        block = Block(table.append_column("line", pa.array(starts[keep], pa.int64())), consumed=consumed, lines=lines)
        self._refuse(block, [(int(starts[row.number - 1]), row.text) for row in invalid])
        return _without_blank(block)

    def _arrow(self, part: bytes, invalid: list[pa.csv.InvalidRow]) -> pa.Table:
        names = self.schema.names[:-1]

        def keep(row: pa.csv.InvalidRow) -> str:
            invalid.append(row)
            return "skip"

        return pa.csv.read_csv(
            pa.BufferReader(part),
            pa.csv.ReadOptions(use_threads=False, block_size=len(part) + 1, column_names=names),
            pa.csv.ParseOptions(
                delimiter=self.dialect.delimiter,
                quote_char=self.dialect.quote or False,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            pa.csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )

    def _refuse(self, block: Block, rows: list[tuple[int, str]]) -> None:
        """Rows of another width: mend those that only lack or add empty cells, keep the others as rejects."""
        mended: list[tuple[int, list[str]]] = []
        for line, text in rows:
            cells = _first_line(self.dialect, text)
            fitting = self.fit(cells)
            if fitting is None:
                block.rejects.append((line, self.reason(cells), text))
            else:
                mended.append((line, fitting))
        if mended:
            extra = text_table(self.schema, [cells for _, cells in mended], [line for line, _ in mended])
            block.table = pa.concat_tables([block.table, extra]).sort_by("line")
            block.mended += len(mended)

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

    def _exact(self, data: bytes, line: int, last: bool) -> Block:
        text = data.decode("utf-8", errors="ignore" if not last else "replace")
        lines = lines_of(text)
        if not last and lines and (not lines[-1].endswith("\n")):
            lines.pop()  # half a line, or a CR whose LF may follow
        block = Block(self.schema.empty_table())
        rows: list[list[str]] = []
        at: list[int] = []
        done = 0
        for first, count, cells in self._records(lines, last or len(data) > GIVE_UP):
            raw = "".join(lines[first : first + count])
            done = first + count
            fitting = None if "\0" in raw or cells is None else self.fit(cells)
            if fitting is None:
                block.rejects.append(
                    (line + first, ODD_TEXT if "\0" in raw else self._broken(cells), raw.rstrip("\r\n"))
                )
                continue
            block.mended += len(cells or ()) != self.width and any(fitting)
            rows.append(fitting)
            at.append(line + first)
        block.table = text_table(self.schema, rows, at)
        block.consumed, block.lines = len("".join(lines[:done]).encode()), done
        return _without_blank(block)

    def _broken(self, cells: list[str] | None) -> Text:
        if cells is not None:
            return self.reason(cells)
        return {"en": "a quote opens and never closes", "ko": "따옴표가 열리고 닫히지 않습니다"}

    def _records(self, lines: list[str], last: bool) -> Iterator[tuple[int, int, list[str] | None]]:
        """Yield (first line, lines, cells). A record over several lines that does not fit is given up after its first line.

        Stops before a record that is still open at the end, unless this is the last block.
        """
        first = 0
        while first < len(lines):
            for begun, count, cells in self._run(lines, first):
                first = begun + count
                at_end = first >= len(lines)
                open_quote = at_end and self._unclosed(lines[begun:first])
                if open_quote and not last:
                    return
                if open_quote or cells is None or (count > 1 and self.fit(cells) is None):
                    yield begun, 1, None if open_quote or cells is None else _first_line(self.dialect, lines[begun])
                    first = begun + 1
                    break
                yield begun, count, cells

    def _run(self, lines: list[str], first: int) -> Iterator[tuple[int, int, list[str] | None]]:
        reader = self.dialect.reader(lines[at] for at in range(first, len(lines)))
        while True:
            begun = first + reader.line_num
            try:
                cells = next(reader, None)
            except csv.Error:
                yield begun, 1, None
                return
            if cells is None:
                return
            yield begun, first + reader.line_num - begun, cells

    def _unclosed(self, lines: list[str]) -> bool:
        """Whether the text ends inside quotes."""
        try:
            list(self.dialect.reader(iter(lines), strict=True))
        except csv.Error as error:
            return "unexpected end" in str(error)
        return False


def _first_line(dialect: Dialect, line: str) -> list[str]:
    return next(dialect.reader(iter([line])), [])


@dataclass(frozen=True)
class _Ends:
    starts: np.ndarray  # line of each record, counted from 0
    consumed: int
    lines: int


def _record_ends(data: bytes, dialect: Dialect, last: bool) -> _Ends | None:
    """Records that end in `data`, by line ends outside quotes; None when the quotes are irregular."""
    letters = np.frombuffer(data, np.uint8)
    ends = letters == 10
    if b"\r" in data:
        bare = letters == 13
        bare[:-1] &= letters[1:] != 10
        bare[-1] &= last  # the LF of a CRLF may come with the next block
        ends = ends | bare
    places = np.flatnonzero(ends)
    outside = np.arange(len(places))
    if dialect.quote and (mark := dialect.quote.encode()) in data:
        quotes = np.flatnonzero(letters == mark[0])
        if not _regular(letters, quotes, dialect):
            return None
        outside = np.flatnonzero(np.searchsorted(quotes, places) % 2 == 0)
        if last and (not len(outside) or outside[-1] != len(places) - 1):
            return None
    if not len(outside):
        return _Ends(np.zeros(0, np.int64), 0, 0)
    starts = np.concatenate([[0], outside[:-1] + 1]).astype(np.int64)
    return _Ends(starts, int(places[outside[-1]]) + 1, int(outside[-1]) + 1)


def _ends_open(table: pa.Table, invalid: list[pa.csv.InvalidRow]) -> bool:
    """Whether the last record holds the last line end: its quote never closed, and only the end of the block ended it."""
    if invalid and invalid[-1].number == table.num_rows + len(invalid):
        return "\n" in invalid[-1].text
    last = table.slice(max(0, table.num_rows - 1)).to_pylist()
    return any("\n" in cell for row in last for cell in row.values())


def _regular(letters: np.ndarray, quotes: np.ndarray, dialect: Dialect) -> bool:
    """Whether quotes stand only at the edges of cells or doubled inside: then every second one opens, every other closes."""
    edge = np.zeros(256, bool)
    edge[[10, 13, ord(dialect.delimiter), ord(dialect.quote or '"')]] = True
    before, after = quotes[0::2] - 1, quotes[1::2] + 1
    opens = edge[letters[before[before >= 0]]]
    closes = edge[letters[after[after < len(letters)]]]
    return bool(opens.all() and closes.all())


def _without_blank(block: Block) -> Block:
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


def _gathered(text: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for chunk in text:
        held.append(chunk)
        size += len(chunk)
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _with_last(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    before: bytes | None = None
    for chunk in chunks:
        if before is not None:
            yield before, False
        before = chunk
    if before is not None:
        yield before, True
