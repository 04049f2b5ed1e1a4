"""Apache Arrow's IPC stream. The facts of the answer stand in the metadata of the schema, key `madang`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from madang.api.formats import _cells
from madang.api.formats._sink import Sink

MEDIA_TYPE = "application/vnd.apache.arrow.stream"
EXTENSION = "arrow"


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    sink = Sink()
    described = schema.with_metadata({"madang": _cells.json_text(options.get("facts", {}))})
    with pa.ipc.new_stream(sink, described) as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield sink.taken()
    yield sink.taken()
