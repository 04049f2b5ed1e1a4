"""The published tables of a night study's run as its pages need them, read as the reader may; what was prepared once is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from madang.accounts.policy import Actor
from madang.analysis import nights
from madang.analysis.models import StudyRun
from madang.analysis.nights import Night, NoNightResult
from madang.catalog.models import Resource
from madang.lib.maps.classes import Classes, classes
from madang.lib.maps.outlines import Outlines, outlines
from madang.lib.maps.projection import Frame, frame
from madang.portal.charts.kept import Kept
from madang.query.model import Table

Floats = NDArray[np.float64]
WIDTH, TALLEST = 960, 720
COLOURS = 6
MOST_KEPT = 8_000_000  # values of all runs that are looked at, some 10 bytes each


@dataclass(frozen=True)
class Areas:
    """The cells of a run with what is expected in each by day and hour (n,), NaN where nothing may be told.

    `drawn` is what pages draw: the visitors, or, of runs published before these were told, everybody `expected` there.
    """

    cells: list[str]
    names: list[str]
    shapes: Any
    drawn: dict[tuple[str, int], Floats]
    expected: dict[tuple[str, int], Floats]
    low: dict[tuple[str, int], Floats]
    high: dict[tuple[str, int], Floats]

    @cached_property
    def frame(self) -> Frame | None:
        import shapely

        return frame(shapely.get_coordinates(self.shapes), WIDTH, TALLEST)

    @cached_property
    def outlines(self) -> Outlines:
        assert self.frame is not None
        return outlines(self.shapes, self.frame)

    @cached_property
    def classes(self) -> Classes:
        """Common to all hours, so that a colour means the same in each."""
        values = np.concatenate([*self.drawn.values()]) if self.drawn else np.empty(0)
        return classes(values[values > 0], "natural" if len(values) < 20_000 else "quantiles", COLOURS)


@dataclass(frozen=True)
class NightTables:
    """What somebody may read of a run. Raises what `policy.readable` raises, at the first look at a table."""

    actor: Actor
    run: StudyRun

    @cached_property
    def night(self) -> Night:
        return nights.night_of(self.run)

    def place(self, name: str) -> tuple[Resource, Table]:
        return nights.resource_of(self.actor, self.run, name)

    def rows(self, name: str, where: str = "", order_by: str = "") -> list[dict[str, Any]]:
        """Rows of a small table; none when the run has no such table."""
        try:
            _resource, table = self.place(name)
        except NoNightResult:
            return []
        return _rows.get(
            f"{table.revision} {where} {order_by}", lambda: nights.rows(table, where, order_by=order_by).to_pylist()
        )

    def spots(self, day: str, hour: int | None) -> list[dict[str, Any]]:
        """Best first; `hour` None: those that stay all night."""
        _resource, table = self.place("spots")
        return _rows.get(f"{table.revision} {day} {hour}", lambda: nights.spots(table, day, hour).to_pylist())

    @cached_property
    def visitors(self) -> bool:
        """Whether `drawn` leaves out who sleeps there; else it is all activity."""
        return (
            self.run.parameters.get("signal") == "visitors" and self.place("demand")[1].column("visitors") is not None
        )

    @cached_property
    def areas(self) -> Areas:
        """Rights are asked of both tables, each time."""
        areas, demand = self.place("areas")[1], self.place("demand")[1]
        return _areas.get(f"{areas.revision} {demand.revision}", lambda: _joined(areas, demand))


_rows: Kept[list[dict[str, Any]]] = Kept(1_000_000, lambda found: 20 * len(found) + 1)
_areas: Kept[Areas] = Kept(MOST_KEPT, lambda one: len(one.cells) * (20 + 4 * len(one.expected)))


def _joined(areas: Table, demand: Table) -> Areas:
    import shapely

    cells = nights.rows(areas, columns=["cell", "name", "geometry"])
    names = cells["cell"].to_pylist()
    drawn = "visitors" if demand.column("visitors") else "expected"
    found = nights.rows(demand, columns=dict.fromkeys(["cell", "day", "hour", drawn, "expected", "low", "high"]))
    places = {cell: place for place, cell in enumerate(names)}
    at = np.array([places.get(cell, -1) for cell in found["cell"].to_pylist()], dtype=np.int64)
    pick = _picker(found, at, len(names))
    return Areas(
        names, [name or cell for name, cell in zip(cells["name"].to_pylist(), names, strict=True)],
        shapely.from_wkb(np.array(cells["geometry"].to_pylist(), dtype=object), on_invalid="ignore"),
        pick(drawn), pick("expected"), pick("low"), pick("high"),
    )  # fmt: skip


def _picker(found: pa.Table, at: NDArray[np.int64], count: int) -> Callable[[str], dict[tuple[str, int], Floats]]:
    """Gives a column as one array of cells for each day and hour."""
    days, hours = np.array(found["day"].to_pylist(), dtype=object), found["hour"].to_numpy()
    moments = [(day, int(hour)) for day in dict.fromkeys(days) for hour in np.unique(hours[days == day])]
    rows = {(day, hour): np.flatnonzero((days == day) & (hours == hour) & (at >= 0)) for day, hour in moments}

    def pick(name: str) -> dict[tuple[str, int], Floats]:
        values = found[name].to_numpy(zero_copy_only=False).astype(float)
        columns = {moment: np.full(count, np.nan) for moment in moments}
        for moment, places in rows.items():
            columns[moment][at[places]] = values[places]
        return columns

    return pick
