"""A format of one city: the first column, one value a line."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

MEDIA_TYPE = "text/plain; charset=utf-8"
EXTENSION = "txt"


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    for batch in batches:
        for value in batch.column(0).to_pylist():
            yield f"{value}\n".encode()
