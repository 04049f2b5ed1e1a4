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
    halves = [f"ST_Intersects({geometry}, ST_MakeEnvelope({', '.join(map(put, half))}))" for half in boxes(*box)]
    return f"({' OR '.join(halves)})"


def near(geometry: str, circle: list[Any], put: Put) -> str:
    """Whether a shape comes within metres of longitude, latitude. What lies outside the circle's box is not measured."""
    longitude, latitude, metres = circle
    ways = []
    for centre, box in around(longitude, latitude, metres):
        about = f"ST_Intersects_Extent({geometry}, ST_MakeEnvelope({', '.join(map(put, box))}))"
        ways.append(f"({about} AND {_metres(geometry, centre, latitude, put)} <= {put(metres)})")
    return f"({' OR '.join(ways)})"


def distance(geometry: str, centre: list[Any], put: Put) -> str:
    """Metres to longitude, latitude; over the antimeridian where that is shorter."""
    longitude, latitude = centre
    ways = [_metres(geometry, about, latitude, put) for about in (longitude, longitude - math.copysign(360, longitude))]
    return f"least({', '.join(ways)})"


def _metres(geometry: str, longitude: float, latitude: float, put: Put) -> str:
    """Haversine from the nearest point; NULL for an empty shape, which has none."""
    narrow = math.cos(math.radians(latitude))
    plane = f"ST_Affine({geometry}, {put(narrow)}, 0, 0, 1, 0, 0)"
    nearest = f"ST_ClosestPoint({plane}, ST_Point({put(longitude * narrow)}, {put(latitude)}))"
    east = f"radians(ST_X({nearest}) / {put(narrow)} - {put(longitude)})"
    north = f"radians(ST_Y({nearest}) - {put(latitude)})"
    chord = f"pow(sin({north} / 2), 2) + {put(narrow)} * cos(radians(ST_Y({nearest}))) * pow(sin({east} / 2), 2)"
    bounded = f"CASE WHEN {chord} > 1 THEN 1 ELSE {chord} END"  # `least` would pass over NULL
    return f"(2 * {put(RADIUS)} * asin(sqrt({bounded})))"


CALLS: dict[str, Callable[[str, list[Any], Put], str]] = {"bbox": bbox, "near": near, "distance": distance}
