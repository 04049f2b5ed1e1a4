"""The certificate of a proved choice: what `madang verify` recomputes without any of the methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from madang.analysis.certificates import export
from madang.analysis.declare import Given
from madang.analysis.methods.cover import within
from madang.analysis.studies.care_siting import conditions
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import Choice
from madang.analysis.studies.care_siting.choosing import Question

KINDS = {"covering": "maximal_covering", "p_median": "p_median", "set_covering": "set_covering"}


def certificates(case: Case, choice: Choice, tables: Mapping[str, Given]) -> dict[str, Mapping[str, Any]]:
    """By the name of the method. None for a choice whose bound stands on the solver's word alone, or of a method without a form.

    Sites of a certificate are columns of the question: the candidates in their order, then facilities that may move, and one last
    column for all facilities that stay.
    """
    asked, kind = choice.question, KINDS.get(choice.question.objective)
    if kind is None or not choice.solution.leaves or conditions.needed(case, asked):
        return {}
    sources = [
        {"role": role, "dataset": given.dataset, "resource": given.resource, "revision": given.revision}
        for role, given in tables.items()
    ]
    return {kind: export(kind, _model(asked), choice.solution, sources)}


def _model(asked: Question) -> dict[str, Any]:
    """The arguments of the method, by their names."""
    open_ = {"p": asked.free, "fixed": asked.fixed, "forbidden": asked.forbidden}
    if asked.objective == "covering":
        return {"need": asked.weight, "cover": within(asked.distances, asked.standard), **open_}
    if asked.objective == "p_median":
        return {"need": asked.weight, "distances": asked.distances, **open_}
    lived = np.flatnonzero(asked.weight > 0)
    return {"cover": within(asked.distances, asked.standard).taking(lived), "cost": asked.cost, **open_}
