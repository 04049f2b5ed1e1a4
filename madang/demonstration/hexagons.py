"""A grid of hexagons, 500 m from the middle to a corner, as Seoul used for its night buses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from madang.demonstration.outlines import Floats, Outlines

RADIUS = 500.0  # metres, middle to corner


@dataclass(frozen=True)
class Cells:
    """Hexagons whose middle lies in Seoul: id, middle in metres, residents, the 동 (index) that covers most of it."""

    ids: list[str]
    x: Floats
    y: Floats
    residents: Floats
    dong: npt.NDArray[np.int64]

    def shapes(self) -> npt.NDArray[Any]:
        """The polygons, in metres."""
        return _hexagons(self.x, self.y)

    def distances(self) -> Floats:
        """Metres between the middles of every two cells, n x n."""
        return np.hypot(self.x[:, None] - self.x, self.y[:, None] - self.y)


def _hexagons(x: Floats, y: Floats) -> npt.NDArray[Any]:
    import shapely

    angles = np.radians(np.arange(30, 390, 60))  # pointed at the top
    corners = np.stack([x[:, None] + RADIUS * np.cos(angles), y[:, None] + RADIUS * np.sin(angles)], axis=-1)
    return shapely.polygons(corners)


def _middles(west: float, south: float, east: float, north: float) -> tuple[Floats, Floats]:
    rows = np.arange(south, north + RADIUS, RADIUS * 1.5)
    columns = np.arange(west, east + RADIUS, RADIUS * np.sqrt(3))
    x, y = np.meshgrid(columns, rows)
    x[1::2] += RADIUS * np.sqrt(3) / 2
    return x.ravel(), y.ravel()


def cover(dongs: Outlines, residents: Floats) -> Cells:
    """Cover `dongs` with cells; residents are shared out by the area of a 동 that falls into a cell."""
    import shapely

    city = shapely.union_all(dongs.shapes, grid_size=1.0)
    x, y = _middles(*shapely.bounds(city))
    inside = shapely.contains_xy(city, x, y)
    x, y = x[inside], y[inside]
    shapes = _hexagons(x, y)
    area, cell = shapely.STRtree(shapes).query(dongs.shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(dongs.shapes[area], shapes[cell]))
    inside_grid = np.bincount(area, shared, minlength=len(residents))  # slivers at the border belong to no cell
    people = np.bincount(cell, shared / inside_grid[area] * residents[area], minlength=len(x))
    largest = np.lexsort((shared, cell))  # the last of each cell is its largest share
    last = np.append(np.diff(cell[largest]) > 0, True)
    return Cells([f"C{i:04d}" for i in range(1, len(x) + 1)], x, y, people, area[largest][last])
