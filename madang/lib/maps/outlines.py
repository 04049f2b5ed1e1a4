"""Shapes as paths of SVG: fewer vertices than a reader could see, with a bound on the work whatever a shape has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.lib.maps.projection import UNITS, Frame

MOST_VERTICES = 150_000  # after snapping; more are snapped to a coarser grid
CHUNK = 1_000  # vertices simplified together: in the worst case the work grows with the square of it
TOLERANCE = 0.6  # pixels
COARSEST = 8.0  # units of the grid: nobody sees that much, and what is still too long loses vertices evenly
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Outlines:
    """For each shape the path of its areas, of its lines, and the places (in pixels) of its points."""

    areas: list[str]
    lines: list[str]
    points: list[list[tuple[float, float]]]


def outlines(shapes: Any, frame: Frame) -> Outlines:
    """The paths of an array of shapes (None or empty: nothing) in a frame. A shape too small to be seen becomes a dot of its kind."""
    import shapely

    parts, owner = _single(shapes)
    kinds = shapely.get_type_id(parts)
    polygons = kinds == shapely.GeometryType.POLYGON
    rings, ring_of = shapely.get_rings(parts[polygons], return_index=True)
    areas = _paths(rings, owner[polygons][ring_of], len(shapes), frame, closed=True)
    linear = np.isin(kinds, [shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING])
    lines = _paths(parts[linear], owner[linear], len(shapes), frame, closed=False)
    points: list[list[tuple[float, float]]] = [[] for _ in range(len(shapes))]
    dots = kinds == shapely.GeometryType.POINT
    places = frame.placed(shapely.get_coordinates(parts[dots])) / UNITS
    for at, (x, y) in zip(owner[dots], np.round(places, 1).tolist(), strict=True):
        points[at].append((x, y))
    return Outlines(areas, lines, points)


def _single(shapes: Any) -> tuple[Any, Ints]:
    """The simple parts of shapes, and which shape each is of; collections may hold collections."""
    import shapely

    parts, owner = np.asarray(shapes, dtype=object), np.arange(len(shapes))
    for _ in range(8):
        if not (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
            break
        parts, index = shapely.get_parts(parts, return_index=True)
        owner = owner[index]
    there = ~(shapely.is_missing(parts) | shapely.is_empty(parts))
    return parts[there], owner[there]


def _paths(rings: Any, owner: Ints, count: int, frame: Frame, *, closed: bool) -> list[str]:
    found = [""] * count
    for ring, places in _simplified(rings, frame):
        text = _written(places, closed)
        found[owner[ring]] += text
    return found


def _simplified(rings: Any, frame: Frame) -> list[tuple[int, Ints]]:
    """The vertices that are left of each ring, on the grid of the picture."""
    import shapely

    coordinates, index = shapely.get_coordinates(rings, return_index=True)
    if not len(index):
        return []
    placed, index = _snapped(frame.placed(coordinates), index)
    chunk = np.arange(len(index)) - np.searchsorted(index, index)  # the place in its ring
    bounds = np.flatnonzero(np.diff(index, prepend=-1) | ((chunk % CHUNK == 0) & (chunk > 0)))
    kept = np.zeros(len(index), dtype=bool)
    ends = np.append(bounds[1:], len(index))
    last = np.flatnonzero(np.append(np.diff(index), 1))
    kept[bounds] = kept[last] = True
    long = ends - bounds > 2
    for start, end in zip(bounds[long].tolist(), ends[long].tolist(), strict=True):
        line = shapely.simplify(shapely.linestrings(placed[start:end]), TOLERANCE * UNITS, preserve_topology=False)
        left = shapely.get_coordinates(line)
        kept[start + _places_of(left, placed[start:end])] = True
    whole = np.split(placed[kept].astype(np.int64), np.flatnonzero(np.diff(index[kept])) + 1)
    return list(zip(np.unique(index).tolist(), whole, strict=True))


def _places_of(left: Any, line: Any) -> Ints:
    """Where the vertices that a simplification left stand in the line, in order."""
    found, at = [], 0
    rows = line.tolist()
    for x, y in left.tolist():
        while rows[at] != [x, y]:
            at += 1
        found.append(at)
        at += 1
    return np.asarray(found, dtype=np.int64)


def _snapped(placed: Any, index: Ints) -> tuple[Any, Ints]:
    """Places on whole units of the grid, none twice in a row in a ring; on coarser ones, then fewer, while there are too many."""
    for step in (1.0, 2.0, 4.0, COARSEST):
        snapped = np.round(placed / step) * step
        moved = np.any(np.diff(snapped, axis=0, prepend=np.nan) != 0, axis=1)
        moved |= np.diff(index, prepend=-1) != 0
        if moved.sum() <= MOST_VERTICES:
            break
    found, of = snapped[moved], index[moved]
    if len(of) > MOST_VERTICES:
        every = -(-len(of) // MOST_VERTICES)
        ends = (np.diff(of, prepend=-1) != 0) | (np.diff(of, append=-1) != 0)
        kept = ends | (np.arange(len(of)) % every == 0)
        found, of = found[kept], of[kept]
    return found, of


def _written(places: Ints, closed: bool) -> str:
    """`M` and relative lines; what is smaller than a pixel a dot of one."""
    if closed and len(places) > 1 and (places[0] == places[-1]).all():
        places = places[:-1]
    if len(places) < (3 if closed else 2):
        x, y = (places[0] - UNITS // 2).tolist()
        return f"M{x} {y}h{UNITS}v{UNITS}h-{UNITS}z" if closed else f"M{x} {y}h{UNITS}"
    steps = np.diff(places, axis=0).tolist()
    (x, y) = places[0].tolist()
    return f"M{x} {y}l" + " ".join(f"{dx} {dy}" for dx, dy in steps) + ("z" if closed else "")
