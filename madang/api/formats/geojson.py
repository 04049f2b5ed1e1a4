"""A GeoJSON FeatureCollection (RFC 7946). Rows without a shape have `"geometry": null`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from madang.api.formats import _cells, _shapes

MEDIA_TYPE = "application/geo+json"
EXTENSION = "geojson"
SPATIAL = True


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """`facts` become the foreign member `madang`. The first geometry column is the shape, others stay properties. Raises `NoShapes`."""
    return _streamed(batches, schema, _shapes.column(schema, EXTENSION), options)


def _streamed(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, options: dict[str, Any]
) -> Iterator[bytes]:
    head = {"type": "FeatureCollection", "madang": options.get("facts", {}), "features": []}
    yield _cells.json_text(head).removesuffix("]}").encode()
    before = b"\n"
    for batch in batches:
        if batch.num_rows:
            yield before + _cells.joined(_features(batch, schema, shape), ",\n").removesuffix(b",\n")
            before = b",\n"
    yield b"]}"


def _features(batch: pa.RecordBatch, schema: pa.Schema, shape: str) -> pa.Array:
    columns = dict(zip(schema.names, _cells.json_columns(batch, schema), strict=True))
    geometry = columns.pop(shape)
    properties = _cells.json_objects(list(columns.values()), list(columns)) if columns else _all("{}", batch)
    return _cells.json_objects([_all('"Feature"', batch), geometry, properties], ["type", "geometry", "properties"])


def _all(text: str, batch: pa.RecordBatch) -> pa.Array:
    return pa.array([text] * batch.num_rows, pa.string())
