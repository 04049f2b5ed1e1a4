"""Points (and lines, and layers of more areas than one picture holds): each drawn where it is, or counted in hexagons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from madang.lib.maps.classes import Classes, classes, numbered
from madang.lib.maps.outlines import outlines
from madang.lib.maps.projection import Frame, frame
from madang.portal.maps.areas import names, naming
from madang.portal.maps.made import TALLEST, WIDTH, Made, checked, classed, shaped
from madang.portal.maps.settling import Settled
from madang.portal.maps.state import CELLS
from madang.query.answer import answer
from madang.query.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Compare,
    Expression,
    Function,
    IsNull,
    Literal,
    Not,
    Or,
    Ref,
)
from madang.query.figures import Floats, Measure, grouped
from madang.query.hexagons import Honeycomb, counted
from madang.query.joining import written
from madang.query.limits import Limits
from madang.query.model import ROW, Question, Selected

MOST_DRAWN = 2_000
SAMPLE = 2_000_000  # values from which breaks are found; of more an even sample, counts are always of all
WHOLE = Limits(page=MOST_DRAWN, seconds=30.0)


@dataclass(frozen=True)
class Places:
    """The rows of a layer at one time, and where they are."""

    settled: Settled
    known_null_island: int | None = None  # when it was counted before

    @property
    def shape(self) -> str:
        return (self.settled.table.geometry or {}).get("column") or "geometry"

    @cached_property
    def times(self) -> tuple[Any, ...]:
        """Raises `OddMap` when there are too many for a slider."""
        if not self.settled.state.time:
            return (None,)
        (found,), _ = grouped(self.settled.table, (Ref(self.settled.state.time),), Measure(), self.settled.where)
        times = tuple(sorted(one for one in found if one is not None))
        checked(times, self.settled.state.time)
        return times or (None,)

    @cached_property
    def at(self) -> int:
        empty = np.zeros((0, 0))
        return Made(self.times, empty, empty.astype(np.int64), Classes("")).place(self.settled.state.at)

    def where(self, at: int | None = None) -> Expression | None:
        """The rows of the address, those at 0, 0 left out where there are any; of one time."""
        parts = [self.settled.where] if self.settled.where is not None else []
        if self.null_island:
            degrees = [Function(name, (Ref(self.shape),)) for name in ("longitude", "latitude")]
            parts.append(Or(tuple(Compare("!=", one, Literal(0)) for one in degrees)))
        if at is not None and self.times[at] is not None:
            parts.append(Compare("=", Ref(self.settled.state.time or ""), Literal(self.times[at])))
        return And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None

    @property
    def null_island(self) -> int:
        return self.extent[0] if self.known_null_island is None else self.known_null_island

    @cached_property
    def extent(self) -> tuple[int, int, int, Frame | None]:
        """Rows at 0, 0; rows without a shape; all rows; the frame around the others.

        The box of the revision is enough for all rows, unless some may lie at 0, 0 or on both sides of the 180th meridian.
        """
        west, south, east, north = (self.settled.table.geometry or {}).get("bbox") or (-180, -90, 180, 90)
        plain = not (west <= 0 <= east and south <= 0 <= north) and east - west <= 180
        if self.settled.where is not None or not plain:
            return self._measured()
        everything = Aggregate("count")
        missing, total = self._figures([Aggregate("count", chosen=IsNull(Ref(self.shape))), everything])
        return 0, missing, total, frame(np.array([[west, south], [east, north]], dtype=float), WIDTH, TALLEST)

    def _measured(self) -> tuple[int, int, int, Frame | None]:
        """The same from the middles of all rows."""
        east, north = (Function(name, (Ref(self.shape),)) for name in ("longitude", "latitude"))
        zero = And((Compare("=", east, Literal(0)), Compare("=", north, Literal(0))))
        away, western = Not(zero), Compare("<", east, Literal(0))
        found = self._figures([
            Aggregate("count", chosen=zero), Aggregate("count", chosen=IsNull(east)), Aggregate("count"),
            *(Aggregate(name, one, chosen=away) for name in ("min", "max") for one in (east, north)),
            Aggregate("min", east, chosen=And((away, Not(western)))), Aggregate("max", east, chosen=And((away, western))),
        ])  # fmt: skip
        return *found[:3], _around(*found[3:])

    def _figures(self, figures: list[Expression]) -> list[Any]:
        select = tuple(Selected(one, f"f{n}") for n, one in enumerate(figures))
        asked = Question(select=select, where=self.settled.where, limit=1, count=False)
        return list(answer(self.settled.table, asked, WHOLE).table().to_pylist()[0].values())

    @property
    def value(self) -> Expression | None:
        """What colours a row."""
        measure = self.settled.measure
        if not measure.column:
            return None
        return Arithmetic("/", Ref(measure.column), Ref(measure.per)) if measure.per else Ref(measure.column)


def _around(
    west: float | None, south: float, east: float, north: float, low: float | None, high: float | None
) -> Frame | None:
    """The frame around corners; `low` is the least eastern and `high` the greatest western longitude."""
    if west is None:
        return None
    corners = [[west, south], [east, north]]
    if low is not None and high is not None and high + 360 - low < east - west:
        corners = [[low, south], [high, north]]  # over the 180th meridian
    return frame(np.array(corners, dtype=float), WIDTH, TALLEST)


def points(settled: Settled) -> Made:
    """Each row where it is, when they are few enough for a picture; else hexagons stand for them in it, and tiles in the browser."""
    places = Places(settled)
    _, nowhere, total, around = places.extent
    made = Made(
        places.times, np.zeros((len(places.times), 0)), np.zeros((len(places.times), 0), dtype=np.int64), _classes(places),
        frame=around, nowhere=nowhere, null_island=places.null_island, total=total,
    )  # fmt: skip
    if around is None:
        return made
    rows = _rows(places)
    if rows is None:
        return replace(
            made,
            combs=heat(
                replace(
                    settled,
                    state=settled.state.with_(cell="fine", by="", per="", centre=None, breaks=(), method="quantiles"),
                )
            ),
        )
    shapes = shaped(rows[1])
    values = np.array([np.nan if one is None else float(one) for one in rows[2]], dtype=float)
    every = np.full((len(places.times), len(values)), np.nan)
    every[places.at] = values
    return replace(
        made, values=every, rows=np.ones_like(every, dtype=np.int64), outlines=outlines(shapes, around),
        names=names(rows[3:], rows[0]), codes=tuple(map(written, rows[0])), numbers=tuple(rows[0]),
    )  # fmt: skip


def _rows(places: Places) -> list[list[Any]] | None:
    """Number, shape, value and names of the rows at the chosen time; None when they are too many to be drawn one by one."""
    table = places.settled.table
    wanted = [Ref(ROW), Ref(places.shape), places.value or Literal(None), *map(Ref, naming(table))]
    select = tuple(Selected(one, f"c{at}") for at, one in enumerate(wanted) if one != Literal(None))
    asked = Question(select=select, where=places.where(places.at), limit=MOST_DRAWN + 1, count=False)
    found = answer(table, asked, Limits(page=MOST_DRAWN + 1)).table()
    if found.num_rows > MOST_DRAWN:
        return None
    columns = [found.column(at).to_pylist() for at in range(found.num_columns)]
    return columns if places.value is not None else [*columns[:2], [None] * found.num_rows, *columns[2:]]


def _classes(places: Places) -> Classes:
    """Classes of the values of all rows at all times: breaks from at most `SAMPLE` of them, counts from every one."""
    if places.value is None:
        return Classes("")
    state, table = places.settled.state, places.settled.table
    every = max(1, -(-table.rows // SAMPLE))
    found = classes(_values(places, every), state.method, state.classes, state.breaks, state.centre)
    if every == 1 or not len(found):
        return found
    values = _values(places, 1)
    at = numbered(found.edges, values)
    counts = np.bincount(at[at >= 0], minlength=len(found))
    return replace(found, counts=tuple(counts.tolist()), without=int((at < 0).sum()))


def _values(places: Places, every: int) -> Floats:
    assert places.value is not None
    asked = Question(select=(Selected(places.value, "v"),), where=places.where(), every=every, count=False)
    column = answer(places.settled.table, asked, WHOLE).table().column(0)
    import pyarrow as pa

    return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=float)


def heat(settled: Settled) -> Made:
    """How many rows lie in each hexagon, or the figure of a column there. Raises as `hexagons.counted`."""
    places = Places(settled)
    _, nowhere, total, around = places.extent
    times = places.times
    if around is None:
        empty = np.zeros((len(times), 0))
        return Made(times, empty, empty.astype(np.int64), Classes(""), nowhere=nowhere, total=total)
    comb = honeycomb(around, CELLS[settled.state.cell or "medium"])
    steps = [counted(settled.table, comb, settled.measure, places.where(at)) for at in range(len(times))]
    cells, place = np.unique(np.concatenate([cells for cells, _ in steps]), axis=0, return_inverse=True)
    every, rows = np.full((len(times), len(cells)), np.nan), np.zeros((len(times), len(cells)), dtype=np.int64)
    begin = 0
    for at, (found, figures) in enumerate(steps):
        mine = place.ravel()[begin : begin + len(found)]
        every[at, mine], rows[at, mine] = figures.values(settled.measure), figures.rows
        begin += len(found)
    rings = comb.rings(cells)
    degrees = np.where(rings[..., 0] > 180, rings[..., 0] - 360, rings[..., 0]) if comb.turned else rings[..., 0]
    middles = tuple(
        f"{y:.4f}, {x:.4f}" for x, y in zip(degrees[:, :6].mean(axis=1), rings[:, :6, 1].mean(axis=1), strict=True)
    )
    return Made(
        times, every, rows, classed(settled, every), middles, middles, tuple(range(1, len(cells) + 1)), around,
        outlines(_polygons(rings), replace(around, turned=False)), nowhere=nowhere, null_island=places.null_island, total=total,
        rings=rings,
    )  # fmt: skip


def _polygons(rings: Floats) -> Any:
    import shapely

    return shapely.polygons(rings) if len(rings) else np.array([], dtype=object)


def honeycomb(around: Frame, across: int) -> Honeycomb:
    west, south, east, _ = around.box
    squeeze = around.across / around.down
    return Honeycomb(west, south, max((east - west) * squeeze / across, 1e-7), squeeze, around.turned)


def time_condition(settled: Settled, times: tuple[Any, ...]) -> list[str]:
    """For each time the condition of the API that tells it."""
    from madang.query.words import words

    if times == (None,):
        return [""]
    return [words(Compare("=", Ref(settled.state.time or ""), Literal(one))) for one in times]


def rows_of(settled: Settled) -> list[list[Any]] | None:
    """Number, shape, value and names of the rows that a picture draws one by one."""
    return _rows(Places(settled))
