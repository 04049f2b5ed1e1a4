"""OGC GeoPackage: one layer `rows` in a SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.api.formats import _aside, _gdal, _shapes

MEDIA_TYPE = "application/geopackage+sqlite3"
EXTENSION = "gpkg"
SPATIAL = ASIDE = True
LAYER = "rows"


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """Written aside, then sent. The facts of the answer stand in the layer's metadata. Raises `NoShapes`, `ExportTooLarge`."""
    shape = _shapes.column(schema, EXTENSION)
    return _aside.sent(lambda folder: _made(batches, schema, shape, folder, options), options.get("scratch"))


def _made(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, folder: Path, options: dict[str, Any]
) -> Path:
    spool = _shapes.spooled(batches, schema, shape, folder, EXTENSION)
    names, kept = {name: name for name in schema.names}, _gdal.of_types(schema, dates=True)
    rows = (_gdal.fitted(batch, schema, shape, names, kept) for batch in spool.batches())
    _gdal.write(
        folder / "layer.gpkg", "GPKG", rows, _gdal.target(schema, shape, names, kept), shape, spool.kind,
        layer=LAYER, layer_options={"FID": _free("fid", schema), "GEOMETRY_NAME": shape},
        layer_metadata={"madang": _shapes.facts(options)},
    )  # fmt: skip
    return folder / "layer.gpkg"


def _free(name: str, schema: pa.Schema) -> str:
    """A name for the row numbers of the format that no column has, in small or capital letters."""
    taken = {other.lower() for other in schema.names}
    while name in taken:
        name += "_"
    return name
