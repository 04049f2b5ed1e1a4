"""Areas as they are asked for: boxes, circles and shapes written out, checked before any engine sees them."""

from __future__ import annotations

import math
import re

from madang.query.expressions import OddQuestion

METRES_PER_DEGREE = 6_371_008.8 * math.pi / 180
"""On a sphere of the Earth's mean radius, which is within 0.6 % of the ellipsoid."""
MOST_VERTICES = 10_000
DEEPEST = 20
"""Brackets inside one another in a shape; a multipolygon of GeoJSON inside a collection needs eight."""


def check_box(west: float, south: float, east: float, north: float) -> None:
    """West to the right of east means over the antimeridian, if the box is less than half the Earth wide. Raises `OddQuestion`."""
    width = east - west if west <= east else east - west + 360
    wrapped = west > east and width >= 180
    if wrapped or not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise OddQuestion(
            why_en="bbox is west,south,east,north in degrees, south before north, and west before east unless it "
            "crosses the antimeridian (170,-10,-170,10).",
            why_ko="bbox는 서,남,동,북의 경위도입니다. 남쪽이 북쪽보다 먼저 와야 하고, 날짜 변경선을 지나는 "
            "상자(170,-10,-170,10)가 아니면 서쪽이 동쪽보다 먼저 와야 합니다.",
        )


def boxes(west: float, south: float, east: float, north: float) -> list[tuple[float, float, float, float]]:
    """The box, or its two halves on both sides of the antimeridian."""
    if west <= east:
        return [(west, south, east, north)]
    return [(west, south, 180.0, north), (-180.0, south, east, north)]


def check_circle(longitude: float, latitude: float, metres: float = 1.0) -> None:
    """Raises `OddQuestion`."""
    if not (-180 <= longitude <= 180 and -89 <= latitude <= 89 and 0 < metres <= 200_000):
        raise OddQuestion(
            why_en="near is longitude,latitude,metres with at most 200,000 metres and a latitude within 89 degrees.",
            why_ko="near는 경도,위도,미터이며 거리는 200,000미터, 위도는 89도 이하여야 합니다.",
        )


def around(longitude: float, latitude: float, metres: float) -> list[tuple[float, tuple[float, float, float, float]]]:
    """Boxes that hold the circle, each with the longitude of its centre, which lies beyond 180 on the other side.

    Half the width is asin(sin(distance) / cos(latitude)), which is more than the distance over the parallel.
    """
    high = metres / METRES_PER_DEGREE * 1.001  # a little more: rounding must not lose a row
    sine = math.sin(math.radians(high)) / math.cos(math.radians(latitude))
    wide = math.degrees(math.asin(sine)) if sine < 1 else 180.0
    found = []
    for centre in (longitude, longitude - 360, longitude + 360):
        if centre + wide >= -180 and centre - wide <= 180:
            found.append((centre, (centre - wide, latitude - high, centre + wide, latitude + high)))
    return found


def shape(text: str) -> bytes:
    """WKT or a geometry of GeoJSON as WKB in the plane. Raises `OddQuestion` with what is wrong."""
    import shapely  # a tenth of a second, and few questions hold a shape
    from shapely.errors import ShapelyError

    if _depth(text) > DEEPEST:  # GEOS reads by recursion without an end: fifty thousand brackets killed the process
        raise _odd("it is nested too deep", "괄호가 너무 깊습니다")
    try:
        found = shapely.from_geojson(text) if text.lstrip().startswith("{") else shapely.from_wkt(text)
    except (ShapelyError, ValueError, TypeError, NotImplementedError) as error:
        raise _odd(f"it cannot be read ({str(error)[:100]})", f"읽을 수 없습니다({str(error)[:100]})") from error
    if found is None or shapely.is_empty(found):
        raise _odd("it is empty", "비어 있습니다")
    if shapely.get_num_coordinates(found) > MOST_VERTICES:
        raise _odd(f"it has more than {MOST_VERTICES:,} points", f"점이 {MOST_VERTICES:,}개를 넘습니다")
    west, south, east, north = shapely.bounds(found).tolist()
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise _odd("it leaves the Earth: longitude comes first", "지구를 벗어납니다. 경도가 먼저입니다")
    if not shapely.is_valid(found):
        why = shapely.is_valid_reason(found)
        raise _odd(f"it is not valid ({why})", f"올바르지 않습니다({why})")
    wkb: bytes = shapely.to_wkb(shapely.force_2d(found))
    return wkb


def _depth(text: str) -> int:
    """How deep brackets stand inside one another, whatever they are."""
    deepest = depth = 0
    for sign in re.findall(r"[(\[{]|[)\]}]", text):
        depth += 1 if sign in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def text(wkb: bytes) -> str:
    """The WKT of a shape."""
    import shapely

    wkt: str = shapely.to_wkt(shapely.from_wkb(wkb), rounding_precision=-1)
    return wkt


def _odd(why_en: str, why_ko: str) -> OddQuestion:
    example = "POLYGON ((126.9 37.5, 127 37.5, 127 37.6, 126.9 37.5))"
    return OddQuestion(
        why_en=f"the shape cannot be used: {why_en}. Write WKT or GeoJSON in degrees, for example '{example}'.",
        why_ko=f"도형을 쓸 수 없습니다: {why_ko}. 경위도의 WKT나 GeoJSON을 쓰세요. 예: '{example}'.",
    )
