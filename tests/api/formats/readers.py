"""What real readers find in a file of each format: rows as dictionaries, in the values that the reader gives."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from openpyxl.utils.escape import unescape
from pmtiles.reader import MemorySource, all_tiles

from madang.lib import gdal

Rows = list[dict[str, Any]]


def of_text(delimiter: str) -> Callable[[bytes], Rows]:
    """Python's own reader, which does not tell an empty text (`""`) from an empty cell."""
    return lambda data: [
        {name: value or None for name, value in row.items()}
        for row in csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)
    ]


def of_geojson(data: bytes) -> Rows:
    return [
        {**feature["properties"], "geometry": feature["geometry"] and shapely.geometry.shape(feature["geometry"])}
        for feature in json.loads(data)["features"]
    ]


def of_sheets(data: bytes) -> Rows:
    book = openpyxl.load_workbook(io.BytesIO(data))
    heading, *rows = book.worksheets[0].iter_rows()
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    names = [cell.value for cell in heading]
    return [dict(zip(names, [_text(cell.value) for cell in row], strict=True)) for row in rows]


def _text(value: Any) -> Any:
    """Control characters are written as the standard has it (`_x0001_`); Excel reads them back, openpyxl leaves them."""
    return unescape(value) if isinstance(value, str) else value


def of_layer(suffix: str) -> Callable[[bytes], Rows]:
    """GDAL, in the order that it finds."""

    def read(data: bytes) -> Rows:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"layer.{suffix}"
            path.write_bytes(data)
            return layer(path)

    return read


def layer(path: Path | str) -> Rows:
    """Attributes through Arrow, which keeps whole numbers whole; shapes apart, because GDAL mixes them up there where one is missing."""
    pyogrio = gdal.pyogrio()
    facts, _ids, shapes, _columns = pyogrio.raw.read(path, columns=[])
    assert facts["crs"] in ("EPSG:4326", "OGC:CRS84")
    with pyogrio.raw.open_arrow(path, read_geometry=False, use_pyarrow=True) as (_facts, batches):
        rows = batches.read_all().to_pylist()
    return [row | {"geometry": shape and shapely.from_wkb(shape)} for row, shape in zip(rows, shapes, strict=True)]


def of_zip(data: bytes) -> Rows:
    """All shapefiles of an archive, with the whole names of their columns."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
        sidecar = csv.DictReader(io.StringIO(archive.read("columns.csv").decode("utf-8-sig"), newline=""))
        whole = {row["field"]: row["column"] for row in sidecar}
        return [
            {whole.get(name, name): value for name, value in row.items()}
            for path in sorted(Path(folder).glob("*.shp"))
            for row in layer(path)
        ]


def of_tiles(data: bytes) -> Rows:
    """The attributes of the first level; where the shapes lie is another test's."""
    for (z, _x, _y), tile in all_tiles(MemorySource(data)):  # type: ignore[no-untyped-call]
        if z == 0 and (found := mapbox_vector_tile.decode(gzip.decompress(tile))):
            return [feature["properties"] for feature in found["rows"]["features"]]
    return []


READERS: dict[str, Callable[[bytes], Rows]] = {
    "csv": of_text(","),
    "tsv": of_text("\t"),
    "json": lambda data: json.loads(data)["rows"],
    "ndjson": lambda data: [json.loads(line) for line in data.decode().split("\n")[:-1]],
    "geojson": of_geojson,
    "xlsx": of_sheets,
    "parquet": lambda data: pq.read_table(io.BytesIO(data)).to_pylist(),
    "geoparquet": lambda data: pq.read_table(io.BytesIO(data)).to_pylist(),
    "arrow": lambda data: pa.ipc.open_stream(data).read_all().to_pylist(),
    "gpkg": of_layer("gpkg"),
    "fgb": of_layer("fgb"),
    "kml": of_layer("kml"),
    "shp": of_zip,
    "pmtiles": of_tiles,
}
