"""The question with conditions: a budget, a longest way for everybody, a least share in each district, other choices forbidden."""

from __future__ import annotations

import numpy as np

from madang.analysis.methods.distances import Floats
from madang.analysis.methods.programme.model import Model, Service
from madang.analysis.studies.care_siting.access import supply
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import costs
from madang.analysis.studies.care_siting.choosing import Question
from madang.analysis.studies.care_siting.problems import NoCosts

SETTINGS = ("budget", "maximum", "district_cover", "worst_tenth", "capacity_holds")


def needed(case: Case, asked: Question) -> bool:
    """Whether any condition is set that the plain methods do not know."""
    return asked.objective != "set_covering" and any(case.settings[name] for name in SETTINGS)


def model(case: Case, asked: Question, count: int | None = None) -> Model:
    """The question as the city-size model with all conditions of the settings; `count` new sites instead of those asked for.

    Costs are weighed only under a budget. Raises `NoCosts`.
    """
    budget = float(case.settings["budget"]) or None
    weight = float(case.settings["deprivation_weight"])
    where = {name: at for at, name in enumerate(sorted(set(case.areas.district)))}
    objective = {"p_median": "p_median", "covering": "covering", "set_covering": "covering"}.get(
        asked.objective, "centdian"
    )
    return Model(
        (_service(case, asked, len(where)),),
        asked.status,
        sites=asked.count if count is None else count,
        budget=budget,
        fixed_cost=_costs(case, asked) if budget else np.empty(0),
        capacity=supply(case)[asked.sites][None] if case.settings["capacity_holds"] else np.empty((0, 0)),
        objective=objective,  # type: ignore[arg-type]
        share=1.0 if asked.objective == "p_center" else asked.share,
        deprivation=(asked.importance - 1) / weight if weight else np.zeros(len(asked.people)),
        deprivation_weight=weight,
        district=np.array([where[name] for name in case.areas.district], dtype=np.int32)[case.points.owner],
    )


def _service(case: Case, asked: Question, districts: int) -> Service:
    """The people and what is promised to them."""
    least = float(case.settings["district_cover"]) / 100
    return Service(
        "care",
        asked.people,
        asked.distances,
        asked.standard,
        maximum=float(case.settings["maximum"]) or None,
        worst_decile=float(case.settings["worst_tenth"]) or None,
        minimum_cover=np.full(districts, least) if least else None,
    )


def _costs(case: Case, asked: Question) -> Floats:
    """What each column costs: new sites their opening, and what closing a facility of today gives back."""
    m = len(case.candidates)
    new = costs(case)
    if np.isnan(new).any():
        raise NoCosts()
    every = np.concatenate([new, np.nan_to_num(case.facilities.cost), [0.0]])
    assert len(every) == m + len(case.facilities) + 1
    return np.asarray(every[asked.sites])
