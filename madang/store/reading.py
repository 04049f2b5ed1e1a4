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
    for path in files(store, revision_id):
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(BATCH_ROWS, columns=None if columns is None else list(columns))


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
