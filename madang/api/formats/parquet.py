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


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    sink = Sink()
    facts = {"madang": _cells.json_text(options.get("facts", {}))}
    shape = next((field.name for field in schema if _cells.is_geometry(field)), None)
    geo = geoparquet.metadata({"column": shape} if shape else None)
    with pq.ParquetWriter(sink, schema.with_metadata({**facts, **geo}), compression="zstd") as writer:
        for group in _groups(batches):
            writer.write_table(pa.Table.from_batches(group, schema), row_group_size=ROW_GROUP)
            yield sink.taken()
    yield sink.taken()


def _groups(batches: Iterator[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Batches gathered to a row group each: many small groups make a file that is slow to read."""
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(part.num_rows for part in group) >= ROW_GROUP:
            yield group
            group = []
    if group:
        yield group
