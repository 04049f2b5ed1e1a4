"""The certificate of a proved choice: what `madang verify` recomputes without any of the methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from madang.analysis.certificates import export
from madang.analysis.declare import Given
from madang.analysis.methods.cover import within
from madang.analysis.methods.programme.written import written_out
from madang.analysis.studies.care_siting import conditions
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import Choice
from madang.analysis.studies.care_siting.choosing import Question

KINDS = {
    "covering": "maximal_covering",
    "p_median": "p_median",
    "p_center": "p_center",
    "centdian": "centdian",
    "set_covering": "set_covering",
}


def certificates(case: Case, choice: Choice, tables: Mapping[str, Given]) -> dict[str, Mapping[str, Any]]:
    """By the name of the method. None for a choice whose bound stands on the solver's word alone, or of a method without a form.

    Sites of a certificate are columns of the question: the candidates in their order, then facilities that may move, and one last
    column for all facilities that stay.
    """
    asked, kind = choice.question, KINDS.get(choice.question.objective)
    conditioned = conditions.needed(case, asked)
    if not choice.solution.leaves or (kind is None and not conditioned) or case.settings["capacity_holds"]:
        return {}
    sources = [
        {"role": role, "dataset": given.dataset, "resource": given.resource, "revision": given.revision}
        | ({"sha256": given.sha256} if given.sha256 else {})
        for role, given in tables.items()
    ]
    if conditioned:
        linear, proof = written_out(conditions.model(case, asked), choice.solution)
        return {"linear_programme": export("linear_programme", linear, proof, sources)}
    assert kind is not None
    return {kind: export(kind, _model(asked), choice.solution, sources)}


def _model(asked: Question) -> dict[str, Any]:
    """The arguments of the method, by their names."""
    open_ = {"p": asked.free, "fixed": asked.fixed, "forbidden": asked.forbidden}
    if asked.objective == "covering":
        return {"need": asked.weight, "cover": within(asked.distances, asked.standard), **open_}
    if asked.objective in ("p_median", "p_center", "centdian"):
        return {"need": asked.weight, "distances": asked.distances, "share": asked.share, **open_}
    lived = np.flatnonzero(asked.weight > 0)
    return {
        "cover": within(asked.distances, asked.standard).taking(lived),
        "cost": asked.new.astype(np.float64),
        **open_,
    }
