"""GeoParquet 1.1: Parquet that says of its shapes in which column they are, of what kinds, within which box and in which coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.api.formats import _aside, _shapes, parquet

MEDIA_TYPE = parquet.MEDIA_TYPE
EXTENSION = "geoparquet"
SPATIAL = ASIDE = True


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """Written aside, then sent: readers want kinds and box at the beginning. Raises `NoShapes`, `ExportTooLarge`."""
    shape = _shapes.column(schema, EXTENSION)
    return _aside.sent(lambda folder: _made(batches, schema, shape, folder, options), options.get("scratch"))


def _made(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, folder: Path, options: dict[str, Any]
) -> Path:
    spool = _shapes.spooled(batches, schema, shape, folder, EXTENSION)
    geometry = {"column": shape, "kind": ", ".join(spool.kinds), "bbox": spool.box}
    path = folder / "rows.parquet"
    with path.open("wb") as file:
        for chunk in parquet.written(spool.batches(), schema, geometry, options):
            file.write(chunk)
    return path
