"""Writing a stream of rows into Parquet files of a bounded size, with flat memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROW_GROUP = 122_880
"""Rows of a row group: DuckDB's own, so that a scan of the Parquet file and of the serving copy split alike."""

ROW_GROUP_BYTES = 128 << 20  # wide rows (geometries) are flushed earlier, or memory would follow their width
SAMPLE = 16_384
"""Rows whose values tell whether a dictionary pays for their column."""

PART_BYTES = 2 << 30
"""A part that has reached this size is closed and the next one begun."""


class Parts:
    """Files `<name>-0.parquet`, `<name>-1.parquet`, ... in `folder`; there is always at least one, even without rows."""

    def __init__(self, folder: Path, name: str, schema: pa.Schema, metadata: dict[str, str], part_bytes: int) -> None:
        self.folder, self.name, self.schema, self.metadata = folder, name, schema, metadata
        self.part_bytes = part_bytes
        self.finished: list[tuple[Path, int]] = []
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._bytes = 0
        self._writer: Any = None

    def write(self, table: pa.Table) -> None:
        """Add rows; they reach the disk in whole row groups."""
        for piece in _pieces(table):
            self._waiting.append(piece)
            self._rows += piece.num_rows
            self._bytes += piece.nbytes
            if self._rows >= ROW_GROUP or self._bytes >= ROW_GROUP_BYTES:
                self._flush()

    def close(self) -> list[tuple[Path, int]]:
        """Write what waits; return every file with its number of rows."""
        if self._waiting:
            self._flush(everything=True)
        self._finish()
        return self.finished

    def _flush(self, everything: bool = False) -> None:
        table = pa.concat_tables(self._waiting)
        if self._writer is None:
            self._open(table.slice(0, SAMPLE))
        whole = table.num_rows if everything or self._rows < ROW_GROUP else self._rows // ROW_GROUP * ROW_GROUP
        self._writer.write_table(table.slice(0, whole), row_group_size=ROW_GROUP)
        self._part_rows += whole
        rest = table.slice(whole)
        self._waiting = [rest] if rest.num_rows else []
        self._rows, self._bytes = rest.num_rows, rest.nbytes
        if self._file.stat().st_size >= self.part_bytes and not everything:
            self._finish()

    def _open(self, sample: pa.Table) -> None:
        """A dictionary of values that are nearly all different is begun, given up, and cost time and room (1.1 s against 0.7)."""
        self._file = self.folder / f"{self.name}-{len(self.finished)}.parquet"
        self._part_rows = 0
        repeated = [name for name in sample.column_names if _repeats(sample[name])]
        self._writer = pq.ParquetWriter(
            self._file, self.schema, compression="zstd", write_page_index=True, use_dictionary=repeated
        )

    def _finish(self) -> None:
        if self._writer is None:
            if self.finished:
                return
            self._open(self.schema.empty_table())
        if self.metadata:
            self._writer.add_key_value_metadata(self.metadata)
        self._writer.close()
        self._writer = None
        self.finished.append((self._file, self._part_rows))


def _repeats(values: pa.ChunkedArray) -> bool:
    """Whether at least half of the values stood before; false for types whose values cannot be counted (lists, nulls)."""
    if pa.types.is_nested(values.type) or pa.types.is_null(values.type):
        return False
    return bool(2 * pc.count_distinct(values).as_py() <= len(values))


def _pieces(table: pa.Table) -> Iterator[pa.Table]:
    """Slices of at most a row group: a caller's huge table must not be buffered a second time."""
    for start in range(0, table.num_rows, ROW_GROUP):
        yield table.slice(start, ROW_GROUP)
