"""Shapefiles in a zip, one for each kind of shape, in UTF-8. `columns.csv` beside them gives the whole names of the columns."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from madang.api.formats import _aside, _dbase, _gdal, _shapes, csv
from madang.api.formats._refusals import NoCollections, TooManyColumns

MEDIA_TYPE = "application/zip"
EXTENSION = "shp"
FILE = "shp.zip"
SPATIAL = ASIDE = True
LAYERS = {
    "points": ("Point",), "multipoints": ("MultiPoint",), "lines": ("LineString", "LinearRing", "MultiLineString"),
    "polygons": ("Polygon", "MultiPolygon"),
}  # fmt: skip
"""What one shapefile can hold together."""
TYPES = {"points": "Point", "multipoints": "MultiPoint", "lines": "MultiLineString", "polygons": "MultiPolygon"}
MOST_BYTES = (2 << 30) - (128 << 20)
"""The format's own limit of 2 GB for each file, less a batch."""


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """Written aside, then sent. Raises `NoShapes`, `TooManyColumns`, `NoCollections`, `ExportTooLarge`."""
    shape = _shapes.column(schema, EXTENSION)
    if len(schema) - 1 > _dbase.MOST_FIELDS:
        raise TooManyColumns(format=EXTENSION, most=_dbase.MOST_FIELDS, count=len(schema) - 1)
    return _aside.sent(lambda folder: _made(batches, schema, shape, folder, options), options.get("scratch"))


def _made(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, folder: Path, options: dict[str, Any]
) -> Path:
    spool = _shapes.spooled(batches, schema, shape, folder, EXTENSION)
    if spool.kinds["GeometryCollection"]:
        raise NoCollections(count=spool.kinds["GeometryCollection"])
    table = _dbase.Attributes(schema, shape)
    for batch in spool.batches():
        table.look(batch)
    base = "".join(letter if letter.isalnum() else "_" for letter in options.get("facts", {}).get("resource") or "rows")
    layers = [layer for layer, kinds in LAYERS.items() if any(spool.kinds[kind] for kind in kinds)] or ["points"]
    packed = folder / FILE
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, layer in enumerate(layers):
            name = base if len(layers) == 1 else f"{base}-{layer}"
            rows = _of_kind(spool, shape, LAYERS[layer], with_empty=number == 0)
            _layer(folder / f"{name}.shp", (table.fitted(batch) for batch in rows), table.target, shape, TYPES[layer])
            for part in sorted(folder.glob(f"{name}.*")):
                archive.write(part, part.name)
                part.unlink()
        archive.writestr("columns.csv", b"".join(csv.write(iter([table.sidecar()]), table.sidecar().schema, bom=True)))
        archive.writestr("about.json", _shapes.facts(options))
    return packed


def _layer(path: Path, rows: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, kind: str) -> None:
    more = {"layer_options": {"2GB_LIMIT": "YES"}}
    _gdal.write(path, "ESRI Shapefile", rows, schema, shape, kind, most=MOST_BYTES, **more)


def _of_kind(spool: _shapes.Spool, shape: str, kinds: tuple[str, ...], *, with_empty: bool) -> Iterator[pa.RecordBatch]:
    """The rows with these shapes; rows without any go with the first layer."""
    import shapely

    wanted = [_shapes.KINDS.index(kind) for kind in kinds] + ([-1] if with_empty else [])
    for batch in spool.batches():
        found = shapely.get_type_id(shapely.from_wkb(batch.column(shape).to_numpy(zero_copy_only=False)))
        yield batch.filter(pa.array(np.isin(found, wanted)))
