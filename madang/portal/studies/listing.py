"""All studies: the question that each answers, what it needs, and what was found with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madang.accounts import policy
from madang.analysis import registry, rights
from madang.analysis.declare import Study
from madang.analysis.models import StudyRun
from madang.portal.studies.shown_run import Line, line

RUNS = 30
OF_EACH = 3


def listing(request: HttpRequest) -> HttpResponse:
    """The studies, and the runs that the reader may see, newest first."""
    actor = policy.who(request)
    runs = rights.seen(actor).select_related("created_by").defer("quality", "results")
    own = list(runs.exclude(state=StudyRun.State.PUBLISHED)[:RUNS]) if actor.person else []
    finished = list(runs.filter(state=StudyRun.State.PUBLISHED)[:RUNS])
    context = {
        "studies": [about(name, one, finished, actor) for name, one in registry.studies().items()],
        "finished": [line(one, actor) for one in finished],
        "own": [line(one, actor) for one in own],
        "area": "studies",
    }
    return render(request, "portal/studies/list.html", context)


def about(name: str, study: Study, finished: list[StudyRun], actor: policy.Actor) -> dict[str, Any]:
    """A study as a card: what it asks for, and its newest results."""
    newest: list[Line] = [line(one, actor) for one in finished if one.study == name][:OF_EACH]
    return {
        "name": name, "title": study.TITLE, "summary": study.SUMMARY, "newest": newest,
        "needs": [one.label for one in study.READS if one.required], "takes": [one.label for one in study.READS if not one.required],
    }  # fmt: skip
