"""Mapbox Vector Tiles 2.1: shapes on the grid of one square of the Web Mercator map, encoded by DuckDB."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from madang.api.formats import _cells
from madang.lib import duck

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
EXTENSION = "mvt"
EXTENT = 4096
BUFFER = 64
"""Of the grid, drawn beyond the edges, so that outlines do not end there."""
CELLS = 64
"""Across a tile that has too many shapes: they are counted in so many columns and rows."""
MOST_SHAPES = 5_000
MANY_VERTICES = 20_000
"""Of a shape; more are thinned before topology is looked after, which costs far more."""
ROWS, COUNTS = "rows", "counts"  # the layers of a tile; it has one of them
HALF_WORLD = 20_037_508.342789244
NORTHMOST = 85.051_128_779_806_6
DEEPEST = 22
MEMORY_MB = 512


@dataclass(frozen=True)
class Square:
    """The tile `x` from the west and `y` from the north of a world of 2^`z` by 2^`z` tiles."""

    z: int
    x: int
    y: int

    def exists(self) -> bool:
        return 0 <= self.z <= DEEPEST and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z

    def box(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees, with `margin` of a tile on every side as far as there is a world."""
        across = 360 / 2**self.z
        west, east = -180 + (self.x - margin) * across, -180 + (self.x + 1 + margin) * across
        south, north = self._latitude(self.y + 1 + margin), self._latitude(self.y - margin)
        return max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)

    def _latitude(self, row: float) -> float:
        return float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * row / 2**self.z)))))


def fitted(batch: pa.RecordBatch, schema: pa.Schema, shape: str) -> pa.RecordBatch:
    """The attributes as tiles have them: numbers, booleans, texts; everything else becomes a text."""
    kept = [one.name == shape or _common(one) for one in schema]
    arrays = [
        array if keep else _cells.texts_of(array, one)
        for array, one, keep in zip(batch.columns, schema, kept, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, names=schema.names)


def _common(one: pa.Field) -> bool:
    checks = (pa.types.is_boolean, pa.types.is_signed_integer, pa.types.is_floating, pa.types.is_string)
    return not _cells.is_geometry(one) and any(check(one.type) for check in checks)


def mercator(shape: str) -> str:
    """SQL: the shape (longitude and latitude) in metres of the map, without what lies beyond its edges in north and south."""
    world = f"ST_MakeEnvelope(-180, -{NORTHMOST}, 180, {NORTHMOST})"
    beyond = f"ST_YMax({shape}) > {NORTHMOST} OR ST_YMin({shape}) < -{NORTHMOST}"
    inside = f"CASE WHEN {beyond} THEN ST_Intersection({shape}, {world}) ELSE {shape} END"
    return f"ST_Transform({inside}, 'OGC:CRS84', 'EPSG:3857', true)"


def drawn(shape: str, z: str, x: str, y: str) -> str:
    """SQL: the shape (in metres) on the grid of a tile: without details below half a step, cut off at the edges.

    What is too small for the grid becomes a point, so that no row is missing; what crosses itself, which the engine cannot cut, is
    mended first. NULL when it is elsewhere.
    """
    envelope = f"ST_TileEnvelope({z}, {x}, {y})"
    detail = f"{2 * HALF_WORLD / EXTENT / 2} / (1 << {z})"
    fewer = f"ST_MakeValid(ST_Simplify({shape}, {detail} / 4))"  # of a million vertices: 0.4 s instead of 1.8
    thin = f"CASE WHEN ST_NPoints({shape}) > {MANY_VERTICES} THEN {fewer} ELSE {shape} END"
    simple = f"CASE WHEN ST_Dimension({shape}) = 0 THEN {shape} ELSE ST_SimplifyPreserveTopology({thin}, {detail}) END"
    placed = [
        f"TRY(ST_AsMVTGeom({one}, ST_Extent({envelope}), {EXTENT}, {BUFFER}, true))"
        for one in (simple, f"ST_MakeValid({simple})", f"ST_PointOnSurface({shape})")
    ]
    whole = [f"(CASE WHEN ST_IsEmpty({one}) THEN NULL ELSE {one} END)" for one in placed]
    return f"coalesce({', '.join(whole)})"


def encoded(rows: pa.Table, shape: str, square: Square, layer: str) -> bytes:
    """One tile with all rows that are drawn in it; b"" when none is."""
    z, x, y = square.z, square.x, square.y
    column = duck.identifier(shape)
    others = ", ".join(duck.identifier(name) for name in rows.column_names if name != shape)
    cursor = _connection().cursor()
    try:
        cursor.register("given", rows)
        cursor.execute(
            f"SELECT ST_AsMVT(t, $1, {EXTENT}, $2), count(*) FROM (SELECT {others + ', ' if others else ''}"
            f"{drawn('metres', str(z), str(x), str(y))} AS {column} FROM"
            f" (SELECT *, {mercator(f'ST_GeomFromWKB({column})')} AS metres FROM given)) t WHERE {column} IS NOT NULL",
            [layer, shape],
        )
        found = cursor.fetchone()
    finally:
        cursor.close()
    assert found is not None
    return bytes(found[0]) if found[1] else b""


@cache
def _connection_of(_process: int) -> duck.DuckDBPyConnection:
    return duck.connect(spatial=True, memory_mb=MEMORY_MB, threads=1)


_first = threading.Lock()


def _connection() -> duck.DuckDBPyConnection:
    """This process's own database in memory; a connection taken over a fork would be corrupted by both."""
    import os

    with _first:
        return _connection_of(os.getpid())
