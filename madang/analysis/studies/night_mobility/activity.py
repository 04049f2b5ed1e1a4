"""Activity as counts by day, hour and cell, of counted hours and of single events alike. What was not observed is not 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis import small_cells
from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.methods.forecasts.arranging import Told, arrange
from madang.analysis.methods.forecasts.panel import Panel
from madang.analysis.studies.night_mobility import clock
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.located import LISTED, locate, rows, texts
from madang.analysis.studies.night_mobility.notes import counted
from madang.analysis.studies.night_mobility.problems import NegativeCount, NoNight
from madang.analysis.studies.night_mobility.uncounted import of_rows
from madang.analysis.tabular import columns
from madang.analysis.tabular.notes import Note

Ints = NDArray[np.int64]
DENSE = 0.5
"""Of the cells that a table ever names, the share named at each hour on average below which the table leaves zeros out. It does so too
where 1 stands in it, or what stands for a few (see `Given.fewest`), and 0 never, as in sums of events. Elsewhere a cell that is not
named was not observed."""
SPLIT = 0.5
"""Share of the hours of cells with several rows above which the table divides its counts (by age, by home): they are added up."""
CLOCKS = {"averaged": "repeated", "never_was": "clock-forward", "halved": "clock-back"}


@dataclass(frozen=True)
class Activity:
    """Counts of n cells, at consecutive days and some hours of them. `events`: whether rows were single events."""

    panel: Panel
    events: bool
    notes: tuple[Note, ...]
    few: int = 0
    """Counts of few events that stand as another number, see `small_cells.protected`."""

    @property
    def days(self) -> NDArray[np.datetime64]:
        return np.datetime64(self.panel.first, "D") + np.arange(len(self.panel.counts))

    def at(self, *hours: int) -> Floats:
        """The counts (days, len(hours), n) of some hours."""
        return np.asarray(self.panel.counts[:, [self.panel.hours.index(hour) for hour in hours]])


@dataclass(frozen=True)
class _Rows:
    """Rows that count: day, hour, cell and count of each."""

    day: Ints
    hour: Ints
    cell: Ints
    count: Floats


def read(
    given: Given, cells: Cells, hours: tuple[int, ...], holidays: Sequence[date], settings: Mapping[str, Any]
) -> Activity:
    """The counts of some hours. Raises `UnfitInputs` of several kinds."""
    zone = clock.zone_of(given, str(settings["zone"]))
    moments = clock.moments(given, zone)
    located = locate(given, cells)
    events = not columns.has(given, "count")
    count = np.ones(given.rows.num_rows) if events else _counts(given)
    odd, home = ~moments.known, _home(given, cells, located.cell)
    kept = np.flatnonzero(~odd & (located.cell >= 0) & ~home & np.isin(moments.hour, hours))
    if not len(kept):
        raise NoNight(table=columns.title(given), first=hours[0], last=hours[-1])
    found = _Rows(moments.day[kept], moments.hour[kept], located.cell[kept], count[kept])
    notes = (
        *located.notes,
        *of_rows(given, "odd-times", int(odd.sum()), rows(odd)),
        *counted("empty-counts", int(np.isnan(count).sum()), rows(np.isnan(count))),
        *of_rows(given, "at-home", round(float(np.nansum(count[home])))),
    )
    found, more = _summed(found, len(cells), events, columns.has(given, "home"))
    few = 0
    if events:  # the framework guards counts that are given; nothing has been added up yet but the events of one hour in one cell
        count, few = small_cells.protected(found.count, given.fewest)
        found = replace(found, count=count)
    absent, sparse = _absent(found, len(cells), events, given.fewest)
    days = found.day.astype("datetime64[D]")
    panel, told = arrange(
        days, found.hour, found.cell, found.count, len(cells), kept=hours, holidays=holidays, absent=absent, zone=zone or None
    )  # fmt: skip
    return Activity(panel, events, (*notes, *more, *sparse, *_clocks(told), *_missing(panel, cells)), few)


def _clocks(told: Sequence[Told]) -> tuple[Note, ...]:
    found = [counted(CLOCKS[one.what], one.number, [one.example]) for one in told if one.what in CLOCKS]
    return tuple(note for notes in found for note in notes)


def _counts(given: Given) -> Floats:
    count = columns.numbers(given, "count")
    if (count < 0).any():
        row = int(np.flatnonzero(count < 0)[0])
        raise NegativeCount(table=columns.title(given), row=row + 1, count=f"{count[row]:g}")
    return count


def _home(given: Given, cells: Cells, cell: Ints) -> NDArray[np.bool_]:
    """Which rows are of people who are at home: their home is the cell, or the district of the cell."""
    if not columns.has(given, "home"):
        return np.zeros(len(cell), dtype=bool)
    homes, which = texts(given, "home")
    number = {home: at for at, home in enumerate(homes) if home}
    same = np.array([[number.get(own, -1) for own in pair] for pair in zip(cells.code, cells.district, strict=True)])
    return np.asarray((cell >= 0) & ((same[cell, 0] == which) | (same[cell, 1] == which)))


def _summed(found: _Rows, n: int, events: bool, split: bool) -> tuple[_Rows, tuple[Note, ...]]:
    """One row for each hour of a cell where rows are parts of it: single events, and counts divided by age or home."""
    key = (found.day * 24 + found.hour) * n + found.cell
    different, which, number = np.unique(key, return_inverse=True, return_counts=True)
    split = split or (number > 1).sum() > SPLIT * len(number)
    if len(different) == len(key) or not (events or split):
        return found, ()
    summed = _Rows(
        different // n // 24,
        different // n % 24,
        different % n,
        np.asarray(np.bincount(which, found.count, len(different)), dtype=np.float64),
    )
    return summed, () if events else counted("split", len(key))


def _absent(found: _Rows, n: int, events: bool, fewest: int) -> tuple[str, tuple[Note, ...]]:
    """What a cell without a row was at an hour at which others have one: "zero" or "missing"; and what there is to say."""
    hours, cells = len(np.unique(found.day * 24 + found.hour)), len(np.unique(found.cell))
    named = len(np.unique((found.day * 24 + found.hour) * n + found.cell))
    if events:
        return "zero", ()
    without_zeros = bool(np.isin(found.count, (1.0, fewest / 2 or 1.0)).any() and not (found.count == 0).any())
    if without_zeros or named < DENSE * hours * cells:
        return "zero", counted("sparse", hours * cells - named)
    return "missing", counted("missing-cells", hours * cells - named)


def _missing(panel: Panel, cells: Cells) -> tuple[Note, ...]:
    """Hours without anything, and cells that never have anything."""
    gone = np.isnan(panel.counts).all(axis=2)
    named = [f"{panel.day(day)} {panel.hours[hour]:02d}h" for day, hour in np.argwhere(gone)[:LISTED].tolist()]
    never = np.flatnonzero(np.isnan(panel.counts).all(axis=(0, 1)))
    return (
        *counted("missing-hours", int(gone.sum()), named),
        *counted("never-counted", len(never), [cells.called[at] for at in never[:LISTED]]),
    )
