"""A little made-up city at night: squares of a kilometre on plain latitudes, where everybody sleeps at home but on weekends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from madang.analysis.declare import Given
from tests.analysis.studies.toy_city import STEP, given, hush

SIDE = 5
SLEEPERS = 100
MONDAY = date(2024, 3, 4)
OUT = {"22": 300, "44": 120, "12": 60}
"""Who is out between 00 and 02 h of a weekend, by the square."""
Counts = dict[tuple[date, int, str], float]


def code(x: int, y: int) -> str:
    return f"{x + 1}{y + 1}"


CODES = [code(x, y) for x in range(SIDE) for y in range(SIDE)]


def cells(codes: list[str] = CODES) -> Given:
    import shapely

    corners = [(int(one[0]) - 1, int(one[1]) - 1) for one in codes]
    boxes = [shapely.box(x * STEP, y * STEP, (x + 1) * STEP, (y + 1) * STEP) for x, y in corners]
    return given({
        "code": codes, "name": [f"Square {one}" for one in codes], "district": ["Town"] * len(codes),
        "geometry": list(shapely.to_wkb(boxes)),
    })  # fmt: skip


def counts(days: int = 7, seed: int = 1, first: date = MONDAY) -> Counts:
    """People of each square at each hour of the night: sleepers, a little chance, and who is out."""
    rng = np.random.default_rng(seed)
    found: Counts = {}
    for number in range(days):
        day = first + timedelta(days=number)
        for hour in range(6):
            for one in CODES:
                out = OUT.get(one, 0) if day.weekday() > 4 and hour < 3 else 0
                found[day, hour, one] = SLEEPERS + out + float(rng.integers(0, 4))
    return found


def activity(found: Mapping[tuple[date, int, str], float], **columns: Any) -> Given:
    keys = list(found)
    return given({
        "date": [day for day, _, _ in keys], "hour": [hour for _, hour, _ in keys], "cell": [one for _, _, one in keys],
        "count": list(found.values()), **columns,
    })  # fmt: skip


def middle(one: str) -> tuple[float, float]:
    """Longitude and latitude of the middle of a square."""
    return (int(one[0]) - 0.5) * STEP, (int(one[1]) - 0.5) * STEP


def settings(**changes: Any) -> dict[str, Any]:
    return {"sites": 2, "radius": 600, "detour": 1.0, "points": 1, "seconds": 5, **changes}


__all__ = [
    "CODES",
    "MONDAY",
    "OUT",
    "SIDE",
    "SLEEPERS",
    "activity",
    "cells",
    "code",
    "counts",
    "given",
    "hush",
    "middle",
    "settings",
]
