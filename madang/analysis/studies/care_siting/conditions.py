"""The question with conditions: a budget, a longest way for everybody, a least share in each district, other choices forbidden."""

from __future__ import annotations

import numpy as np

from madang.analysis.methods.distances import Floats
from madang.analysis.methods.programme.model import Model, Service, Status
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import costs
from madang.analysis.studies.care_siting.choosing import Question
from madang.analysis.studies.care_siting.problems import NoCosts


def needed(case: Case, asked: Question) -> bool:
    """Whether any condition is set that the plain methods do not know."""
    settings = case.settings
    return asked.objective != "set_covering" and bool(
        settings["budget"] or settings["maximum"] or settings["district_cover"]
    )


def model(case: Case, asked: Question, count: int | None = None) -> Model:
    """The question as the city-size model with all conditions of the settings; `count` new sites instead of those asked for.

    Costs are weighed only under a budget. Raises `NoCosts`.
    """
    budget = float(case.settings["budget"]) or None
    weight = float(case.settings["deprivation_weight"])
    where = {name: at for at, name in enumerate(sorted(set(case.areas.district)))}
    at = np.array([where[name] for name in case.areas.district], dtype=np.int32)[case.points.owner]
    least = float(case.settings["district_cover"]) / 100
    service = Service(
        "care",
        asked.people,
        asked.distances,
        asked.standard,
        maximum=float(case.settings["maximum"]) or None,
        minimum_cover=np.full(len(where), least) if least else None,
    )
    objective = {"p_median": "p_median", "covering": "covering", "set_covering": "covering"}.get(
        asked.objective, "centdian"
    )
    return Model(
        (service,),
        _status(asked),
        sites=asked.count if count is None else count,
        budget=budget,
        fixed_cost=_costs(case, asked) if budget else np.empty(0),
        objective=objective,  # type: ignore[arg-type]
        share=1.0 if asked.objective == "p_center" else asked.share,
        deprivation=(asked.importance - 1) / weight if weight else np.zeros(len(asked.people)),
        deprivation_weight=weight,
        district=at,
    )


def _status(asked: Question) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    found = np.full(len(asked.sites), int(Status.NEW), dtype=np.int32)
    found[asked.required] = Status.REQUIRED
    found[asked.forbidden] = Status.FORBIDDEN
    if asked.sites[-1] < 0:
        found[-1] = Status.KEEP
    found[len(found) - asked.movable - int(asked.sites[-1] < 0) : len(found) - int(asked.sites[-1] < 0)] = (
        Status.MAY_MOVE
    )
    return found


def _costs(case: Case, asked: Question) -> Floats:
    """What each column of the question costs; facilities that stay cost nothing."""
    each = costs(case)
    if np.isnan(each).any():
        raise NoCosts()
    found = np.zeros(len(asked.sites))
    found[: len(each)] = each
    return found
