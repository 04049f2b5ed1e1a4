"""Numbers in reports, written one way in both languages: `12,345`, `0.75`, `25.0 %`, `–` for what is not known.

A column or a figure has as many digits after the point in each row, so that the eye can compare them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

UNKNOWN = "–"
LARGEST = 1e15
Number = float | int


def written(value: Number | None, digits: int = 0, *, plain: bool = False) -> str:
    """`1234.5` as `1,234.5`; `plain` leaves thousands together, as in years."""
    if value is None or math.isnan(value):
        return UNKNOWN
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if abs(value) >= LARGEST:
        return f"{value:.6g}"
    said = f"{value:.{digits}f}" if plain else f"{value:,.{digits}f}"
    return said.removeprefix("-") if float(said.replace(",", "")) == 0 else said


def share(value: Number | None, digits: int = 1) -> str:
    """`0.25` as `25.0 %`."""
    if value is None or not math.isfinite(value):
        return written(value)
    return f"{written(value * 100, digits)} %"


def digits_of(values: Iterable[Number | None]) -> int:
    """How many digits after the point show what differs among the values: none for whole ones, about three figures otherwise."""
    known = [abs(value) for value in values if value is not None and math.isfinite(value)]
    if all(value == int(value) for value in known if value < LARGEST):
        return 0
    largest = max(known)
    return 1 if largest >= 100 else 2 if largest >= 1 else 3
