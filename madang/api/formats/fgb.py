"""FlatGeobuf: one layer with a spatial index, so the rows come in the order of their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.api.formats import _aside, _gdal, _shapes

MEDIA_TYPE = "application/vnd.flatgeobuf"
EXTENSION = "fgb"
SPATIAL = ASIDE = True


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """Written aside, then sent. The facts of the answer are the layer's description. Raises `NoShapes`, `ExportTooLarge`."""
    shape = _shapes.column(schema, EXTENSION)
    return _aside.sent(lambda folder: _made(batches, schema, shape, folder, options), options.get("scratch"))


def _made(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, folder: Path, options: dict[str, Any]
) -> Path:
    spool = _shapes.spooled(batches, schema, shape, folder, EXTENSION)
    names, kept = {name: name for name in schema.names}, _gdal.of_types(schema, dates=False)
    rows = (_gdal.fitted(batch, schema, shape, names, kept) for batch in spool.batches())
    # The index of the format has no place for rows without a shape, and none for a layer without rows.
    indexed = "YES" if spool.rows and not spool.kinds[""] else "NO"
    _gdal.write(
        folder / "layer.fgb", "FlatGeobuf", rows, _gdal.target(schema, shape, names, kept), shape, spool.kind,
        layer_options={
            "SPATIAL_INDEX": indexed, "DESCRIPTION": _shapes.facts(options), "TEMPORARY_DIR": str(folder),
        },
    )  # fmt: skip
    return folder / "layer.fgb"
