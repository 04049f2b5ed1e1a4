"""A GeoJSON FeatureCollection (RFC 7946). Rows without a shape, and tables without geometry, have `"geometry": null`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from madang.api.formats import _cells

MEDIA_TYPE = "application/geo+json"
EXTENSION = "geojson"


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """`facts` become the foreign member `madang`. The first geometry column is the shape, others stay properties."""
    shape = next((field.name for field in schema if _cells.is_geometry(field)), None)
    head = {"type": "FeatureCollection", "madang": options.get("facts", {}), "features": []}
    yield _cells.json_text(head).removesuffix("]}").encode()
    separator = "\n"
    for batch in batches:
        text = ",\n".join(_cells.json_text(_feature(row, shape)) for row in _cells.rows(batch, schema))
        if text:
            yield (separator + text).encode()
            separator = ",\n"
    yield b"]}"


def _feature(row: dict[str, Any], shape: str | None) -> dict[str, Any]:
    geometry = row.pop(shape) if shape else None
    return {"type": "Feature", "geometry": geometry, "properties": row}
