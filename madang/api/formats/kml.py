"""KML for Google Earth: a placemark a row, in longitude and latitude, all values as texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.compute as pc

from madang.api.formats import _aside, _cells, _gdal, _shapes

MEDIA_TYPE = "application/vnd.google-earth.kml+xml"
EXTENSION = "kml"
SPATIAL = ASIDE = True


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """Written aside, then sent. A column `name` names the placemarks, else the first text does. Raises `NoShapes`, `ExportTooLarge`."""
    shape = _shapes.column(schema, EXTENSION)
    chunks = _aside.sent(lambda folder: _made(batches, schema, shape, folder), options.get("scratch"))
    return _told(chunks, options)


def _told(chunks: Iterator[bytes], options: dict[str, Any]) -> Iterator[bytes]:
    """What the answer says of itself as the name and description of the document, for which GDAL's driver has no option."""
    facts = options.get("facts", {})
    name = escape(" ".join(filter(None, [facts.get("dataset"), facts.get("resource")])))
    said = f"<name>{name}</name><description>{escape(_shapes.facts(options))}</description>"
    start = b'<Document id="root_doc">'
    for number, chunk in enumerate(chunks):
        yield chunk if number else chunk.replace(start, start + said.encode(), 1)


def _made(batches: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, folder: Path) -> Path:
    names = {name: name for name in schema.names}
    label = _label(schema)
    # All as texts: GDAL would write numbers with 15 digits, and days with slashes.
    target = _labelled(_gdal.target(schema, shape, names, ()), label)
    rows = (_named(_gdal.fitted(batch, schema, shape, names, ()), label, shape, target) for batch in batches)
    _gdal.write(folder / "rows.kml", "KML", rows, target, shape, "Unknown")
    return folder / "rows.kml"


def _label(schema: pa.Schema) -> str:
    """The column whose texts are copied to the names of the placemarks; "" when a column is called name already."""
    if any(name.lower() == "name" for name in schema.names):
        return ""
    return next((one.name for one in schema if pa.types.is_string(one.type) and not _cells.is_geometry(one)), "")


def _labelled(schema: pa.Schema, label: str) -> pa.Schema:
    return schema.insert(0, pa.field("Name", pa.string())) if label else schema


def _named(batch: pa.RecordBatch, label: str, shape: str, target: pa.Schema) -> pa.RecordBatch:
    columns = [batch.column(label), *batch.columns] if label else batch.columns
    return pa.RecordBatch.from_arrays(
        [array if field.name == shape else _printable(array) for array, field in zip(columns, target, strict=True)],
        schema=target,
    )


def _printable(array: pa.Array) -> pa.Array:
    """XML has no control characters but tab and line end; GDAL would drop them without a word."""
    return pc.replace_substring_regex(array, "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "\N{REPLACEMENT CHARACTER}")
