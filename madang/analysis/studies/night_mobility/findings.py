"""All that a run found, for tables, statement and report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from madang.analysis.studies.night_mobility.activity import Activity
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.choosing import Choice, Question
from madang.analysis.studies.night_mobility.demand import Demand, Signal, Significance
from madang.analysis.studies.night_mobility.rides import Rides
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
    cruising: list[Row] = field(default_factory=list)
    notes: tuple[Note, ...] = ()
