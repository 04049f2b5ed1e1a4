"""Excel workbooks: as many sheets as the rows need, and one that says where they come from. No text is ever a formula.

xlsxwriter makes everything but the rows; at 70,000 cells a second it would need minutes for them. They are joined by Arrow
and streamed into the sheets that it prepared.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from madang.api.formats import _cells, _shell, _xlsx_cells
from madang.api.formats._refusals import TooManyColumns, TooManyRows
from madang.api.formats._sink import Sink

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSION = "xlsx"
OPTIONS = ("safe", "labels")
MOST_ROWS = 1_048_575
"""Of data in a sheet: one row more is the heading."""
MOST_SHEETS = 3
MOST_COLUMNS = 16_384
SHEET_BYTES = (2 << 30) - (256 << 20)
"""Of XML in a sheet; Excel does not open archives with larger members that were streamed."""


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """`safe` keeps formula-like texts texts when a person edits them, `labels` maps names of columns to headings.

    Raises `TooManyColumns`, `TooManyRows` (while it streams when the number of rows is not known before).
    """
    if len(schema) > MOST_COLUMNS:
        raise TooManyColumns(format=EXTENSION, most=MOST_COLUMNS, count=len(schema))
    _refuse(options.get("facts", {}).get("returned") or 0)
    return _streamed(batches, schema, options)


def _refuse(rows: int) -> None:
    if rows > MOST_SHEETS * MOST_ROWS:
        raise TooManyRows(format=EXTENSION, most=MOST_SHEETS * MOST_ROWS)


def _streamed(batches: Iterator[pa.RecordBatch], schema: pa.Schema, options: dict[str, Any]) -> Iterator[bytes]:
    facts, language = options.get("facts", {}), options.get("language", "ko")
    headings = _cells.labelled(schema, options.get("labels"))
    shell = _shell.Shell(headings, facts, language)
    columns = _xlsx_cells.Columns(schema, shell.styles, safe=bool(options.get("safe")))
    rows = _Rows(batches, columns)
    sink, sheets = Sink(), 0
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        while sheets == 0 or rows.left:
            sheets += 1
            _refuse(rows.done + bool(rows.left))
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w") as part:
                part.write(shell.head)
                for chunk in rows.sheet():
                    part.write(chunk)
                    yield sink.taken()
                part.write(shell.tail)
        for name, data in shell.rest(sheets, columns.too_long):
            archive.writestr(name, data)
    yield sink.taken()


class _Rows:
    """The rows, dealt out to sheets."""

    def __init__(self, batches: Iterator[pa.RecordBatch], columns: _xlsx_cells.Columns) -> None:
        self._batches, self._columns = batches, columns
        self.done = 0
        self.left = next(batches, None)

    def sheet(self) -> Iterator[bytes]:
        """The XML of as many rows as a sheet holds."""
        row = size = 0
        while self.left is not None and row < MOST_ROWS and size < SHEET_BYTES:
            batch = self.left.slice(0, MOST_ROWS - row)
            rest = self.left.slice(batch.num_rows)
            chunk = self._columns.rows(batch, row + 2)
            row, size, self.done = row + batch.num_rows, size + len(chunk), self.done + batch.num_rows
            yield chunk
            self.left = rest if rest.num_rows else next(self._batches, None)
