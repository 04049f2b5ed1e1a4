"""Rows counted in hexagons of equal size, each row once, by its middle: a picture of any number of points that leaves none out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from madang.query.expressions import And, Arithmetic, Case, Compare, Expression, Function, IsNull, Literal, Not, Ref
from madang.query.figures import Figures, Floats, Measure, grouped
from madang.query.model import Table

ROOT = math.sqrt(3)


@dataclass(frozen=True)
class Honeycomb:
    """A lattice of hexagons with a corner in the north: `width` across in degrees of latitude, centres counted from `west`, `south`.

    A degree of longitude is `squeeze` of one of latitude. `turned`: western longitudes count on beyond 180.
    """

    west: float
    south: float
    width: float
    squeeze: float
    turned: bool = False

    def rings(self, cells: Floats) -> Floats:
        """The seven corners (the first again) of each hexagon (n x 2: twice its column, twice its row): n x 7 x 2 degrees."""
        x, y = cells[:, 0] / 2 * self.width, cells[:, 1] / 2 * self.width * ROOT
        angles = np.radians(30 + 60 * np.arange(7))
        radius = self.width / ROOT
        east = (x[:, None] + radius * np.cos(angles)) / self.squeeze + self.west
        north = y[:, None] + radius * np.sin(angles) + self.south
        return np.stack([east, np.clip(north, -90, 90)], axis=-1)


def counted(table: Table, comb: Honeycomb, measure: Measure, where: Expression | None = None) -> tuple[Floats, Figures]:
    """The hexagons that have rows (n x 2, as `Honeycomb.rings` takes them), and the figures of each. Raises as `figures.grouped`."""
    shape = Ref((table.geometry or {}).get("column") or "geometry")
    placed = Not(IsNull(Function("longitude", (shape,))))
    keys, figures = grouped(table, _cell(shape, comb), measure, And((where, placed)) if where is not None else placed)
    return np.array(keys, dtype=float).reshape(2, -1).T, figures


def _cell(shape: Expression, comb: Honeycomb) -> tuple[Expression, Expression]:
    """Twice the column and twice the row of the nearest centre, which lies on one of two square lattices."""
    east: Expression = Function("longitude", (shape,))
    if comb.turned:
        east = Case((Compare("<", east, Literal(0)),), (Arithmetic("+", east, Literal(360.0)),), east)
    x = _scaled(east, comb.west, comb.squeeze / comb.width)
    y = _scaled(Function("latitude", (shape,)), comb.south, 1 / (comb.width * ROOT))
    whole = [Function("floor", (Arithmetic("+", one, Literal(0.5)),)) for one in (x, y)]
    half = [Function("floor", (one,)) for one in (x, y)]
    middle = [Arithmetic("+", one, Literal(0.5)) for one in half]
    nearer = Compare("<=", _distance(x, y, whole), _distance(x, y, middle))
    first, second = (
        Case((nearer,), (Arithmetic("*", a, Literal(2)),), Arithmetic("+", Arithmetic("*", b, Literal(2)), Literal(1)))
        for a, b in zip(whole, half, strict=True)
    )
    return first, second


def _scaled(value: Expression, start: float, scale: float) -> Expression:
    return Arithmetic("*", Arithmetic("-", value, Literal(start)), Literal(scale))


def _distance(x: Expression, y: Expression, centre: Sequence[Expression]) -> Expression:
    """The square of the distance to a centre; rows are as far apart as columns times the root of three."""
    across, up = (Arithmetic("-", one, at) for one, at in zip((x, y), centre, strict=True))
    square = Arithmetic("*", up, up)
    return Arithmetic("+", Arithmetic("*", across, across), Arithmetic("*", Literal(3.0), square))
