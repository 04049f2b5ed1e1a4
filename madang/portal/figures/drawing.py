"""Charts and maps drawn on the server as SVG: they work without JavaScript, on paper and for search engines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CLASSES = 5
WIDTH = 640.0
DETAIL = 0.0012  # of the width of the map: outlines are simplified by about a pixel


@dataclass(frozen=True)
class Drawing:
    """A choropleth: `paths` are (class `q0`..`q4` or `qn`, SVG path), `legend` is (class, from, to)."""

    width: int
    height: int
    paths: tuple[tuple[str, str], ...]
    legend: tuple[tuple[str, float, float], ...]
    without: int  # areas without a value


@dataclass(frozen=True)
class Bar:
    """`width` is 0 to 100 of the longest bar."""

    label: str
    value: float
    width: float


def bars(pairs: Sequence[tuple[Any, Any]]) -> tuple[Bar, ...]:
    """Horizontal bars of (label, value); values below zero have no bar."""
    numbers = [(str(label), value) for label, value in pairs if isinstance(value, int | float)]
    longest = max((value for _, value in numbers), default=0) or 1
    return tuple(Bar(label, value, round(max(value, 0) / longest * 100, 1)) for label, value in numbers)


def choropleth(shapes: Sequence[bytes | None], values: Sequence[float | None]) -> Drawing | None:
    """Areas (WKB, longitude and latitude) in five classes of about equal size; None when there is nothing to draw."""
    import shapely

    found = [(shapely.from_wkb(shape), value) for shape, value in zip(shapes, values, strict=True) if shape]
    if not found:
        return None
    west, south, east, north = shapely.total_bounds([shape for shape, _ in found])
    squeeze = math.cos(math.radians((south + north) / 2))  # one degree of longitude in degrees of latitude
    scale = WIDTH / max((east - west) * squeeze, 1e-9)
    simple = shapely.simplify([shape for shape, _ in found], (east - west) * DETAIL)
    parts = classes([value for _, value in found if value is not None])
    drawn: dict[str, list[str]] = {}
    for shape, (_, value) in zip(simple, found, strict=True):
        drawn.setdefault(class_of(value, parts), []).append(_path(shape, west, north, scale * squeeze, scale))
    height = math.ceil((north - south) * scale)
    without = sum(value is None for _, value in found)
    paths = tuple((name, "".join(drawn[name])) for name in sorted(drawn))
    return Drawing(math.ceil(WIDTH), height, paths, parts, without)


def classes(values: Sequence[float]) -> tuple[tuple[str, float, float], ...]:
    """(class, from, to): quantiles, fewer when values repeat."""
    ordered = sorted(values)
    if not ordered:
        return ()
    cuts = sorted({ordered[len(ordered) * step // CLASSES] for step in range(CLASSES)})
    ends = [*cuts[1:], ordered[-1]]
    return tuple((f"q{place}", low, high) for place, (low, high) in enumerate(zip(cuts, ends, strict=True)))


def class_of(value: float | None, parts: tuple[tuple[str, float, float], ...]) -> str:
    if value is None:
        return "qn"
    return next(name for name, low, _ in reversed(parts) if value >= low)


def _path(shape: Any, west: float, north: float, across: float, down: float) -> str:
    polygons = getattr(shape, "geoms", [shape])
    rings = [ring for p in polygons if p.geom_type == "Polygon" for ring in (p.exterior, *p.interiors)]
    return "".join(
        "M" + "L".join(f"{(x - west) * across:.1f} {(north - y) * down:.1f}" for x, y in list(ring.coords)[:-1]) + "Z"
        for ring in rings
        if len(ring.coords) > 3
    )
