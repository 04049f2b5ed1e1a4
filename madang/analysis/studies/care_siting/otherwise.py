"""Other choices that are nearly as good, in case a site turns out to be impossible."""

from __future__ import annotations

import numpy as np

from madang.analysis.methods.programme.alternatives import alternatives
from madang.analysis.methods.solution import Solution
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import Choice, made
from madang.analysis.studies.care_siting.conditions import model

WITHIN = 0.2
"""How much worse than the choice an alternative may be, as a share of what the choice reaches."""


def nearly_as_good(case: Case, choice: Choice, seconds: float, seed: int) -> list[tuple[Choice, float]]:
    """As many alternatives as wanted and found, best first, each with how much worse it is than the choice (a share).

    Each differs from the choice and from the others in as many new sites as the settings say.
    """
    wanted, differ = int(case.settings["alternatives"]), min(int(case.settings["difference"]), len(choice.new))
    if not wanted or not differ:
        return []
    found = alternatives(
        model(case, choice.question, len(choice.new)),
        choice.solution,
        wanted,
        differ=differ,
        within=WITHIN,
        seconds=seconds,
        seed=seed,
    )
    return [(made(case, choice.question, other), _loss(choice.solution, other)) for other in found]


def _loss(best: Solution, other: Solution) -> float:
    worse = other.objective - best.objective if best.sense == "min" else best.objective - other.objective
    return float(np.maximum(worse, 0.0) / max(abs(best.objective), 1e-12))
