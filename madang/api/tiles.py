"""One tile of a map, asked through the question model. Never a part of the shapes that looks like all of them.

A tile with at most 5,000 shapes holds them all (layer `rows`). One with more holds none, but counts: each row once, by its
middle, in a grid of 64 by 64 cells (layer `counts`); so the counts of all tiles of a level add up to the rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from madang.api.formats import _mvt
from madang.api.formats._mvt import Square
from madang.query.answer import answer
from madang.query.expressions import And, Arithmetic, Compare, Expression, Function, Literal, Ref
from madang.query.model import Question, Selected, Table


@dataclass(frozen=True)
class Tile:
    """`data` is b"" where nothing is. `rows` are the shapes in it or, when `counted`, those that its counts stand for."""

    data: bytes
    rows: int
    counted: bool = False


def tile(table: Table, question: Question, square: Square) -> Tile:
    """The rows of a question in a square. Raises what `query.answer` raises."""
    margin = _mvt.BUFFER / _mvt.EXTENT
    here = replace(question, bbox=square.box(margin), limit=_mvt.MOST_SHAPES + 1, count=False)
    found = answer(table, here)
    rows = found.table()
    if rows.num_rows > _mvt.MOST_SHAPES:
        return _counted(table, question, square)
    shape = _shape(table)
    fitted = [_mvt.fitted(batch, found.schema, shape) for batch in rows.to_batches()]
    if not fitted:
        return Tile(b"", 0)
    return Tile(_mvt.encoded(pa.Table.from_batches(fitted), shape, square, _mvt.ROWS), rows.num_rows)


def _counted(table: Table, question: Question, square: Square) -> Tile:
    """How many rows have their middle in each cell of the square."""
    west, south, east, north = square.box()
    middle = [Function(name, (Ref(_shape(table)),)) for name in ("longitude", "latitude")]
    cells = [_cell(middle[0], west, east), _cell(middle[1], south, north)]
    inside: list[Expression] = [
        Compare(">=", middle[0], Literal(west)), Compare("<", middle[0], Literal(east)),
        Compare(">=", middle[1], Literal(south)), Compare("<", middle[1], Literal(north)),
    ]  # fmt: skip
    where = And((*([question.where] if question.where is not None else []), *inside))
    grid = replace(question, select=(), where=where, group_by=tuple(cells), limit=_mvt.CELLS**2, count=False)
    rows = answer(table, grid).table()
    columns = [rows.column(place).to_numpy() for place in range(3)]
    across, up = (east - west) / _mvt.CELLS, (north - south) / _mvt.CELLS
    import shapely

    points = shapely.points(west + (columns[0] + 0.5) * across, south + (columns[1] + 0.5) * up)
    given = pa.table({"count": columns[2].astype(np.int64), "geometry": list(shapely.to_wkb(points))})
    return Tile(_mvt.encoded(given, "geometry", square, _mvt.COUNTS), int(columns[2].sum()), counted=True)


def _cell(value: Expression, start: float, end: float) -> Expression:
    scaled = Arithmetic("*", Arithmetic("-", value, Literal(start)), Literal(_mvt.CELLS / (end - start)))
    return Function("floor", (scaled,))


def selected(table: Table, names: tuple[Selected, ...]) -> tuple[Selected, ...]:
    """What a reader selected, and the shape."""
    shape = Selected(Ref(_shape(table)))
    return (*names, shape) if names and shape not in names else names


def _shape(table: Table) -> str:
    return (table.geometry or {}).get("column") or "geometry"
