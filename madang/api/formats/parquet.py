"""Apache Parquet, zstd; GeoParquet when there is a geometry. The facts of the answer stand in its metadata, key `madang`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from madang.api.formats import _cells
from madang.api.formats._sink import Sink
from madang.store import geoparquet

MEDIA_TYPE = "application/vnd.apache.parquet"
EXTENSION = "parquet"
ROW_GROUP = 122_880
ROW_GROUP_BYTES = 64 << 20


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """A row group at a time; of shapes it says their column and coordinates, not yet their kinds."""
    shape = next((one.name for one in schema if _cells.is_geometry(one)), None)
    return written(batches, schema, {"column": shape} if shape else None, options)


def written(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, geometry: dict[str, Any] | None, options: dict[str, Any]
) -> Iterator[bytes]:
    """Parquet with `geometry` as `store.geoparquet.metadata` takes it."""
    sink = Sink()
    facts = {"madang": _cells.json_text(options.get("facts", {}))}
    told = schema.with_metadata({**facts, **geoparquet.metadata(geometry)})
    with pq.ParquetWriter(sink, told, compression="zstd") as writer:
        for group in _groups(batches):
            writer.write_table(pa.Table.from_batches(group, schema), row_group_size=ROW_GROUP)
            yield sink.taken()
    yield sink.taken()


def _groups(batches: Iterator[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Batches gathered to a row group each, fewer rows when they are wide: many small groups make a file slow to read."""
    group: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        group.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= ROW_GROUP or size >= ROW_GROUP_BYTES:
            yield group
            group, rows, size = [], 0, 0
    if group:
        yield group
