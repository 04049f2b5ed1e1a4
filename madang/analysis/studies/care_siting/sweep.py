"""More or fewer sites, and the average way against the longest: what each further site brings, and what fairness costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from madang.analysis.methods.distances import Floats
from madang.analysis.methods.solution import Solution
from madang.analysis.studies.care_siting.access import Summary, summary
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import made
from madang.analysis.studies.care_siting.choosing import Question, Sites, solve

BETWEEN = 4
"""Limits between the longest way of the shortest average and the shortest longest way."""
TAILS = (0.5, 0.75, 0.9)
"""Shares of the people whose way is spared, so that only the ways of the rest count."""


@dataclass(frozen=True)
class Step:
    """A choice for another number of sites (`kind` "sites") or with a `limit` in metres that nobody exceeds (`kind` "front")."""

    kind: str
    count: int
    limit: float
    spared: float
    solution: Solution
    new: Sites
    metres: Floats
    summary: Summary


def counts(wanted: int, steps: int, candidates: int) -> list[int]:
    """Numbers of sites from 1 to twice as many as wanted, `wanted` among them, at most `steps` or one more."""
    most = min(2 * wanted, candidates)
    return sorted({wanted, *np.linspace(1, most, min(steps, most)).round().astype(int).tolist()} - {0}) if most else []


def steps(case: Case, asked: Question, chosen: int, wanted: int, seconds: float, seed: int) -> Iterator[Step]:
    """Other numbers of sites than the `chosen` ones, then the front between average and longest way; nothing if no step is wanted."""
    if asked.objective == "set_covering":
        asked = replace(asked, objective="covering", count=chosen)
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
    """Choices between the shortest average way and the fairest, for as many sites.

    First the shortest average; then again with a limit that nobody exceeds, down to the least that can be kept (no other choice has
    both a shorter average and a shorter longest way, where these are proved); then counting only metres beyond what half, three
    quarters, nine tenths of the people have, which shortens the ways of the worst-off (conditional value at risk; Rockafellar and
    Uryasev 2000).
    """
    median = replace(asked, objective="p_median")
    best = _step(case, median, "front", seconds, seed)
    yield best
    least = solve(case, replace(asked, objective="p_center"), seconds, seed).objective
    for limit in np.linspace(best.summary.longest, least, BETWEEN)[1:]:
        if limit < best.summary.longest:
            yield _step(case, replace(median, limit=limit * (1 + 1e-9)), "front", seconds, seed)
    for spared in _quantiles(best.metres, asked.people, TAILS):
        yield _step(case, replace(median, spared=spared), "front", seconds, seed)


def _quantiles(metres: Floats, people: Floats, shares: tuple[float, ...]) -> list[float]:
    """The ways (metres) that these shares of the people have at most."""
    order = np.argsort(metres, kind="stable")
    reached = np.cumsum(people[order]) / people.sum()
    return [float(metres[order][int(np.searchsorted(reached, share))]) for share in shares]


def _step(case: Case, asked: Question, kind: str, seconds: float, seed: int) -> Step:
    solution = solve(case, asked, seconds, seed)
    choice = made(case, asked, solution)
    metres = case.nearest(choice.open)[0]
    return Step(kind, asked.count, asked.limit, asked.spared, solution, choice.new, metres, summary(case, metres))
