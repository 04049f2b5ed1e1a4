"""The workspace of officers: their runs, what waits for them, and what is late."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from madang.accounts import policy
from madang.catalog.models import Dataset
from madang.ingest import uploads
from madang.ingest.models import Run
from madang.portal.find import listing
from madang.portal.workspace import schedules, upload

RECENT = 200  # runs looked through for those that the reader may see
SHOWN = 50


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, what ran, what is late."""
    actor = policy.who(request)
    runs = [run for run in Run.objects.select_related("created_by")[:RECENT] if policy.can(actor, "load", run)][:SHOWN]
    ready = [run for run in runs if run.state == Run.State.READY]
    context = {
        "waiting": [run for run in ready if policy.can(actor, "publish", run)],
        "for_others": [run for run in ready if not policy.can(actor, "publish", run)],
        "runs": [run for run in runs if run.state != Run.State.READY],
        "late": late(actor),
        "troubled": [one for one in schedules.mine(actor) if one.trouble],
        "may_load": bool(upload.organisations(actor)),
        "unfinished": len(uploads.open_of(actor)),
        "area": "workspace",
    }
    return render(request, "portal/workspace/overview.html", context)


def late(actor: policy.Actor) -> list[Dataset]:
    """Datasets of the reader's organisations that missed their cycle."""
    now = timezone.now()
    shown = listing.described(listing.published(actor).exclude(cycle__in=("irregular", "never")), now)
    return [one for one in shown if one.fresh == "late" and policy.can(actor, "load", one)]
