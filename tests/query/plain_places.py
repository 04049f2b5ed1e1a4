"""Shapes a second time, by shapely; distances by cutting every edge into pieces and taking the nearest end of any."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import shapely
from shapely.affinity import translate

RADIUS = 6_371_008.8


def bbox(wkb: bytes | None, west: float, south: float, east: float, north: float) -> bool | None:
    if wkb is None:
        return None
    halves = [(west, east)] if west <= east else [(west, 180), (-180, east)]
    return any(shapely.from_wkb(wkb).intersects(shapely.box(left, south, right, north)) for left, right in halves)


def metres(longitude: float, latitude: float, other: float, beyond: float) -> float:
    """The spherical law of haversines."""
    a, b = math.radians(latitude), math.radians(beyond)
    half = math.radians(other - longitude) / 2
    return (
        2 * RADIUS * math.asin(math.sqrt(math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(half) ** 2))
    )


def distance(wkb: bytes | None, longitude: float, latitude: float) -> float | None:
    shape = None if wkb is None else shapely.from_wkb(wkb)
    if shape is None or shape.is_empty:
        return None
    if shape.intersects(shapely.Point(longitude, latitude)):
        return 0.0
    around = [translate(shape, turn) for turn in (0, 360, -360)]
    ends = [shapely.get_coordinates(shapely.segmentize(turned, 0.0005)) for turned in around]
    return min(metres(longitude, latitude, x, y) for points in ends for x, y in points.tolist())


def near(wkb: bytes | None, longitude: float, latitude: float, within: float) -> bool | None:
    found = distance(wkb, longitude, latitude)
    return None if wkb is None else found is not None and found <= within


def _middle(axis: str) -> Callable[[bytes], float | None]:
    def middle(wkb: bytes) -> float | None:
        shape = shapely.from_wkb(wkb)
        return None if shape.is_empty else getattr(shape.centroid, axis)

    return middle


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "bbox": bbox,
    "near": near,
    "distance": distance,
    "intersects": lambda wkb, other: bool(shapely.from_wkb(wkb).intersects(shapely.from_wkb(other))),
    "within": lambda wkb, other: bool(shapely.from_wkb(wkb).within(shapely.from_wkb(other))),
    "longitude": _middle("x"),
    "latitude": _middle("y"),
}
