"""An answer in JSON, all of it on one line: there are clients that read no further than the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from madang.api.formats import _cells
from madang.api.seoul import envelopes
from madang.api.seoul.codes import NOTHING, Told
from madang.api.seoul.written import json_cells

MEDIA_TYPE = "application/json;charset=UTF-8"
EXTENSION = "seoul.json"


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """`service` and `subway` choose the envelope. Raises `Told` when there are no rows."""
    if not options["facts"]["returned"]:
        raise Told(NOTHING)
    facts = options["facts"]
    around = envelopes.of(options["service"], facts["total"], subway=options["subway"], returned=facts["returned"])
    return _written(batches, schema, around)


def _written(batches: Iterator[pa.RecordBatch], schema: pa.Schema, around: envelopes.Envelope) -> Iterator[bytes]:
    yield around.json_before.encode()
    before = b""
    for batch in batches:
        if batch.num_rows:
            cells = [json_cells(array, field) for array, field in zip(batch.columns, schema, strict=True)]
            yield before + _cells.joined(_cells.json_objects(cells, schema.names), ",").removesuffix(b",")
            before = b","
    yield around.json_after.encode()
