"""What waits for an officer's answer, and what people searched for in vain."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madang.accounts import policy
from madang.community import demand, lists
from madang.community.models import DataRequest, Shown

MISSED = 100


@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """Requests and reports to answer, overdue ones marked; for the data team also what nobody was asked for yet, and the demand."""
    actor = policy.who(request)
    team = policy.can(actor, "administer", None)
    found = lists.waiting_for(actor)
    context = {
        **found, "team": team, "area": "workspace",
        "unassigned": [one for one in found["requests"] if one.organisation is None],
        "requests": [one for one in found["requests"] if one.organisation is not None],
        "missed": demand.listed()[:MISSED] if team or actor.roles else [],
        "kept": DataRequest.objects.filter(shown=Shown.KEPT).count() if team else 0,
    }  # fmt: skip
    return render(request, "portal/requests/waiting.html", context)
