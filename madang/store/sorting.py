"""Sorting rows that do not fit in memory. Equal keys keep the order in which the rows came.

DuckDB sorts the keys alone; the rows are then dealt into buckets by their place in that order, and each bucket is put in order in
memory. DuckDB could sort whole rows, but runs out of memory on wide ones: 300,000 geometries of 4 kB fail at 512 MB and at
1 GB with two threads, though it may spill to the disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from madang.lib import duck
from madang.store import reading

KEYS_MB = 384
BUCKET_BYTES = 48 << 20
BATCH_BYTES = 16 << 20
MOST_BUCKETS = 256  # open files; beyond 12 GB of rows the buckets grow instead
CAME, RANK = "\x01came", "\x01rank"
"""Columns that number rows as they came and as they shall stand; no header has control characters."""

Ranks = npt.NDArray[np.int64]


def numbered(table: pa.Table, before: int) -> pa.Table:
    """Add the column `CAME`, counting on from `before`."""
    return table.append_column(CAME, pa.array(range(before, before + table.num_rows), pa.int64()))


def ordered(files: Sequence[Path], schema: pa.Schema, by: Sequence[str], folder: Path, size: int) -> Iterator[pa.Table]:
    """Yield the numbered rows of Parquet files ordered by columns, nulls last, as tables of `schema`.

    `size` is about the bytes of all rows in memory; `folder` takes the temporary files.
    """
    rows = sum(pq.read_metadata(file).num_rows for file in files)
    if rows == 0:
        return
    folder.mkdir()
    ranks = _ranks(files, by, rows, folder)
    per_bucket = -(-rows // min(MOST_BUCKETS, size // BUCKET_BYTES + 1))
    per_batch = max(1_024, min(rows, BATCH_BYTES * rows // (size + 1)))
    _deal(files, schema, ranks, per_bucket, per_batch, folder)
    for number in range(-(-rows // per_bucket)):
        file = folder / f"{number}.arrow"
        yield _in_order(file).select(schema.names).cast(schema)
        file.unlink()


def _ranks(files: Sequence[Path], by: Sequence[str], rows: int, folder: Path) -> Ranks:
    """For each row, in the order in which they came, its place in the sorted table. The array lies in a file."""
    keys = ", ".join(f"{duck.identifier(name)} ASC NULLS LAST" for name in (*by, CAME))
    asked = f"SELECT {duck.identifier(CAME)} FROM {duck.parquet(files)} ORDER BY {keys}"
    ranks: Ranks = np.memmap(folder / "ranks", np.int64, "w+", shape=(rows,))
    connection, done = duck.connect(memory_mb=KEYS_MB, threads=2, spill=folder / "spill"), 0
    try:
        for batch in connection.execute(asked).to_arrow_reader(122_880):
            ranks[batch.column(0).to_numpy()] = np.arange(done, done + batch.num_rows)
            done += batch.num_rows
    finally:
        connection.close()
    return ranks


def _deal(
    files: Sequence[Path], schema: pa.Schema, ranks: Ranks, per_bucket: int, per_batch: int, folder: Path
) -> None:
    """Write each row with its rank into its bucket's file."""
    typed = schema.append(pa.field(RANK, pa.int64()))
    writers: list[Any] = [
        pa.ipc.new_stream(folder / f"{number}.arrow", typed, options=pa.ipc.IpcWriteOptions(compression="lz4"))
        for number in range(-(-len(ranks) // per_bucket))
    ]
    done = 0
    for batch in reading.streamed(files, schema.names, per_batch):
        here = ranks[done : done + batch.num_rows]
        done += batch.num_rows
        order = np.argsort(here)
        table = pa.Table.from_batches([batch]).take(order).append_column(RANK, pa.array(here[order])).cast(typed)
        edges = np.searchsorted(here[order] // per_bucket, np.arange(len(writers) + 1))
        for writer, start, end in zip(writers, edges[:-1], edges[1:], strict=True):
            if end > start:
                writer.write_table(table.slice(start, end - start))
    for writer in writers:
        writer.close()


def _in_order(file: Path) -> pa.Table:
    """The rows of one bucket by their rank."""
    with pa.ipc.open_stream(file) as reader:
        table = reader.read_all().combine_chunks()
    return table.take(np.argsort(table.column(RANK).to_numpy()))
