"""More or fewer sites, and the average way against the longest: what each further site brings, and what fairness costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from madang.analysis.methods.solution import Solution
from madang.analysis.studies.care_siting.access import Summary, summary
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import made
from madang.analysis.studies.care_siting.choosing import Question, Sites, solve

FRONT = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of the longest way between the shortest average (0) and the shortest longest way (1)."""


@dataclass(frozen=True)
class Step:
    """A choice for another number of sites (`kind` "sites") or another balance (`kind` "front")."""

    kind: str
    count: int
    share: float
    solution: Solution
    new: Sites
    summary: Summary


def counts(wanted: int, steps: int, candidates: int) -> list[int]:
    """Numbers of sites from 1 to twice as many as wanted, `wanted` among them, at most `steps` or one more."""
    most = min(2 * wanted, candidates)
    return sorted({wanted, *np.linspace(1, most, min(steps, most)).round().astype(int).tolist()} - {0}) if most else []


def steps(case: Case, asked: Question, wanted: int, seconds: float, seed: int) -> Iterator[Step]:
    """Other numbers of sites, then the front between average and longest way; nothing if no step is wanted."""
    if wanted and asked.count:
        yield from by_count(case, asked, wanted, seconds, seed)
        yield from front(case, asked, seconds, seed)


def by_count(case: Case, asked: Question, steps: int, seconds: float, seed: int) -> Iterator[Step]:
    """The best choice for each number of sites."""
    free = len(case.candidates) - len(asked.forbidden)
    for count in counts(asked.count, steps, free) if steps else ():
        if count >= len(asked.required):
            yield _step(case, replace(asked, count=count), "sites", seconds, seed)


def front(case: Case, asked: Question, seconds: float, seed: int) -> Iterator[Step]:
    """The efficient choices between the shortest way on average and the shortest longest way, for the number of sites asked for."""
    for share in FRONT:
        objective = "p_median" if share == 0 else "p_center" if share == 1 else "centdian"
        yield _step(case, replace(asked, objective=objective, share=share), "front", seconds, seed)


def _step(case: Case, asked: Question, kind: str, seconds: float, seed: int) -> Step:
    solution = solve(case, asked, seconds, seed)
    choice = made(case, asked, solution)
    return Step(kind, asked.count, asked.share, solution, choice.new, summary(case, case.nearest(choice.open)[0]))
