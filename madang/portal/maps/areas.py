"""Areas: those of a layer with the figures of another table, or with their own."""

from __future__ import annotations

from typing import Any

import numpy as np

from madang.accounts.boundaries import MOST_AREAS, Layer
from madang.lib.maps.projection import square_kilometres
from madang.portal.maps.made import Loss, Made, checked, classed, drawn, shaped
from madang.portal.maps.settling import Settled
from madang.portal.maps.state import KM2
from madang.query.answer import answer
from madang.query.expressions import Expression, Ref
from madang.query.joining import joined, written
from madang.query.limits import Limits
from madang.query.model import ROW, Question, Selected, Table, Type

WHOLE = Limits(page=MOST_AREAS)
MOST_NAMES = 4  # columns that may tell the name of an area


def join(settled: Settled, areas: Table, layer: Layer) -> Made:
    """The table's figures on the layer's areas. Raises `OddMap` and as `joining.joined`."""
    wanted = (settled.state.area_key, _shape(areas), *naming(areas, layer.key))
    columns = taken(areas, wanted)
    found = joined(settled.table, settled.link, columns[0], settled.measure, settled.where, settled.state.time or "")
    checked(found.times, settled.state.time or "")
    shapes = shaped(columns[1])
    values = found.values / square_kilometres(shapes) if settled.state.per == KM2 else found.values
    values = np.where(np.isfinite(values), values, np.nan)
    around, paths = drawn(shapes, (found.rows > 0).any(axis=0) & _there(shapes))
    losses = tuple(Loss(*one) for one in zip(found.lost, found.empty, found.several, strict=True))
    return Made(
        found.times, values, found.rows, classed(settled, values), names(columns[2:], columns[0]),
        tuple(written(code) for code in columns[0]), tuple(range(1, len(columns[0]) + 1)), around, paths, losses,
        found.shared, total=int(found.rows.sum()),
    )  # fmt: skip


def own(settled: Settled) -> Made:
    """A layer of areas with its own figures, each row an area. Raises `OddMap` and as `answer`."""
    table, state = settled.table, settled.state
    key = settled.resource.key[-1:] or []
    wanted = [
        ROW,
        _shape(table),
        *([state.by] if state.by else []),
        *([settled.measure.per] if settled.measure.per else []),
    ]
    wanted += [state.time] if state.time else []
    columns = taken(table, (*wanted, *key, *naming(table, *key)), settled.where)
    shapes = shaped(columns[1])
    values = _divided(settled, columns, shapes)
    moments = columns[len(wanted) - 1] if state.time else [None] * len(values)
    times = tuple(sorted({one for one in moments if one is not None})) if state.time else (None,)
    checked(times, state.time or "")
    here = np.array([[one == time for one in moments] for time in times], dtype=bool).reshape(len(times), len(values))
    every = np.where(here, values, np.nan)
    around, paths = drawn(shapes, _there(shapes))
    code = columns[len(wanted)] if key else columns[0]
    return Made(
        times, every, here.astype(np.int64), classed(settled, every if state.by else np.full_like(every, np.nan)),
        names(columns[len(wanted) + len(key) :], code), tuple(map(written, code)), tuple(columns[0]), around, paths,
        nowhere=int((~_there(shapes)).sum()), total=len(values),
    )  # fmt: skip


def _divided(settled: Settled, columns: list[list[Any]], shapes: Any) -> Any:
    if not settled.state.by:
        return np.ones(len(columns[0]))
    values = _numbers(columns[2])
    if settled.state.per == KM2:
        parts = square_kilometres(shapes)
    elif settled.state.per:
        parts = _numbers(columns[3])
    else:
        return values
    return np.divide(values, parts, out=np.full(len(values), np.nan), where=np.nan_to_num(parts) != 0)


def _numbers(column: list[Any]) -> Any:
    return np.array([np.nan if value is None else float(value) for value in column], dtype=float)


def _there(shapes: Any) -> Any:
    import shapely

    return ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))


def _shape(table: Table) -> str:
    return (table.geometry or {}).get("column") or "geometry"


def taken(table: Table, columns: tuple[str, ...], where: Expression | None = None) -> list[list[Any]]:
    """Whole columns in stored order; shapes as WKB. Raises as `answer`."""
    select = tuple(Selected(Ref(name), f"c{at}") for at, name in enumerate(columns))
    found = answer(table, Question(select=select, where=where, limit=MOST_AREAS, count=False), WHOLE).table()
    return [found.column(at).to_pylist() for at in range(len(columns))]


def naming(table: Table, *keys: str) -> tuple[str, ...]:
    """Columns of texts that are no codes: among them are the names of the rows."""
    texts = [one.name for one in table.columns if one.type is Type.TEXT and not one.semantic.endswith("code")]
    return tuple(name for name in texts if name not in keys)[:MOST_NAMES]


def names(columns: list[list[Any]], codes: list[Any]) -> tuple[str, ...]:
    """What people call the rows: the texts of the column that differ most, with the others before them where two are the same."""
    if not columns:
        return tuple(map(written, codes))
    best = max(columns, key=lambda column: len(set(column)))
    plain = [value or "" for value in best]
    if len(set(plain)) < len(plain) and len(columns) > 1:
        plain = [" ".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*columns, strict=True)]
    return tuple(name or written(code) for name, code in zip(plain, codes, strict=True))
