"""PMTiles 3: all tiles of a layer in one file, from the whole world down to streets, for maps without a tile server.

Each tile as `madang.api.tiles` describes it: all shapes, or their counts when there are too many.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.api.formats import _aside, _mvt, _pyramid, _shapes
from madang.api.formats._refusals import TooManyRows

MEDIA_TYPE = "application/vnd.pmtiles"
EXTENSION = "pmtiles"
SPATIAL = ASIDE = True
MOST_ROWS = 1_000_000


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]:
    """Written aside, then sent. Raises `NoShapes`, `TooManyRows`, `ExportTooLarge`."""
    shape = _shapes.column(schema, EXTENSION)
    if (options.get("facts", {}).get("returned") or 0) > MOST_ROWS:
        raise TooManyRows(format=EXTENSION, most=MOST_ROWS)
    return _aside.sent(lambda folder: _made(batches, schema, shape, folder, options), options.get("scratch"))


def _made(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, folder: Path, options: dict[str, Any]
) -> Path:
    from pmtiles.tile import zxy_to_tileid
    from pmtiles.writer import Writer

    path = folder / "tiles.pmtiles"
    with _pyramid.pyramid(folder) as pyramid, path.open("wb") as file, (folder / "tiles.bin").open("w+b") as data:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        writer.tile_f.close()
        writer.tile_f = data  # beside the rest, not in the system's folder
        rows = 0
        for batch in batches:
            rows += batch.num_rows
            if rows > MOST_ROWS:
                raise TooManyRows(format=EXTENSION, most=MOST_ROWS)
            pyramid.add(_mvt.fitted(batch, schema, shape), shape)
        for z, x, y, tile in pyramid.tiles():
            writer.write_tile(zxy_to_tileid(z, x, y), gzip.compress(tile, 6, mtime=0))
            _aside.bounded(folder / "tiles.bin", EXTENSION)
        if not writer.tile_entries:  # an archive of nothing has one tile without layers
            writer.write_tile(0, gzip.compress(b"", mtime=0))
        writer.finalize(_header(pyramid.box()), _metadata(schema, shape, options))
    return path


def _header(box: tuple[float, float, float, float]) -> dict[str, Any]:
    from pmtiles.tile import Compression, TileType

    west, south, east, north = (round(edge * 10_000_000) for edge in box)
    return {
        "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
        "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
        "center_zoom": 0, "center_lon_e7": (west + east) // 2, "center_lat_e7": (south + north) // 2,
    }  # fmt: skip


def _metadata(schema: pa.Schema, shape: str, options: dict[str, Any]) -> dict[str, Any]:
    facts = options.get("facts", {})
    empty = _mvt.fitted(pa.RecordBatch.from_pylist([], schema=schema), schema, shape)
    fields = {one.name: _kind(one.type) for one in empty.schema if one.name != shape}
    return {
        "name": f"{facts.get('dataset', '')} {facts.get('resource', '')}".strip(), "madang": facts,
        "vector_layers": [{"id": _mvt.ROWS, "fields": fields}, {"id": _mvt.COUNTS, "fields": {"count": "Number"}}],
    }  # fmt: skip


def _kind(kind: pa.DataType) -> str:
    return "Boolean" if pa.types.is_boolean(kind) else "String" if pa.types.is_string(kind) else "Number"
