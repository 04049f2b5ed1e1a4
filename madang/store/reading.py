"""Reading the rows of a revision as they were written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from madang.store import Store, fetched, manifest

BATCH_ROWS = 16_384


def files(store: Store, revision_id: str) -> tuple[Path, ...]:
    """Local Parquet files with the rows, in order; fetched and checked when the place is remote. Raises `manifest.Missing`."""
    return tuple(_file(store, revision_id, part) for part in manifest.read(store, revision_id).parts)


def batches(store: Store, revision_id: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """Every row in stored order, `columns` of them or all, in batches of at most `BATCH_ROWS`."""
    return streamed(files(store, revision_id), columns)


def streamed(
    paths: Sequence[Path], columns: Sequence[str] | None = None, rows: int = BATCH_ROWS
) -> Iterator[pa.RecordBatch]:
    """The rows of Parquet files, one row group in memory: asked for all at once, PyArrow ends up holding the whole file."""
    for path in paths:
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                yield from file.iter_batches(rows, [group], None if columns is None else list(columns))


def rejects(store: Store, revision_id: str) -> pa.Table:
    """The rows that did not fit: line, reason_en, reason_ko, text. Without any, a table with no rows."""
    for part in manifest.read(store, revision_id).files:
        if part.name.startswith("rejects-"):
            return pq.read_table(_file(store, revision_id, part))
    return REJECTS.empty_table()


REJECTS = pa.schema(
    [("line", pa.int64()), ("reason_en", pa.string()), ("reason_ko", pa.string()), ("text", pa.string())]
)


def _file(store: Store, revision_id: str, part: manifest.Part) -> Path:
    return fetched.local(store, manifest.key(revision_id, part.name), part.sha256)
