"""One JSON object: what is known about the answer, then `rows`, one a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from madang.api.formats import _cells

MEDIA_TYPE = "application/json"
EXTENSION = "json"


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """`facts` become members before `rows`, so that a reader knows `complete` and `next` before the first row."""
    facts = {**options.get("facts", {}), "rows": []}
    yield _cells.json_text(facts).removesuffix("]}").encode()
    before = b"\n"
    for batch in batches:
        if batch.num_rows:
            yield before + _cells.joined(_cells.json_rows(batch, schema), ",\n").removesuffix(b",\n")
            before = b",\n"
    yield b"]}"
