"""Boxes, circles and distances as DuckDB's SQL.

A distance is that of the nearest point of a shape on a sphere of the Earth's mean radius. The nearest point is found on a
plane on which degrees of longitude are as short as at the centre; that it is nearest makes what little it is off count twice
as little. The engine's ST_Distance_Sphere knows points only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from madang.query.area import around, boxes

Put = Callable[[object], str]
RADIUS = 6_371_008.8  # metres


def bbox(geometry: str, box: list[Any], put: Put) -> str:
    """Whether a shape touches the box west, south, east, north."""
    halves = [f"ST_MakeEnvelope({', '.join(map(put, half))})" for half in boxes(*box)]
    return f"({' OR '.join([touching(geometry, half) for half in halves])})"


def touching(geometry: str, other: str, exactly: str = "ST_Intersects") -> str:
    """A spatial test after that of the boxes around both, which costs a fraction and leaves few."""
    return f"(ST_Intersects_Extent({geometry}, {other}) AND {exactly}({geometry}, {other}))"


def near(geometry: str, circle: list[Any], put: Put) -> str:
    """Whether a shape comes within metres of longitude, latitude. What lies outside the circle's box is not measured."""
    longitude, latitude, metres = circle
    ways = []
    for centre, box in around(longitude, latitude, metres):
        about = f"ST_Intersects_Extent({geometry}, ST_MakeEnvelope({', '.join(map(put, box))}))"
        ways.append(f"({about} AND {_metres(geometry, [centre], latitude, put)} <= {put(metres)})")
    return f"({' OR '.join(ways)})"


def distance(geometry: str, centre: list[Any], put: Put) -> str:
    """Metres to longitude, latitude; over the antimeridian where that is shorter."""
    return _metres(geometry, [centre[0], centre[0] - math.copysign(360, centre[0])], centre[1], put)


def _metres(geometry: str, longitudes: list[float], latitude: float, put: Put) -> str:
    """From the nearest point of a shape; NULL for an empty one, which has none.

    A point is its own nearest, and that of most rows: looking for it took twenty times as long as measuring.
    """
    at_point = _haversine(f"ST_X({geometry})", f"ST_Y({geometry})", longitudes[0], latitude, put)
    narrow = put(math.cos(math.radians(latitude)))
    plane = f"ST_Affine({geometry}, {narrow}, 0, 0, 1, 0, 0)"
    ways = []
    for longitude in longitudes:
        nearest = f"ST_ClosestPoint({plane}, ST_Point({put(longitude)} * {narrow}, {put(latitude)}))"
        metres = _haversine(f"ST_X(p) / {narrow}", "ST_Y(p)", longitude, latitude, put)
        ways.append(f"list_transform([{nearest}], lambda p: {metres})[1]")  # `p` is computed once
    return f"CASE WHEN ST_GeometryType({geometry}) = 'POINT' THEN {at_point} ELSE least({', '.join(ways)}) END"


def _haversine(x: str, y: str, longitude: float, latitude: float, put: Put) -> str:
    east = f"pow(sin(radians({x} - {put(longitude)}) / 2), 2)"
    north = f"pow(sin(radians({y} - {put(latitude)}) / 2), 2)"
    chord = f"({north} + {put(math.cos(math.radians(latitude)))} * cos(radians({y})) * {east})"
    return f"(2 * {put(RADIUS)} * atan2(sqrt({chord}), sqrt(abs(1 - {chord}))))"


def _with_shape(exactly: str) -> Callable[[str, list[Any], Put], str]:
    return lambda geometry, shape, put: touching(geometry, f"ST_GeomFromWKB({put(shape[0])})", exactly)


CALLS: dict[str, Callable[[str, list[Any], Put], str]] = {
    "bbox": bbox,
    "near": near,
    "distance": distance,
    "intersects": _with_shape("ST_Intersects"),
    "within": _with_shape("ST_Within"),
}
