"""Outlines of areas in metres, points drawn inside them, and the way to longitude and latitude."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from madang.demonstration import census
from madang.lib import gdal

if TYPE_CHECKING:
    from pyproj import Transformer

METRES = "EPSG:5179"  # Korea 2000 / Unified CS, the coordinates of the statistics office
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Outlines:
    """Areas in one order: codes, names of 구 and area, and shapely polygons in METRES."""

    codes: list[str]
    gus: list[str]
    names: list[str]
    shapes: npt.NDArray[Any]

    def points(self, chance: np.random.Generator, which: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        """One point (x, y) in metres, evenly drawn inside each area of `which` (indices)."""
        import shapely

        shapely.prepare(self.shapes)
        west, south, east, north = shapely.bounds(self.shapes).T
        x, y = np.empty(len(which)), np.empty(len(which))
        open_ = np.arange(len(which))
        while len(open_):
            area = which[open_]
            x[open_] = chance.uniform(west[area], east[area])
            y[open_] = chance.uniform(south[area], north[area])
            open_ = open_[~shapely.contains_xy(self.shapes[area], x[open_], y[open_])]
        return x, y

    def middles(self) -> tuple[Floats, Floats]:
        """A point that surely lies inside each area."""
        import shapely

        inside = shapely.point_on_surface(self.shapes)
        return shapely.get_x(inside), shapely.get_y(inside)


def _layer(name: str, where: str) -> tuple[Any, Any]:
    _, _, shapes, fields = gdal.pyogrio().raw.read(census.folder() / "boundaries.gpkg", layer=name, where=where)
    return shapes, fields


def read_dongs() -> Outlines:
    """The 425 동 of Seoul at the census of 2020, in the order of their codes."""
    import shapely

    shapes, (codes, _) = _layer("adm3_2020", "adm3_code like '11%'")
    order = np.argsort(codes)
    codes = [str(code) for code in codes[order]]
    names = [census.dong_name(2020, code) for code in codes]
    gus = [census.gu_names()[code[:5]] for code in codes]
    return Outlines(codes, gus, names, shapely.from_wkb(shapes[order]))


def read_gus() -> Outlines:
    """The 25 자치구 of 2020, in the order of their codes."""
    import shapely

    shapes, (_, codes) = _layer("adm2_2020", "adm2_code between 11000 and 11999")
    order = np.argsort(codes)
    codes = [str(code) for code in codes[order]]
    gus = [census.gu_names()[code] for code in codes]
    return Outlines(codes, gus, gus, shapely.from_wkb(shapes[order]))


@cache
def _transformer(inverse: bool) -> Transformer:
    from pyproj import Transformer

    ends = ("EPSG:4326", METRES) if inverse else (METRES, "EPSG:4326")
    return Transformer.from_crs(*ends, always_xy=True)


def to_degrees(x: Floats, y: Floats, digits: int = 6) -> tuple[Floats, Floats]:
    """Metres to (longitude, latitude), WGS 84; 6 digits are about 10 cm."""
    lon, lat = _transformer(False).transform(x, y)
    return np.round(lon, digits), np.round(lat, digits)


def to_metres(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """(longitude, latitude) to metres."""
    x, y = _transformer(True).transform(lon, lat)
    return np.asarray(x), np.asarray(y)


def wkb_in_degrees(shapes: npt.NDArray[Any]) -> list[bytes]:
    """Shapes in metres as WKB in longitude and latitude."""
    import shapely

    turned = shapely.transform(shapes, lambda xy: np.column_stack(to_degrees(xy[:, 0], xy[:, 1])))
    return list(shapely.to_wkb(turned))
