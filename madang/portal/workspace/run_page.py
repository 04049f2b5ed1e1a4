"""The page of a run: its progress, then the receipt with its corrections and decisions, then publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from madang.accounts import policy
from madang.accounts import receipts as told
from madang.accounts.holders import holders
from madang.ingest import assess, describe, workers
from madang.ingest import run as runs
from madang.ingest.models import Run
from madang.ingest.receipts import pair
from madang.lib.problems import Problem
from madang.portal.dataset.receipts import listed
from madang.portal.workspace.correction import Correction, column_types
from madang.portal.workspace.description import Description


class NotFilled(Problem):
    en = "Some fields cannot be used as they are: {fields}. Correct them and send the form again."
    ko = "그대로 쓸 수 없는 항목이 있습니다: {fields}. 고쳐서 다시 보내세요."


@login_required
def run_page(request: HttpRequest, id: str) -> HttpResponse:
    """Everything about one run; htmx asks again for its living part while it works."""
    run, actor = _run(request, id)
    return render(request, "portal/workspace/run.html", context(run, actor))


def context(run: Run, actor: policy.Actor) -> dict[str, Any]:
    ready = run.state == Run.State.READY
    blocking = assess.blocking(run)
    receipt = told.shown(actor, run)
    correction = Correction(run) if run.receipt and run.state in (Run.State.READY, Run.State.FAILED) else None
    return {
        "run": run,
        "pull": getattr(run, "pull", None),
        "steps": steps(run),
        "working": run.state in Run.AT_WORK,
        "dataset": run.dataset,
        "title": (run.dataset.title if run.dataset else run.target.get("title")) or {"en": run.file_name},
        "blocking": blocking,
        "receipt": receipt,
        "findings": listed(receipt, blocking if ready else ()),
        "settling": [
            {"finding": finding, "choices": assess.choices(finding, run.receipt)}
            for finding in receipt.get("findings", [])
            if finding["id"] in blocking
        ]
        if ready
        else [],
        "wrong": ready and any(finding["severity"] == "error" for finding in receipt.get("findings", [])),
        "said_above": ready and not blocking,
        "lost": workers.lost(run, timezone.now()),
        "since": pair.since_of_run(actor, run),
        "publishers": holders("publish", run) if ready and not policy.can(actor, "publish", run) else [],
        "correction": correction if correction and correction.offers else None,
        "types": column_types(),
        "description": Description.of(run) if ready and run.dataset is None else None,
        "may": {action: policy.can(actor, action, run) for action in ("load", "describe", "settle", "publish")},
        "can_retry": run.state in (Run.State.FAILED, Run.State.CANCELLED),
        "area": "workspace",
    }


def steps(run: Run) -> list[dict[str, Any]]:
    """The five steps with their state: done, now, failed or to come."""
    order = list(Run.Step)
    place = order.index(Run.Step(run.step))
    over = run.state == Run.State.PUBLISHED
    stopped = run.state in (Run.State.FAILED, Run.State.CANCELLED)
    found = []
    for number, step in enumerate(order):
        done = over or number < place or (number == place and run.state in (Run.State.READY, Run.State.UNCHANGED))
        state = "done" if done else "to-come"
        if number == place and not done:
            state = "failed" if stopped else "now"
        found.append({"name": step.value, "label": step.label, "state": state})
    return found


@login_required
@require_POST
def act(request: HttpRequest, id: str, action: str) -> HttpResponse:
    """Do one thing to a run, then show it; what cannot be done is said on top of the page."""
    run, actor = _run(request, id)
    if action not in ACTIONS:
        raise Http404
    try:
        changed = ACTIONS[action](request, run, actor)
    except Problem as problem:
        messages.error(request, problem.text(get_language() or "ko"))
        changed = run
    return HttpResponseRedirect(reverse("run", args=[(changed or run).pk]))


def _correct(request: HttpRequest, run: Run, actor: policy.Actor) -> Run:
    return runs.correct(run, Correction.read(request.POST, run), actor)


def _decide(request: HttpRequest, run: Run, actor: policy.Actor) -> Run:
    given = request.POST
    return runs.decide(run, given.get("finding", ""), given.get("what", ""), given.get("why", ""), actor)


def _describe(request: HttpRequest, run: Run, actor: policy.Actor) -> Run:
    form = Description(request.POST)
    if not form.is_valid():
        raise NotFilled(fields=", ".join(str(form.fields[name].label) for name in form.errors))
    return describe.describe(run, form.words(), actor)


ACTIONS: dict[str, Callable[[HttpRequest, Run, policy.Actor], Run | None]] = {
    "cancel": lambda request, run, actor: runs.cancel(run, actor),
    "retry": lambda request, run, actor: runs.retry(run, actor),
    "publish": lambda request, run, actor: runs.publish(run, actor),
    "correct": _correct,
    "decide": _decide,
    "describe": _describe,
}


def _run(request: HttpRequest, id: str) -> tuple[Run, policy.Actor]:
    run, actor = get_object_or_404(Run, pk=id), policy.who(request)
    policy.require(actor, "load", run)
    return run, actor
