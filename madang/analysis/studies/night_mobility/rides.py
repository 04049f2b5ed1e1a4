"""Who waits for a ride: the visitors of the night, or, where they were counted, those who boarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.methods.forecasts import Panel
from madang.analysis.studies.night_mobility import activity as activities
from madang.analysis.studies.night_mobility import foretelling, waiting
from madang.analysis.studies.night_mobility.activity import Activity
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.demand import (
    Signal,
    at_hours,
    at_the_quiet_hour,
    beyond,
    night_hours,
    sleeping,
)
from madang.analysis.studies.night_mobility.located import by_place
from madang.analysis.tabular import columns
from madang.analysis.tabular.notes import Note
from madang.analysis.travel.plane import Plane
from madang.analysis.travel.spreading import Points

SIDE = 100.0
"""Metres of the squares in which pick-ups are counted."""


@dataclass(frozen=True)
class Rides:
    """`panel`: what was counted of those who want a ride, in `cells` (n) and at the night's hours; `points` where they are."""

    panel: Panel
    cells: Cells
    points: Points
    boarded: bool
    notes: tuple[Note, ...] = ()
    few: int = 0
    """As `Activity.few`, of pick-ups."""

    @property
    def areas(self) -> Floats | None:
        """Square metres of the cells (n,); None where a cell is a point, all of one size."""
        import shapely

        if not self.cells.drawn.all():
            return None
        scale = Plane.around(self.cells.place).scale
        return np.asarray(shapely.area(np.asarray(self.cells.shape)) * scale.prod())


def visiting(seen: Activity, cells: Cells, signal: Signal, settings: Mapping[str, Any]) -> Rides:
    """What exceeds who sleeps there, night by night; all activity where the settings want that.

    Forecasts are tried on it: who sleeps there is taken from the days before those that are foretold, where there are some.
    """
    panel = at_hours(seen, night_hours(settings))
    if str(settings["signal"]) == "visitors":
        before = at_the_quiet_hour(seen, settings, max(0, len(panel.counts) - 7 * int(settings["weeks"])))
        quiet = np.where(np.isnan(before), np.nan_to_num(signal.quiet), before)
        panel = replace(panel, counts=np.maximum(panel.counts - quiet, 0.0))
    return Rides(panel, cells, waiting.points(cells, settings), boarded=False)


def boarding(given: Given, cells: Cells, free: Sequence[date], settings: Mapping[str, Any]) -> Rides:
    """Pick-ups by squares of 100 m where they have coordinates, else by cell."""
    more: tuple[Note, ...] = ()
    if columns.has(given, "lon") and columns.has(given, "lat"):
        given, cells, more = _squares(given, cells)
    seen = activities.read(given, cells, night_hours(settings), free, settings)
    where = Points(cells.place, np.arange(len(cells)), np.ones(len(cells)))
    if not columns.has(given, "lon"):
        where = waiting.points(cells, settings)
    notes = tuple(_of_pickups(one) for one in (*more, *seen.notes))
    return Rides(seen.panel, cells, where, True, notes, seen.few)


def _of_pickups(one: Note) -> Note:
    """A note that says of which table it is: activity has the same ones."""
    return replace(one, said={"en": f"Pick-ups: {one.said['en']}", "ko": f"택시 승차 자료: {one.said['ko']}"})


def _squares(given: Given, cells: Cells) -> tuple[Given, Cells, tuple[Note, ...]]:
    """The rows with the square of each as its cell, and the squares; rows outside all cells have none."""
    place = np.column_stack([columns.numbers(given, "lon"), columns.numbers(given, "lat")])
    located = by_place(given, cells)
    kept = located.cell >= 0
    plane = Plane.around(cells.place)
    corners = np.floor(plane.metres(place[kept]) / SIDE).astype(np.int64)
    different, which = np.unique(corners, axis=0, return_inverse=True)
    code = [f"{x}_{y}" for x, y in different.tolist()]
    named = np.full(len(place), None, dtype=object)
    named[kept] = np.array(code, dtype=object)[which.ravel()]
    table = given.rows.drop_columns([name for name in ("cell",) if columns.has(given, name)])
    table = table.append_column("cell", pa.array(named, pa.string()))
    squares = Cells(
        code,
        code,
        [""] * len(code),
        plane.degrees(np.asarray((different + 0.5) * SIDE, dtype=np.float64)),
        np.full(len(code), None),
    )
    return replace(given, rows=table), squares, located.notes


@dataclass(frozen=True)
class Week:
    """What the whole city wants (D, H) on each `days` (D,) of the week."""

    days: tuple[str, ...]
    value: Floats


def week(rides: Rides, seen: Activity, signal: Signal, settings: Mapping[str, Any], model: str) -> Week:
    """Expected rides of all cells by day of the week and hour of the night."""
    panel = rides.panel if rides.boarded else at_hours(seen, night_hours(settings))
    told = foretelling.foretell(panel, foretelling.groups_of(panel, "each"), model)
    if rides.boarded:
        return Week(told.days, np.asarray(np.nan_to_num(told.expected).sum(axis=2)))
    value = beyond(told.expected, sleeping(seen, signal, settings, model), settings)
    return Week(told.days, np.asarray(value.sum(axis=2)))


def expected(rides: Rides, groups: foretelling.Groups, model: str) -> Floats:
    """What is expected (groups, H, n); 0 where nothing was seen."""
    return np.asarray(np.nan_to_num(foretelling.foretell(rides.panel, groups, model).expected))
