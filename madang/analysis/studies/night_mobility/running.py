"""The study from tables to results: read, measure, foretell, choose, tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from madang.analysis.declare import Given, Result, Tell
from madang.analysis.report import attempted
from madang.analysis.studies.night_mobility import activity as activities
from madang.analysis.studies.night_mobility import cells as cells_
from madang.analysis.studies.night_mobility import choosing, clock, demand, quality, tables, waiting
from madang.analysis.studies.night_mobility.activity import Activity
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.demand import Demand
from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.studies.night_mobility.notes import counted
from madang.analysis.studies.night_mobility.parameters import PARAMETERS
from madang.analysis.studies.night_mobility.report import TITLE, report
from madang.analysis.tabular.yielded import Row
from madang.analysis.travel.plane import Plane


def run(tables_: Mapping[str, Given], parameters: Mapping[str, Any], tell: Tell) -> Result:
    """The whole study. Raises `problems.UnfitInputs` where inputs do not fit, and what `tell` raises to stop it."""
    settings = {one.name: parameters.get(one.name, one.default) for one in PARAMETERS}
    tell(0.0, {"en": "Reading", "ko": "읽는 중"})
    cells = cells_.read(tables_["cells"])
    free = clock.days(tables_["holidays"]) if "holidays" in tables_ else []
    seen = activities.read(tables_["activity"], cells, demand.wanted_hours(settings), free, settings)
    tell(0.3, {"en": "Foretelling", "ko": "예측하는 중"})
    found = _found(tables_, cells, seen, free, settings, tell)
    tell(0.95, {"en": "Writing the report", "ko": "보고서를 쓰는 중"})
    told = attempted(TITLE, lambda: report(found, tables_))
    return Result(tables.tables(found), quality.statement(found), told, {})


def _found(
    tables_: Mapping[str, Given],
    cells: Cells,
    seen: Activity,
    free: list[date],
    settings: Mapping[str, Any],
    tell: Tell,
) -> Findings:
    model = "shrunk"
    signal = demand.signal(seen, cells, settings)
    sure = demand.significance(signal.value, cells, ~np.isnan(signal.value), settings)
    expected = demand.expect(seen, cells, signal, settings, model)
    tell(0.5, {"en": "Choosing spots", "ko": "자리를 고르는 중"})
    asked = _asked(tables_, cells, expected, settings)
    said = {"en": "Choosing spots", "ko": "자리를 고르는 중"}
    choice = choosing.chosen(asked, lambda share: tell(0.5 + 0.45 * min(share, 1.0), said))
    short = int(settings["sites"]) - asked.count
    notes = (*cells.notes, *seen.notes, *signal.notes, *asked.candidates.notes)
    notes = (*notes, *counted("fewer-candidates", asked.count if short > 0 else 0))
    return Findings(
        cells, seen, signal, sure, expected, asked, choice, model, settings, profile(seen, model, settings), notes=notes
    )


def _asked(
    tables_: Mapping[str, Given], cells: Cells, expected: Demand, settings: Mapping[str, Any]
) -> choosing.Question:
    """The question of where taxis should wait."""
    plane = Plane.around(cells.place)
    where = waiting.points(cells, settings)
    candidates = waiting.candidates(tables_, cells, where, plane)
    return choosing.question(
        expected.days, expected.hours, expected.visitors, where, cells.place, candidates, plane, settings
    )


def profile(seen: Activity, model: str, settings: Mapping[str, Any]) -> list[Row]:
    """The whole city by weekday and hour of the night."""
    hours = demand.night_hours(int(settings["first_hour"]), int(settings["last_hour"]))
    whole = demand.at_hours(seen, hours).whole()
    groups = demand.day_kinds(whole, "each")
    expected, low, high = demand.foretold(whole, groups, model)
    nights = np.array([(~np.isnan(whole.counts[np.isin(whole.kind, kinds)])).sum(axis=0) for kinds in groups.values()])
    return [
        {
            "day": day, "hour": hour, "expected": expected[d, h, 0], "low": low[d, h, 0], "high": high[d, h, 0],
            "nights": nights[d, h, 0],
        }
        for d, day in enumerate(groups) for h, hour in enumerate(hours)
    ]  # fmt: skip
