"""One JSON object a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from madang.api.formats import _cells

MEDIA_TYPE = "application/x-ndjson"
EXTENSION = "ndjson"


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    for batch in batches:
        yield _cells.joined(_cells.json_rows(batch, schema), "\n")
