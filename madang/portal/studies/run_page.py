"""The page of a run: its progress, why it ended, or what it found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from madang.accounts import policy
from madang.analysis import rights
from madang.analysis import run as runs
from madang.analysis.models import StudyRun
from madang.lib.problems import Problem
from madang.portal.studies import result
from madang.portal.studies.shown_run import BADGES, found, origin, parameters, study_of, title
from madang.portal.studies.start_form import publishers

STEPS = list(StudyRun.Step)


def run_page(request: HttpRequest, id: str) -> HttpResponse:
    """Everything about one run; htmx asks again for its living part while it works."""
    run, actor = found(request, id)
    return render(request, "portal/studies/run.html", context(request, run, actor))


def context(request: HttpRequest, run: StudyRun, actor: policy.Actor) -> dict[str, Any]:
    done = run.state in StudyRun.DONE
    told = rights.inputs(actor, run)
    return {
        "run": run, "title": title(run, told), "study": study_of(run), "badge": BADGES.get(run.state, run.state), "area": "studies",
        "working": run.state in StudyRun.AT_WORK, "done": done, "steps": steps(run), "percent": round(run.progress * 100),
        "parameters": parameters(run), "again": again(run, told), "origin": origin(run), "may": may(actor, run),
        "publishers": publishers(actor) if run.state == StudyRun.State.DRAFT else [],
        "result": result.result(request, run, actor) if done else None,
    }  # fmt: skip


def may(actor: policy.Actor, run: StudyRun) -> dict[str, bool]:
    """Which buttons the reader gets."""
    own = actor.administrator or (actor.person is not None and run.created_by_id == actor.person.pk)
    stopped = run.state in (StudyRun.State.FAILED, StudyRun.State.CANCELLED)
    return {
        "cancel": own and run.state in StudyRun.AT_WORK and not run.cancel_asked,
        "retry": own and stopped,
    }


def steps(run: StudyRun) -> list[dict[str, Any]]:
    """The steps with their state: done, now, failed or to come."""
    place, over = STEPS.index(StudyRun.Step(run.step)), run.state in StudyRun.DONE
    stopped = run.state in (StudyRun.State.FAILED, StudyRun.State.CANCELLED)
    states = [
        "done" if over or at < place else "to-come" if at > place else "failed" if stopped else "now"
        for at in range(len(STEPS))
    ]
    return [{"label": step.label, "state": state} for step, state in zip(STEPS, states, strict=True)]


def again(run: StudyRun, told: dict[str, Any]) -> str:
    """The address of the form with the tables, columns and parameters of this run."""
    chosen: list[tuple[str, str]] = []
    for role, one in told.items():
        chosen.append((role, f"{one['dataset']}/{one['resource']}"))
        chosen += [(f"{role}.{name}", column) for name, columns in one.get("columns", {}).items() for column in columns]
        weighed = one.get("weights", {}).items()
        chosen += [
            (f"{role}.{name}.weights", ", ".join(f"{weight:g}" for weight in weights)) for name, weights in weighed
        ]
        chosen += [(f"{role}.where", one["where"])] if one.get("where") else []
    study = study_of(run)
    usual = {one.name: one.default for one in study.PARAMETERS} if study else {}
    changed = {
        name: value
        for name, value in run.parameters.items()
        if name not in usual or value != usual[name] or value is True
    }
    chosen += [
        (f"p.{name}", "on" if value is True else str(value)) for name, value in changed.items() if value is not False
    ]
    return f"{reverse('study', args=[run.study])}?{urlencode(chosen)}"


@login_required
@require_POST
def act(request: HttpRequest, id: str, action: str) -> HttpResponse:
    """Cancel, retry or publish a run; what cannot be done is said on top of its page."""
    run, actor = found(request, id)
    if action not in ACTIONS:
        raise Http404
    try:
        ACTIONS[action](request, run, actor)
    except Problem as problem:
        messages.error(request, problem.text(get_language() or "ko"))
    return HttpResponseRedirect(reverse("study_run", args=[run.pk]))


ACTIONS: dict[str, Callable[[HttpRequest, StudyRun, policy.Actor], object]] = {
    "cancel": lambda request, run, actor: runs.cancel(run, actor),
    "retry": lambda request, run, actor: runs.retry(run, actor),
    "publish": lambda request, run, actor: runs.publish(run, request.POST.get("organisation", ""), actor),
}  # fmt: skip
