"""Which cell a longitude and latitude lies in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from madang.analysis.activity.codes import EMPTY, UNKNOWN, Numbers
from madang.lib.problems import Problem

SHARE = 0.5
"""When so many points lie among the cells only the other way round, longitude and latitude were swapped."""


class Swapped(Problem):
    en = "Longitude and latitude are swapped: {share:.0%} of the points lie among the cells only the other way round. Swap the columns."
    ko = "경도와 위도가 바뀌었습니다. 점의 {share:.0%}가 서로 바꾸어야만 셀 안에 듭니다. 두 열을 바꾸어 지정하세요."


class Cells:
    """`shapes` (n,) polygons in degrees, in the order of the numbers of the log's cells."""

    def __init__(self, shapes: Sequence[Any]) -> None:
        import shapely

        self._tree = shapely.STRtree(shapes)
        self._bounds = shapely.total_bounds(np.array(shapes, object))

    def find(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Numbers:
        """The number of the cell of each point; `EMPTY` without coordinates, `UNKNOWN` outside. On a border the first one.

        Raises `Swapped`.
        """
        import shapely

        given = np.isfinite(x) & np.isfinite(y)
        self._require_straight(x[given], y[given])
        found = np.where(given, UNKNOWN, EMPTY).astype(np.int32)
        rows = np.flatnonzero(given)
        points, cells = self._tree.query(shapely.points(x[given], y[given]), predicate="intersects")
        for_point = np.full(len(rows), len(self._tree), np.int64)
        np.minimum.at(for_point, points, cells)
        inside = for_point < len(self._tree)
        found[rows[inside]] = for_point[inside]
        return found

    def _require_straight(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> None:
        west, south, east, north = self._bounds
        straight = (west <= x) & (x <= east) & (south <= y) & (y <= north)
        crossed = (west <= y) & (y <= east) & (south <= x) & (x <= north)
        share = float(np.mean(crossed & ~straight)) if len(x) else 0.0
        if share >= SHARE:
            raise Swapped(share=share)
