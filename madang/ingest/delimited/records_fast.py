"""Records the fast way: Arrow parses a block, and the line ends outside quotes prove that it found every record.

Where they differ there is no answer, and `records_exact` reads the block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv

from madang.ingest.delimited.dialect import Dialect
from madang.ingest.delimited.records_layout import Block, Layout, first_line, without_blank
from madang.ingest.staging import text_table


def fast(layout: Layout, data: bytes, line: int, last: bool) -> Block | None:
    """The records that end in `data`, of which the first begins `line`; None when Arrow's answer cannot be proved right.

    Where quotes are irregular the records before them are read, and the next call finds them at its start.
    """
    if not layout.dialect.plain or b"\0" in data:
        return None
    letters = np.frombuffer(data, np.uint8)
    quotes = _quotes(letters, data, layout.dialect)
    odd = _irregular(letters, quotes, layout.dialect)
    if odd is not None:
        begun = _record_begin(data, quotes, odd)
        return fast(layout, data[:begun], line, False) if begun else None
    return _plain(layout, data, letters, line, quotes) or _quoted(layout, data, line, last, quotes)


def _plain(layout: Layout, data: bytes, letters: np.ndarray, line: int, quotes: np.ndarray) -> Block | None:
    """The usual block, every line one record: proved by as many records as line ends, and none left open at the end."""
    cut = data.rfind(b"\n") + 1
    part = data[:cut]
    if not cut or np.searchsorted(quotes, cut) % 2 or (b"\r" in part and part.count(b"\r") != part.count(b"\r\n")):
        return None
    count = int(np.count_nonzero(letters[:cut] == 10))
    parsed = _parse(layout, part)
    if parsed is None or parsed[0].num_rows + len(parsed[1]) != count or _ends_open(*parsed):
        return None
    return _block_of(layout, *parsed, np.arange(count), line, cut, count)


def _quoted(layout: Layout, data: bytes, line: int, last: bool, quotes: np.ndarray) -> Block | None:
    """A block with line ends inside quotes: the quotes tell which line ends close a record."""
    ends = _record_ends(data, quotes, last)
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
    if any("\n" in row.text or "\r" in row.text for row in invalid):
        return None  # a record over several lines that does not fit is read line by line
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
        cells = layout.read_again(text, first_line(layout.dialect, text))
        fitting = layout.fit(cells)
        if fitting is None:
            block.rejects.append((line, layout.reason(cells), text))
        else:
            mended.append((line, fitting))
    if mended:
        extra = text_table(layout.schema, [cells for _, cells in mended], [line for line, _ in mended])
        block.table = pa.concat_tables([block.table, extra]).sort_by("line")
        block.mended = [line for line, _ in mended]


@dataclass(frozen=True)
class _Ends:
    starts: np.ndarray  # line of each record, counted from 0
    consumed: int
    lines: int


def _record_ends(data: bytes, quotes: np.ndarray, last: bool) -> _Ends | None:
    """Records that end in `data`, by line ends outside (regular) quotes; None when a quote is open at the very end."""
    letters = np.frombuffer(data, np.uint8)
    ends = letters == 10
    if b"\r" in data:
        bare = letters == 13
        bare[:-1] &= letters[1:] != 10
        bare[-1] &= last  # the LF of a CRLF may come with the next block
        ends = ends | bare
    places = np.flatnonzero(ends)
    outside = np.arange(len(places))
    if len(quotes):
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


def _quotes(letters: np.ndarray, data: bytes, dialect: Dialect) -> np.ndarray:
    """Places of the quotes."""
    mark = (dialect.quote or "").encode()
    return np.flatnonzero(letters == mark[0]) if mark and mark in data else np.zeros(0, np.int64)


def _irregular(letters: np.ndarray, quotes: np.ndarray, dialect: Dialect) -> int | None:
    """The place of the first quote that opens a cell irregularly, or that is closed so.

    Regular quotes stand at the edges of cells or doubled inside: then every second one opens, every other closes.
    """
    edge = np.zeros(256, bool)
    edge[[10, 13, ord(dialect.delimiter), ord(dialect.quote or '"')]] = True
    opens, closes = quotes[0::2], quotes[1::2]
    first = int(bool(len(opens)) and opens[0] == 0)
    whole = len(closes) - int(bool(len(closes)) and closes[-1] + 1 == len(letters))
    bad = np.flatnonzero(~edge[letters[opens[first:] - 1]])[:1] + first
    bad = np.concatenate([bad, np.flatnonzero(~edge[letters[closes[:whole] + 1]])[:1]])
    return int(opens[bad.min()]) if len(bad) else None


def _record_begin(data: bytes, quotes: np.ndarray, place: int) -> int:
    """Where the record begins that holds `place`; the quotes before it are regular."""
    end = data.rfind(b"\n", 0, place)
    while end >= 0 and np.searchsorted(quotes, end) % 2:
        end = data.rfind(b"\n", 0, end)
    return end + 1
