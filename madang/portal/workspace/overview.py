"""The workspace of officers: what waits for them, what failed and why, what is late, what is used, what would be better."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from madang.accounts import policy
from madang.catalog.models import Dataset
from madang.community import lists
from madang.ingest import assess, uploads
from madang.ingest.models import Run
from madang.portal.workspace import datasets_page, schedules, upload

RECENT = 200  # runs looked through for those that the reader may see
SHOWN = 50
FEW = 5
LOOKED = 100  # of the most used datasets, the poorest are shown


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, what failed, what ran, what is late; the datasets that need and that have most attention."""
    actor = policy.who(request)
    runs = [run for run in Run.objects.select_related("created_by")[:RECENT] if policy.can(actor, "load", run)][:SHOWN]
    ready = [run for run in runs if run.state == Run.State.READY]
    asked = lists.waiting_for(actor)
    context = {
        "waiting": [(run, len(assess.blocking(run))) for run in ready if policy.can(actor, "publish", run)],
        "for_others": [run for run in ready if not policy.can(actor, "publish", run)],
        "failed": [run for run in runs if run.state == Run.State.FAILED],
        "runs": [run for run in runs if run.state not in (Run.State.READY, Run.State.FAILED)],
        "late": late(actor),
        "asked": asked,
        "asked_late": sum(one.late for some in asked.values() for one in some),
        "troubled": [one for one in schedules.mine(actor) if one.trouble],
        "may_load": bool(upload.organisations(actor)),
        "unfinished": len(uploads.open_of(actor)),
        **standing(actor),
        "area": "workspace",
    }
    return render(request, "portal/workspace/overview.html", context)


def late(actor: policy.Actor) -> list[Dataset]:
    """Datasets of the reader's organisations that missed their cycle, the longest overdue first."""
    theirs = policy.workable(actor).filter(state=Dataset.State.PUBLISHED)
    theirs = theirs.annotate(updated=Max("resources__current__published_at"))
    return list(datasets_page.late(theirs, timezone.now()).order_by("updated")[:SHOWN])


def standing(actor: policy.Actor) -> dict[str, Any]:
    """How many datasets the reader works on; the poorest of them with what would help, and the most used."""
    found = {
        order: datasets_page.lines(actor, datasets_page.Asked("", order, "", 1), timezone.now(), LOOKED)
        for order in ("quality", "uses")
    }
    poorest, _ = found["quality"]
    return {
        "total": found["uses"][1],
        "poorest": [line for line in poorest if line.score.missing][:FEW],
        "most_used": [line for line in found["uses"][0] if line.uses][:FEW],
    }
