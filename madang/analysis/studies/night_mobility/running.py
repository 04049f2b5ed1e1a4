"""The study from tables to results: read, measure, foretell, choose, tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from madang.analysis.declare import Given, Result, Tell
from madang.analysis.report import attempted
from madang.analysis.studies.night_mobility import activity as activities
from madang.analysis.studies.night_mobility import (
    breaks,
    choosing,
    clock,
    cruising,
    demand,
    quality,
    rides,
    tables,
    tried,
    waiting,
)
from madang.analysis.studies.night_mobility import cells as cells_
from madang.analysis.studies.night_mobility.activity import Activity
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.studies.night_mobility.foretelling import foretell, groups_of
from madang.analysis.studies.night_mobility.notes import counted
from madang.analysis.studies.night_mobility.parameters import PARAMETERS
from madang.analysis.studies.night_mobility.proof import certificates
from madang.analysis.studies.night_mobility.report import TITLE, report
from madang.analysis.tabular.yielded import Row
from madang.analysis.travel.plane import Plane
from madang.lib.problems import Text

CHOOSING: Text = {"en": "Choosing spots", "ko": "자리를 고르는 중"}


def run(tables_: Mapping[str, Given], parameters: Mapping[str, Any], tell: Tell) -> Result:
    """The whole study. Raises `problems.UnfitInputs` where inputs do not fit, and what `tell` raises to stop it."""
    settings = {one.name: parameters.get(one.name, one.default) for one in PARAMETERS}
    tell(0.0, {"en": "Reading", "ko": "읽는 중"})
    cells = cells_.read(tables_["cells"])
    free = clock.days(tables_["holidays"]) if "holidays" in tables_ else []
    seen = activities.read(tables_["activity"], cells, demand.wanted_hours(settings), free, settings)
    found = _found(tables_, cells, seen, free, settings, tell)
    tell(0.95, {"en": "Writing the report", "ko": "보고서를 쓰는 중"})
    told = attempted(TITLE, lambda: report(found, tables_))
    return Result(
        tables.tables(found), quality.statement(found), told, certificates(found.question, found.choice, tables_)
    )


def _found(
    tables_: Mapping[str, Given],
    cells: Cells,
    seen: Activity,
    free: list[date],
    settings: Mapping[str, Any],
    tell: Tell,
) -> Findings:
    tell(0.2, {"en": "Trying forecasts", "ko": "예측 방법을 비교하는 중"})
    signal = demand.signal(seen, cells, settings)
    wanting = rides.visiting(seen, cells, signal, settings)
    if "pickups" in tables_:
        wanting = rides.boarding(tables_["pickups"], cells, free, settings)
    trial = tried.trial(wanting, settings)
    tell(0.4, {"en": "Foretelling", "ko": "예측하는 중"})
    sure = demand.significance(signal.value, cells, ~np.isnan(signal.value), settings)
    expected = demand.expect(seen, cells, signal, settings, trial.model, tables_["activity"].fewest)
    value = expected.visitors
    if wanting.boarded:
        value = rides.expected(wanting, groups_of(seen.panel, str(settings["days"])), trial.model)
    held = breaks.noted(wanting.panel if wanting.boarded else seen.panel, wanting.cells)
    plane = Plane.around(cells.place)
    candidates = waiting.candidates(tables_, cells, wanting.points.place, plane, settings)
    asked = choosing.question(
        expected.days, expected.hours, value, wanting.points, wanting.cells.place, candidates, plane, settings
    )
    choice = choosing.chosen(asked, lambda share: tell(0.5 + 0.45 * min(share, 1.0), CHOOSING))
    short = asked.count if asked.count < int(settings["sites"]) else 0
    notes = (*cells.notes, *seen.notes, *signal.notes, *wanting.notes, *trial.notes, *held, *candidates.notes)
    return Findings(
        cells, seen, signal, sure, expected, wanting, asked, choice, trial, settings,
        profile(seen, trial.model, settings), rides.week(wanting, seen, signal, settings, trial.model),
        cruising.rows(tables_["cruising"], cells, asked, choice) if "cruising" in tables_ else [],
        (*notes, *counted("fewer-candidates", short)),
    )  # fmt: skip


def profile(seen: Activity, model: str, settings: Mapping[str, Any]) -> list[Row]:
    """The whole city by weekday and hour of the night."""
    whole = demand.at_hours(seen, demand.night_hours(settings)).whole()
    told = foretell(whole, groups_of(whole, "each"), model)
    return [
        {
            "day": day, "hour": hour, "expected": told.expected[d, h, 0], "low": told.low[d, h, 0], "high": told.high[d, h, 0],
            "nights": told.nights[d, h, 0],
        }
        for d, day in enumerate(told.days) for h, hour in enumerate(whole.hours)
    ]  # fmt: skip
