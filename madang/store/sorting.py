"""Sorting rows that do not fit in memory: DuckDB spills to the disk; equal keys keep the order in which they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from madang.lib import duck

BATCH_ROWS = 16_384
SORT_MB = 512
CAME = "\x01came"
"""The column that numbers rows as they came; no header has control characters."""


def numbered(table: pa.Table, before: int) -> pa.Table:
    """Add the column `CAME`, counting on from `before`."""
    return table.append_column(CAME, pa.array(range(before, before + table.num_rows), pa.int64()))


def ordered(files: Sequence[Path], schema: pa.Schema, by: Sequence[str], spill: Path) -> Iterator[pa.Table]:
    """Yield the numbered rows of Parquet files ordered by columns, nulls last, as tables of `schema`, in bounded memory."""
    columns = ", ".join(duck.identifier(name) for name in schema.names)
    keys = ", ".join(f"{duck.identifier(name)} ASC NULLS LAST" for name in (*by, CAME))
    connection = duck.connect(memory_mb=SORT_MB, threads=2, spill=spill)
    try:
        reader = connection.execute(f"SELECT {columns} FROM {duck.parquet(files)} ORDER BY {keys}").to_arrow_reader(
            BATCH_ROWS
        )
        for batch in reader:
            yield pa.Table.from_batches([batch]).cast(schema)
    finally:
        connection.close()
