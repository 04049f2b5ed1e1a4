"""The tiles of a layer at every level, computed in a DuckDB file beside the archive, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from madang.api.formats import _mvt
from madang.lib import duck

DEEPEST = 14
"""At this level a step of the grid is half a metre; maps enlarge it further."""
MOST_PAIRS = 2_000_000
"""Shapes times the tiles that each lies in, at one level; a deeper level with more is left out."""
AT_ONCE = 100_000
MEMORY_MB = 768
SIZE = 2 * _mvt.HALF_WORLD


@contextmanager
def pyramid(folder: Path) -> Iterator[Pyramid]:
    """One in a file in `folder`, which goes with it."""
    database = duck.connect(
        folder / "shapes.duckdb", spatial=True, memory_mb=MEMORY_MB, threads=2, spill=folder / "spill"
    )
    try:
        yield Pyramid(database)
    finally:
        database.close()


class Pyramid:
    """`add` all rows, then take the `tiles`."""

    def __init__(self, database: duck.DuckDBPyConnection) -> None:
        self._database = database
        self._names: list[str] = []

    def add(self, batch: pa.RecordBatch, shape: str) -> None:
        """Keep rows with a shape: in metres, with the box around it in parts of the world and, apart, its middle."""
        first = not self._names
        self._names = [f"c{place}" for place in range(len(batch.schema))]
        self._keys, self._shape = batch.schema.names, batch.schema.get_field_index(shape)
        given = pa.Table.from_batches([batch.rename_columns(self._names)])
        self._database.register("given", given)
        shape = f"c{self._shape}"
        others = "".join(f"{name}, " for name in self._names if name != shape)
        rows = f"""
            SELECT {others}metres, middle,
                (ST_XMin(metres) + {SIZE / 2}) / {SIZE} AS west, (ST_XMax(metres) + {SIZE / 2}) / {SIZE} AS east,
                ({SIZE / 2} - ST_YMax(metres)) / {SIZE} AS north, ({SIZE / 2} - ST_YMin(metres)) / {SIZE} AS south
            FROM (SELECT *, {_mvt.mercator("shape")} AS metres, ST_Centroid(shape) AS middle
                FROM (SELECT *, ST_GeomFromWKB({shape}) AS shape FROM given WHERE {shape} IS NOT NULL))
            WHERE NOT ST_IsEmpty(metres)"""
        self._database.execute(f"CREATE TABLE shapes AS {rows}" if first else f"INSERT INTO shapes {rows}")
        self._database.unregister("given")

    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all shapes in degrees."""
        if not self._names:
            return (-180.0, -85.0, 180.0, 85.0)
        edges = "min(ST_XMin(box)), min(ST_YMin(box)), max(ST_XMax(box)), max(ST_YMax(box))"
        back = "ST_Transform(metres, 'EPSG:3857', 'OGC:CRS84', true)"
        found = self._database.execute(f"SELECT {edges} FROM (SELECT {back} AS box FROM shapes)").fetchone()
        return found if found and found[0] is not None else (-180.0, -85.0, 180.0, 85.0)

    def tiles(self) -> Iterator[tuple[int, int, int, bytes]]:
        """(z, x, y, data), level by level, in the order of the archive."""
        if not self._names:
            return
        for z in range(DEEPEST + 1):
            if z and self._pairs(z) > MOST_PAIRS:
                return
            yield from self._level(z)

    def _pairs(self, z: int) -> int:
        (west, east), (north, south) = _edges(z)
        found = self._database.execute(f"SELECT sum(({east} - {west} + 1) * ({south} - {north} + 1)) FROM shapes")
        [total] = found.fetchone() or (0,)
        return int(total or 0)

    def _level(self, z: int) -> Iterator[tuple[int, int, int, bytes]]:
        from pmtiles.tile import zxy_to_tileid

        found = self._database.execute(f"SELECT x, y, count(*) FROM ({_placed(z)}) GROUP BY ALL").fetchall()
        found.sort(key=lambda one: zxy_to_tileid(z, one[0], one[1]))
        for part in _parts(found):
            data = self._drawn(z, [(x, y) for x, y, count in part if count <= _mvt.MOST_SHAPES])
            data |= self._counted(z, [(x, y) for x, y, count in part if count > _mvt.MOST_SHAPES])
            yield from ((z, x, y, data[x, y]) for x, y, _count in part if data.get((x, y)))

    def _drawn(self, z: int, squares: list[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """All shapes of these squares."""
        placed = _mvt.drawn("metres", str(z), "x", "y")
        names = [(key, name) for key, name in zip(self._keys, self._names, strict=True) if name != f"c{self._shape}"]
        row = "".join(f"{duck.literal(key)}: {name}, " for key, name in names)
        return self._encoded(
            squares, "{" + f"{row}{duck.literal(self._keys[self._shape])}: placed" + "}", _mvt.ROWS, self._keys[self._shape],
            f"SELECT *, {placed} AS placed FROM ({_placed(z)}) SEMI JOIN wanted USING (x, y)",
        )  # fmt: skip

    def _counted(self, z: int, squares: list[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """How many shapes have their middle in each cell of these squares."""
        across = f"((ST_X(middle) + 180) / 360 * {2**z})"
        down = f"((1 - asinh(tan(radians(ST_Y(middle)))) / pi()) / 2 * {2**z})"
        step = _mvt.EXTENT // _mvt.CELLS
        cells = f"""
            SELECT floor({across})::INTEGER AS x, floor({down})::INTEGER AS y, count(*) AS count,
                floor({across} * {_mvt.CELLS}) % {_mvt.CELLS} AS cx, floor({down} * {_mvt.CELLS}) % {_mvt.CELLS} AS cy
            FROM shapes GROUP BY ALL"""
        return self._encoded(
            squares, "{'count': count, 'geometry': placed}", _mvt.COUNTS, "geometry",
            f"SELECT *, ST_Point((cx + 0.5) * {step}, (cy + 0.5) * {step}) AS placed FROM ({cells}) SEMI JOIN wanted USING (x, y)",
        )  # fmt: skip

    def _encoded(
        self, squares: list[tuple[int, int]], row: str, layer: str, shape: str, source: str
    ) -> dict[tuple[int, int], bytes]:
        if not squares:
            return {}
        wanted = pa.table(
            {name: pa.array(part, pa.int32()) for name, part in zip("xy", zip(*squares, strict=True), strict=True)}
        )
        self._database.register("wanted", wanted)
        found = self._database.execute(
            f"SELECT x, y, ST_AsMVT({row}, {duck.literal(layer)}, {_mvt.EXTENT}, {duck.literal(shape)})"
            f" FROM ({source}) WHERE placed IS NOT NULL GROUP BY x, y"
        ).fetchall()
        self._database.unregister("wanted")
        return {(x, y): bytes(data) for x, y, data in found}


def _edges(z: int) -> tuple[tuple[str, str], tuple[str, str]]:
    """SQL: the first and last tile that a shape touches, across and down, the margin of tiles included."""
    margin = _mvt.BUFFER / _mvt.EXTENT

    def tile(edge: str, by: float) -> str:
        return f"least(greatest(floor({edge} * {2**z} + {by}), 0), {2**z - 1})::BIGINT"

    return (tile("west", -margin), tile("east", margin)), (tile("north", -margin), tile("south", margin))


def _placed(z: int) -> str:
    """SQL: every shape once for each tile that the box around it touches."""
    (west, east), (north, south) = _edges(z)
    across = f"SELECT *, unnest(range({west}, {east} + 1))::INTEGER AS x FROM shapes"
    return f"SELECT *, unnest(range({north}, {south} + 1))::INTEGER AS y FROM ({across})"


def _parts(tiles: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """The tiles, so many at a time that their shapes fit into memory."""
    part: list[tuple[int, int, int]] = []
    size = 0
    for one in tiles:
        part.append(one)
        size += min(one[2], _mvt.MOST_SHAPES)
        if size >= AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part
