"""A little made-up city for tests of care siting: squares of a kilometre in a row of districts, on plain latitudes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from madang.analysis.declare import Given

STEP = 0.009
"""Degrees of latitude of about a kilometre; also of longitude at the equator, where this city lies."""
DEFAULTS = {"points": 1, "detour": 1.0, "standard": 600.0, "sites": 2, "alternatives": 0, "sweep": 0}


def given(columns: Mapping[str, Iterable[Any]], weights: Mapping[str, tuple[float, ...]] | None = None) -> Given:
    rows = pa.table({name: list(values) for name, values in columns.items()})
    several = {name.rpartition("_")[0] for name in rows.column_names if name[-1].isdigit()}
    chosen = {role: tuple(n for n in rows.column_names if n == role or n.startswith(f"{role}_")) for role in several}
    chosen.update({name: (name,) for name in rows.column_names if not name[-1].isdigit()})
    return Given(rows, {"en": "made up", "ko": "지어낸 표"}, "made-up", "1", "generated", chosen, weights or {})


def squares(side: int = 4, **columns: Iterable[Any]) -> Given:
    """Side x side squares, coded `1101` and so on, in districts by column; each has 100 people unless `need_1` is given."""
    at = [(x, y) for x in range(side) for y in range(side)]
    boxes = [shapely.box(x * STEP, y * STEP, (x + 1) * STEP, (y + 1) * STEP) for x, y in at]
    table = {
        "code": [f"11{x + 1:02d}{y + 1:02d}" for x, y in at],
        "name": [f"Square {x + 1}-{y + 1}" for x, y in at],
        "district": [f"District {x + 1}" for x, _ in at],
        "geometry": list(shapely.to_wkb(boxes)),
        "need_1": [100] * len(at),
        **columns,
    }
    return given(table)


def places(*at: tuple[float, float], **columns: Iterable[Any]) -> Given:
    """Points at so many squares east and north."""
    return given({
        "name": [f"Place {number + 1}" for number in range(len(at))],
        "lon": [x * STEP for x, _ in at],
        "lat": [y * STEP for _, y in at],
        **columns,
    })  # fmt: skip


def settings(**changes: Any) -> dict[str, Any]:
    return {**DEFAULTS, **changes}


def hush(share: float, said: object) -> None:
    assert 0 <= share <= 1, (share, said)


def best_by_hand(need: np.ndarray, metres: np.ndarray, before: np.ndarray, count: int, radius: float) -> float:
    """The most people that any `count` columns of `metres` bring newly within `radius`: every choice tried."""
    from itertools import combinations

    open_ = before > radius
    return max(
        float(need[open_ & (metres[:, list(sites)].min(axis=1) <= radius)].sum())
        for sites in combinations(range(metres.shape[1]), count)
    )
