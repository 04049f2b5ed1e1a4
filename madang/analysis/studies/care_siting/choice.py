"""The sites that were chosen, in the order in which they bring most, and what each of them brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madang.analysis.methods.distances import Floats
from madang.analysis.methods.programme.model import Status
from madang.analysis.methods.solution import Solution
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choosing import Question, Sites, numbers


@dataclass(frozen=True)
class Opening:
    """One new site when it opens after those before it.

    `within` people come newly within the standard; `nearer` people get a shorter way than before, by `saved` metres on average;
    `served` people have it as their nearest once all are open. `gain`: what it adds to the measure by which was chosen.
    """

    site: int
    within: float
    nearer: float
    saved: float
    served: float
    gain: float
    phase: int


@dataclass(frozen=True)
class Choice:
    """What was chosen: `new` sites, facilities that `moved` away or close, everything that is `open` then."""

    question: Question
    solution: Solution
    new: Sites
    moved: Sites
    open: Sites


def made(case: Case, asked: Question, solution: Solution) -> Choice:
    """A solution in the numbers of the case."""
    m = len(case.candidates)
    found = numbers(asked, solution)
    leaving = asked.sites[np.isin(asked.status, (Status.MAY_MOVE, Status.MAY_CLOSE))]
    moved = np.setdiff1d(leaving, found)
    new = np.sort(found[found < m])
    return Choice(asked, solution, new, moved, np.concatenate([new, np.setdiff1d(case.standing, moved)]))


def openings(case: Case, choice: Choice, phases: int) -> list[Opening]:
    """The new sites, each time the one that adds most to what is open already.

    What moves away is gone from the beginning. Sites are divided evenly among the phases, the first phases taking the rest.
    """
    asked, left = choice.question, choice.new.tolist()
    metres = case.nearest(np.setdiff1d(choice.open, choice.new))[0]
    _, nearest = case.nearest(choice.open)
    found: list[Opening] = []
    while left:
        gains = [_gains(asked, metres, case.all[:, site]) for site in left]
        at = max(range(len(left)), key=lambda number: (gains[number], -left[number]))
        site, gain = left.pop(at), gains[at][0]
        found.append(_opening(case, site, metres, nearest, gain, _phase(len(found), len(choice.new), phases)))
        metres = np.minimum(metres, case.all[:, site])
    return found


def _gains(asked: Question, metres: Floats, new: Floats) -> tuple[float, float]:
    """What a site adds by the measure of the question, then by the other one. Distances beyond all roads count as the longest."""
    after = np.minimum(metres, new)
    covered = float(asked.weight[(after <= asked.standard) & (metres > asked.standard)].sum())
    longest = float(np.max(asked.metres, initial=0.0, where=np.isfinite(asked.metres)))
    nearer = float(asked.weight @ (np.minimum(metres, longest) - np.minimum(after, longest)))
    return (covered, nearer) if asked.objective in ("covering", "set_covering") else (nearer, covered)


def _opening(case: Case, site: int, metres: Floats, nearest: Sites, gain: float, phase: int) -> Opening:
    new = case.all[:, site]
    closer = (new < metres) & (case.need > 0)
    people = float(case.need[closer].sum())
    known = closer & np.isfinite(metres)
    saved = (
        float(case.need[known] @ (metres[known] - new[known]) / case.need[known].sum()) if known.any() else float("nan")
    )
    return Opening(
        site=site,
        within=float(case.need[(new <= case.standard) & (metres > case.standard)].sum()),
        nearer=people,
        saved=saved,
        served=float(case.need[nearest == site].sum()),
        gain=gain,
        phase=phase,
    )


def _phase(before: int, count: int, phases: int) -> int:
    return 1 + before * phases // count


def costs(case: Case) -> Floats:
    """What each candidate costs (m,): its opening and its places; NaN where nothing is known."""
    given = float(case.settings["site_cost"])
    opening = np.where(np.isnan(case.candidates.cost), given or np.nan, case.candidates.cost)
    places = case.candidates.capacity * case.candidates.unit_cost
    return np.asarray(opening + np.nan_to_num(places))
