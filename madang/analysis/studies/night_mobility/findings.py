"""All that a run found, for tables, statement and report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from madang.analysis.studies.night_mobility.activity import Activity
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.choosing import Choice, Covered, Question
from madang.analysis.studies.night_mobility.demand import Demand, Signal, Significance
from madang.analysis.studies.night_mobility.rides import Rides, Week
from madang.analysis.studies.night_mobility.tried import Trial
from madang.analysis.tabular.notes import Note
from madang.analysis.tabular.yielded import Row


@dataclass(frozen=True)
class Findings:
    """`significance` is that of the signal; `rides` who wants a ride; `question.candidates` where taxis may wait."""

    cells: Cells
    activity: Activity
    signal: Signal
    significance: Significance
    demand: Demand
    rides: Rides
    question: Question
    choice: Choice
    trial: Trial
    settings: Mapping[str, Any]
    profile: list[Row]
    week: Week
    cruising: list[Row] = field(default_factory=list)
    notes: tuple[Note, ...] = ()

    @property
    def main(self) -> int:
        """The number of the day that a report speaks of first: weekends, or the day on which most want a ride."""
        days = self.question.days
        return days.index("weekend") if "weekend" in days else int(self.question.visitors.sum(axis=(1, 2)).argmax())

    @property
    def seen(self) -> int:
        """Days on which anything was observed."""
        return int(self.activity.panel.seen.sum())

    def covered(self, day: int, hour: int | None = None) -> Covered:
        """How much so many spots cover on a day: in an hour, or in the whole night."""
        return next(one for one in self.choice.covered if (one.day, one.hour) == (day, hour))
