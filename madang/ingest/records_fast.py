"""Records the fast way: Arrow parses a block, and the line ends outside quotes prove that it found every record.

Where they differ there is no answer, and `records_exact` reads the block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv

from madang.ingest.dialect import Dialect
from madang.ingest.records_layout import Block, Layout, first_line, without_blank
from madang.ingest.staging import text_table


def fast(layout: Layout, data: bytes, line: int, last: bool) -> Block | None:
    """The records that end in `data`, of which the first begins `line`; None when Arrow's answer cannot be proved right."""
    if b"\0" in data or layout.dialect.escape or layout.dialect.spaced or layout.dialect.runs:
        return None
    return _plain(layout, data, line) or _quoted(layout, data, line, last)


def _plain(layout: Layout, data: bytes, line: int) -> Block | None:
    """The usual block, every line one record: proved by as many records as line ends, and none left open at the end."""
    cut = data.rfind(b"\n") + 1
    part = data[:cut]
    if not cut or part.count(b"\r") != part.count(b"\r\n"):
        return None
    count = part.count(b"\n")
    parsed = _parse(layout, part)
    if parsed is None or parsed[0].num_rows + len(parsed[1]) != count or _ends_open(*parsed):
        return None
    return _block_of(layout, *parsed, np.arange(count), line, cut, count)


def _quoted(layout: Layout, data: bytes, line: int, last: bool) -> Block | None:
    """A block with line ends inside quotes: the quotes tell which line ends close a record."""
    ends = _record_ends(data, layout.dialect, last)
    if ends is None:
        return None
    if not len(ends.starts):
        return Block(layout.schema.empty_table())
    parsed = _parse(layout, data[: ends.consumed])
    if parsed is None or parsed[0].num_rows + len(parsed[1]) != len(ends.starts):
        return None
    return _block_of(layout, *parsed, ends.starts, line, ends.consumed, ends.lines)


def _parse(layout: Layout, part: bytes) -> tuple[pa.Table, list[pa.csv.InvalidRow]] | None:
    invalid: list[pa.csv.InvalidRow] = []
    try:
        table = _arrow(layout, part, invalid)
    except (pa.ArrowInvalid, pa.ArrowCapacityError):
        return None
    if invalid and layout.dialect.quote and layout.dialect.quote.encode() in part:
        return None  # a stray quote may have caused it: read exactly
    return table, invalid


def _block_of(
    layout: Layout,
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
    _refuse(layout, block, [(int(starts[row.number - 1]), row.text) for row in invalid])
    return without_blank(block)


def _arrow(layout: Layout, part: bytes, invalid: list[pa.csv.InvalidRow]) -> pa.Table:
    names = layout.schema.names[:-1]

    def keep(row: pa.csv.InvalidRow) -> str:
        invalid.append(row)
        return "skip"

    return pa.csv.read_csv(
        pa.BufferReader(part),
        pa.csv.ReadOptions(use_threads=False, block_size=len(part) + 1, column_names=names),
        pa.csv.ParseOptions(
            delimiter=layout.dialect.delimiter,
            quote_char=layout.dialect.quote or False,
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


def _refuse(layout: Layout, block: Block, rows: list[tuple[int, str]]) -> None:
    """Rows of another width: mend those that only lack or add empty cells, keep the others as rejects."""
    mended: list[tuple[int, list[str]]] = []
    for line, text in rows:
        cells = first_line(layout.dialect, text)
        fitting = layout.fit(cells)
        if fitting is None:
            block.rejects.append((line, layout.reason(cells), text))
        else:
            mended.append((line, fitting))
    if mended:
        extra = text_table(layout.schema, [cells for _, cells in mended], [line for line, _ in mended])
        block.table = pa.concat_tables([block.table, extra]).sort_by("line")
        block.mended += len(mended)


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
