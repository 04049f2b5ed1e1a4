"""A made-up city of which some counts are of few people, for every study: the tables that it reads, twice, alike but for those.

`truth` 0 and 1 are two cities that a reader must not be able to tell apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SIDE = 4
DAYS = 14
HOURS = range(6)
FIRST = "2026-06-01"
STEP = 0.009
SMALL = ((1, 3), (2, 1), (3, 4), (4, 2))
"""The same small count in either city."""

Inputs = dict[str, tuple[pa.Table, dict[str, list[str]]]]
"""By role: rows, and the columns by their roles."""


def _cells() -> dict[str, list[Any]]:
    at = [(x, y) for x in range(SIDE) for y in range(SIDE)]
    return {
        "code": [f"11{x + 1:02d}{y + 1:02d}" for x, y in at], "name": [f"Square {x + 1}-{y + 1}" for x, y in at],
        "district": [f"District {x + 1}" for x, _ in at], "lon": [(x + 0.5) * STEP for x, _ in at],
        "lat": [(y + 0.5) * STEP for _, y in at],
    }  # fmt: skip


def _one_of(truth: int, number: int) -> int:
    return SMALL[number % len(SMALL)][truth]


def people(truth: int) -> dict[str, list[Any]]:
    """Older people by square: one small count in the first district, two in the second, none in the others."""
    need = [100 + 17 * at for at in range(SIDE * SIDE)]
    for number, at in enumerate((1, SIDE, SIDE + 2)):
        need[at] = _one_of(truth, number)
    return {**_cells(), "need": need}


def care(truth: int) -> Inputs:
    table = pa.table(people(truth))
    facilities = pa.table({"name": ["Old house"], "lon": [0.4 * STEP], "lat": [0.4 * STEP]})
    columns = {name: [name] for name in table.column_names}
    return {"areas": (table, columns), "facilities": (facilities, {name: [name] for name in facilities.column_names})}


def counts(truth: int) -> dict[tuple[str, int, int], int]:
    """People by day, hour and square: squares 1 and 6 have few at every hour, square 2 at some."""
    random = np.random.default_rng(7)
    found = {}
    for day in range(DAYS):
        when = (date.fromisoformat(FIRST) + timedelta(days=day)).isoformat()
        for hour in HOURS:
            for at in range(SIDE * SIDE):
                own = int(random.poisson(12 + 9 * (at % 3) + (20 if day % 7 >= 5 and hour < 3 else 0)))
                few = at in (1, 6) or (at == 2 and (day + hour) % 3 == 0)
                found[when, hour, at] = _one_of(truth, day + hour + at) if few else own
    return found


def night(truth: int) -> Inputs:
    cells = _cells()
    rows = [(day, hour, cells["code"][at], number) for (day, hour, at), number in counts(truth).items()]
    names = ("date", "hour", "cell", "count")
    table = pa.table({name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)})
    return {"activity": (table, {name: [name] for name in names}), "cells": _of(cells)}


def events(truth: int) -> Inputs:
    """The same as single events: one row each; and few odd ones, at home, of a cell that is not there, at no time."""
    cells = _cells()
    rows = [(day, hour, cells["code"][at], "") for (day, hour, at), n in counts(truth).items() for _ in range(n)]
    odd = (FIRST, 1, "110101", "110101"), (FIRST, 1, "X999", ""), ("soon", 1, "110101", "")
    rows += [row for number, row in enumerate(odd) for _ in range(_one_of(truth, number))]
    names = ("date", "hour", "cell", "home")
    table = pa.table({name: list(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)})
    return {"activity": (table, {name: [name] for name in names}), "cells": _of(cells)}


def boarded(truth: int) -> Inputs:
    """Counts of who is there, and single pick-ups near the middle of some squares; few outside the city, and nowhere."""
    cells = _cells()
    names = ("date", "hour", "lon", "lat")
    rows = [
        (day, hour, cells["lon"][at] + 0.0001, cells["lat"][at] + 0.0001)
        for (day, hour, at), n in counts(truth).items() if at in (1, 2, 5) for _ in range(n if at != 5 else 7)
    ]  # fmt: skip
    odd = (FIRST, 1, 1.0, 0.01), (FIRST, 1, 200.0, 0.01)
    rows += [row for number, row in enumerate(odd) for _ in range(_one_of(truth, number))]
    found = dict(zip(names, zip(*rows, strict=True), strict=True))
    return {**night(0), "pickups": _of({name: list(values) for name, values in found.items()})}


def _of(columns: Mapping[str, list[Any]]) -> tuple[pa.Table, dict[str, list[str]]]:
    table = pa.table(dict(columns))
    return table, {name: [name] for name in table.column_names}


CASES: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "care_siting": ("care_siting", care, {"sites": 2, "standard": 600.0, "points": 1, "alternatives": 2, "sweep": 1}),
    "night_mobility": ("night_mobility", night, {"sites": 3, "radius": 800.0, "weeks": 1, "k": 2}),
    "night_mobility of events": ("night_mobility", events, {"sites": 3, "radius": 800.0, "weeks": 1, "k": 2}),
    "night_mobility with pick-ups": ("night_mobility", boarded, {"sites": 2, "radius": 800.0, "weeks": 1, "k": 1}),
}
"""Study, its inputs, parameters."""


def write(folder: Path, inputs: Inputs, fewest: int) -> None:
    """Leave the inputs as a run leaves them for the process that computes."""
    folder.mkdir(parents=True)
    told = {}
    for role, (table, columns) in inputs.items():
        pq.write_table(table.select([names[0] for names in columns.values()]), folder / f"{role}.parquet")
        told[role] = {
            "title": {"en": role, "ko": role}, "dataset": role, "resource": role, "revision": "1", "number": 1, "origin": "observed",
            "access": "restricted", "columns": columns, "weights": {}, "fewest": fewest,
        }  # fmt: skip
    (folder / "inputs.json").write_text(json.dumps(told))
