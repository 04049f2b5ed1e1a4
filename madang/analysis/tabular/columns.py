"""Columns of a table that plays a role, as arrays; where its rows lie; and what is said about both."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.travel.coordinates import odd_rows
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES, choose


def has(given: Given, role: str) -> bool:
    return role in given.rows.column_names


def texts(given: Given, role: str) -> list[str]:
    """The column as trimmed text, whole numbers without a point, "" where there is nothing."""
    if role not in given.rows.column_names:
        return [""] * given.rows.num_rows
    return [text(value) for value in given.rows.column(role).to_pylist()]


def text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def numbers(given: Given, column: str) -> Floats:
    """The column as numbers (n,), NaN where there is none."""
    if column not in given.rows.column_names:
        return np.full(given.rows.num_rows, np.nan)
    cast = pc.cast(given.rows.column(column), pa.float64(), safe=False)
    return np.asarray(cast.to_numpy(zero_copy_only=False), dtype=np.float64)


def total(given: Given, role: str) -> Floats | None:
    """The weighted sum (n,) of the columns of a role that may be several; None if none was chosen. Empty cells count as 0."""
    several = given.several(role)
    if not several:
        return None
    weights = given.weights.get(role) or (1.0,) * len(several)
    parts = [np.nan_to_num(numbers(given, name)) * weight for name, weight in zip(several, weights, strict=True)]
    return np.asarray(np.sum(parts, axis=0), dtype=np.float64)


def unknown(given: Given, role: str) -> list[int]:
    """Rows in which a column of the role has no number."""
    several = given.several(role)
    empty = np.any([np.isnan(numbers(given, name)) for name in several], axis=0) if several else np.zeros(0, dtype=bool)
    return [int(row) for row in np.flatnonzero(empty)]


def shapes(given: Given) -> Any:
    """Shapely geometries (n,) in degrees, None where there is none or none is given."""
    if "geometry" not in given.rows.column_names:
        return np.full(given.rows.num_rows, None)
    return shapely.from_wkb(given.rows.column("geometry").to_numpy(zero_copy_only=False))


def degrees(given: Given, shape: Any) -> Floats:
    """Longitude and latitude (n, 2) of each row: its own columns, else the middle of its shape; NaN where there is neither,
    or numbers that are nowhere on Earth. Raises `SwappedCoordinates`, `ImpossibleCoordinates` where most rows are so.

    The middle of a shape is its centroid, or a point on it where the centroid lies outside.
    """
    centre = shapely.centroid(shape)
    outside = np.asarray(shapely.is_valid(shape)) & ~np.asarray(shapely.intersects(shape, centre))
    centre = np.where(outside, shapely.point_on_surface(shape), centre)
    middle = np.column_stack([shapely.get_x(centre), shapely.get_y(centre)])
    own: Floats = np.column_stack([numbers(given, "lon"), numbers(given, "lat")])
    empty = np.asarray(np.isnan(own).any(axis=1))
    found = np.where(empty[:, None], middle, own)
    odd = odd_rows(title(given), found)
    return np.where(odd[:, None], np.nan, found)


def title(given: Given) -> str:
    return given.title.get("ko") or given.title.get("en") or given.dataset


def listed(names: list[str], most: int = 5) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" (+{more})" if more > 0 else "")


def called(given: Given, role: str) -> Text:
    """What people call the columns of a role, or the publisher's names where they have no labels."""
    return {
        language: _ends(
            [choose(given.labels.get(name) or {language: name}, language)[0] for name in given.chosen[role]]
        )
        for language in LANGUAGES
    }


def _ends(names: list[str]) -> str:
    """The names; of many, the first and the last."""
    return ", ".join(names) if len(names) < 4 else f"{names[0]} … {names[-1]} ({len(names)})"
