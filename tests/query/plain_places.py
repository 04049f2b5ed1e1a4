"""Shapes a second time, by shapely; distances by sliding along every edge."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
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
    turned = [translate(part, turn) for turn in (0, 360, -360) for part in _simple(shape)]
    return min(_along(shapely.get_coordinates(part).tolist(), longitude, latitude) for part in turned)


def _simple(shape: Any) -> list[Any]:
    """Points, lines and rings."""
    parts = shapely.get_parts(shapely.get_parts(shape)).tolist()
    return [ring for part in parts for ring in (shapely.get_rings(part).tolist() or [part]) if not ring.is_empty]


def _along(points: list[list[float]], longitude: float, latitude: float) -> float:
    """The nearest place of a line, by halving each edge around where it comes nearest."""
    best = min(metres(longitude, latitude, *point) for point in points)
    for (x, y), (x2, y2) in pairwise(points):
        low, high = 0.0, 1.0
        for _ in range(60):
            third = (high - low) / 3
            left, right = (
                metres(longitude, latitude, x + at * (x2 - x), y + at * (y2 - y)) for at in (low + third, high - third)
            )
            low, high = (low, high - third) if left < right else (low + third, high)
            best = min(best, left, right)
    return best


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
