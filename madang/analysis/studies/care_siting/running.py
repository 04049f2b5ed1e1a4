"""The study from tables to results: read, measure, choose, ask otherwise, tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from madang.analysis.declare import Given, Result, Tell
from madang.analysis.report import attempted
from madang.analysis.studies.care_siting import areas as areas_
from madang.analysis.studies.care_siting import case as cases
from madang.analysis.studies.care_siting import decided, places, points, quality, sensitivity, sweep, tables
from madang.analysis.studies.care_siting.access import around, state
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import Choice, made, openings
from madang.analysis.studies.care_siting.choosing import check, question, solve
from madang.analysis.studies.care_siting.findings import Findings
from madang.analysis.studies.care_siting.otherwise import nearly_as_good
from madang.analysis.studies.care_siting.parameters import PARAMETERS
from madang.analysis.studies.care_siting.proof import certificates
from madang.analysis.studies.care_siting.report import TITLE, report
from madang.analysis.studies.care_siting.scene import scene
from madang.analysis.studies.care_siting.unlisted import Unlisted, unlisted
from madang.analysis.tabular import columns
from madang.lib.problems import Text

EACH = 10.0
"""Seconds at most for each of the many smaller questions (other numbers of sites, other inputs). Few ever need one; who stops at the
limit may stop elsewhere on the next run, so the statement of quality counts how many were proved."""


@dataclass(frozen=True)
class Progress:
    """A part of the whole, told as it goes: from `low` to `high` of 1."""

    tell: Tell
    low: float
    high: float
    said: Text

    def __call__(self, share: float) -> None:
        self.tell(self.low + (self.high - self.low) * min(share, 1.0), self.said)


def run(tables_: Mapping[str, Given], parameters: Mapping[str, Any], tell: Tell) -> Result:
    """The whole study. Raises `problems.UnfitInputs` where inputs do not fit, and what `tell` raises to stop it."""
    settings = {one.name: parameters.get(one.name, one.default) for one in PARAMETERS}
    tell(0.0, {"en": "Reading", "ko": "읽는 중"})
    case, missing = read(tables_, settings)
    choice = choose(case, Progress(tell, 0.1, 0.4, {"en": "Choosing sites", "ko": "자리를 고르는 중"}))
    labels = {role: columns.called(given, role) for given in tables_.values() for role in given.chosen}
    compared = "totals" in tables_ or bool(settings["known_total"])
    found = replace(findings(case, choice, missing, labels, tell), compared=compared, money=_money(tables_))
    tell(0.95, {"en": "Writing the report", "ko": "보고서를 쓰는 중"})
    seen = scene(case, choice, given_ways=bool({"travel", "streets"} & tables_.keys()))
    proofs = certificates(case, choice, tables_)
    told = attempted(TITLE, lambda: report(found, tables_))
    return Result(tables.tables(found), quality.statement(found), told, proofs, scene=seen)


def _money(tables_: Mapping[str, Given]) -> str:
    """The unit of what candidates cost, where the publisher names one and not two."""
    given = tables_.get("candidates")
    units = {given.units.get(role, "") for role in ("cost", "unit_cost") if role in given.chosen} if given else set()
    return units.pop() if len(units) == 1 else ""


def read(tables_: Mapping[str, Given], settings: Mapping[str, Any]) -> tuple[Case, Unlisted | None]:
    """The question as numbers, and what the table of facilities is known to lack."""
    areas = areas_.read(tables_["areas"], tables_.get("needs"), bool(settings["deprivation_falls"]))
    service = str(settings["service"]).strip()
    addresses = tables_.get("addresses")
    facilities, candidates = places.nothing(), places.centres(areas)
    if "facilities" in tables_:
        facilities = places.read(tables_["facilities"], addresses, areas, service, places.FACILITY)
    if "candidates" in tables_:
        candidates = places.read(tables_["candidates"], addresses, areas, service, places.CANDIDATE)
    candidates, facilities = decided.candidates(candidates, settings), decided.facilities(facilities, settings)
    ways = cases.Ways(tables_.get("travel"), tables_.get("streets"))
    case = cases.build(areas, candidates, facilities, ways, settings)
    known = int(settings["known_total"])
    return case, unlisted(areas, facilities, tables_.get("totals"), known, tables_.get("facilities"))


def choose(case: Case, tell: Callable[[float], None]) -> Choice:
    asked = question(case)
    check(case, asked)
    return made(case, asked, solve(case, asked, float(case.settings["seconds"]), int(case.settings["seed"]), tell))


def findings(case: Case, choice: Choice, missing: Unlisted | None, labels: Mapping[str, Text], tell: Tell) -> Findings:
    """Everything around the choice: before and after, alternatives, other numbers of sites, other inputs."""
    seed, seconds = int(case.settings["seed"]), min(EACH, float(case.settings["seconds"]))
    near = around(case)
    tell(0.4, {"en": "Looking for alternatives", "ko": "대안을 찾는 중"})
    others = nearly_as_good(case, choice, seconds * max(1, int(case.settings["alternatives"])), seed)
    said = Progress(tell, 0.5, 0.7, {"en": "Comparing numbers of sites", "ko": "여는 수를 비교하는 중"})
    steps = _told(
        said, sweep.steps(case, choice.question, len(choice.new), int(case.settings["sweep"]), seconds, seed), 16
    )
    said = Progress(tell, 0.7, 0.95, {"en": "Trying other inputs", "ko": "입력을 바꾸어 보는 중"})
    changes = _told(said, sensitivity.changes(case, choice, missing, labels, seconds, seed), 26)
    return Findings(
        case=case,
        choice=choice,
        openings=openings(case, choice, int(case.settings["phases"])),
        before=state(case, case.standing, near),
        after=state(case, choice.open, near),
        kept=case.nearest(np.setdiff1d(choice.open, choice.new))[0],
        alternatives=others,
        steps=steps,
        changes=changes,
        missing=missing,
        error=points.error(case.areas, case.points),
        called=labels,
    )


def _told(progress: Progress, steps: Any, about: int) -> list[Any]:
    found = []
    for number, step in enumerate(steps):
        found.append(step)
        progress((number + 1) / about)
    return found
