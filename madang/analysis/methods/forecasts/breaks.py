"""Whether the past can be trusted to go on: a pandemic, a closed district, a shifted clock.

Weeks are counted back from the last day and compared with one another; holidays are left out. A run of weeks is told when it differs
from the rest both by much (`levels.CITY`, `levels.CELL`) and by far more than ordinary weeks of this panel differ (Student's t; every
run and every cell is a question of its own, so chances are divided by their number). Few weeks prove little, and fewer than
`weeks.LEAST` nothing: below `ENOUGH` that is told as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madang.analysis.methods.forecasts.clock import shifted
from madang.analysis.methods.forecasts.levels import Found, broken_cells, broken_city
from madang.analysis.methods.forecasts.panel import Panel
from madang.analysis.methods.forecasts.weeks import LEAST, Weeks, weeks_of

ENOUGH = 6
"""Whole weeks among which a change of the whole city can be told from chance."""


@dataclass(frozen=True)
class Break:
    """What no longer holds, from day `first` to day `last` (numbers of the panel's days), and by how much.

    `what`, and the meaning of `size`: "level", of the whole city, and "cells", of `cells` (numbers) beside the rest of the city: what
    was counted as a multiple of what the other weeks let expect. "clock": hours by which the day's course is late. "short": whole weeks
    there are, too few to tell.
    """

    what: str
    first: int
    last: int
    size: float
    cells: tuple[int, ...] = ()


def broken(panel: Panel) -> list[Break]:
    """What a person should know before trusting a forecast made of this panel: the city, cells, the clock. What is missing stands in the
    panel itself."""
    weeks = weeks_of(panel)
    short = [Break("short", 0, len(panel.counts) - 1, float(len(weeks)))] if len(weeks) < ENOUGH else []
    if len(weeks) < LEAST:
        return short
    cells = broken_cells(weeks)
    sound = np.ones(panel.counts.shape[2], bool)
    sound[[cell for one in cells for cell in one.cells]] = False
    city = broken_city(weeks.keeping(sound)) if sound.any() else None
    shift = shifted(panel, weeks)
    found = [] if city is None else [_told("level", weeks, city)]
    found += [_told("cells", weeks, one) for one in cells]
    if shift is not None:
        first, last, _ = weeks.days(shift.run, 1.0)
        found.append(Break("clock", first, last, float(-shift.late if shift.run[0] == 0 else shift.late)))
    return short + found


def _told(what: str, weeks: Weeks, found: Found) -> Break:
    return Break(what, *weeks.days(found.run, found.size), found.cells)
