"""Scenarios that somebody keeps: under a name, with an address to share that stays short."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.analysis import saved_scenarios
from madang.analysis.models import Scenario
from madang.lib.problems import Problem
from madang.portal.studies import scenario_state
from madang.portal.studies.scene import scene_of
from madang.portal.studies.shown_run import found


@login_required
@require_POST
def save(request: HttpRequest, id: str) -> HttpResponse:
    """Keep the changes of the form under its name, and show them."""
    run, actor = found(request, id)
    name = request.POST.get("name", "")
    assert actor.person is not None
    try:
        changes = scenario_state.read(request.POST)
        changes.check(scene_of(run, actor).scene)
        kept = saved_scenarios.save(run, actor.person, name, scenario_state.query(changes))
    except Problem as problem:
        messages.error(request, problem.text(get_language() or "ko"))
        return HttpResponseRedirect(reverse("study_scenario", args=[run.pk]))
    messages.success(request, _("Saved. The address below leads others here."))
    return HttpResponseRedirect(_address(run.pk, kept))


@require_safe
def show(request: HttpRequest, id: str, saved_id: str) -> HttpResponse:
    """The page with the changes that were kept, for who may see the run. Raises as `found`."""
    run, _actor = found(request, id)
    kept = get_object_or_404(Scenario, pk=saved_id[:32], run=run)
    return HttpResponseRedirect(_address(run.pk, kept))


@login_required
@require_POST
def remove(request: HttpRequest, id: str, saved_id: str) -> HttpResponse:
    """Forget one; only its maker can."""
    run, actor = found(request, id)
    assert actor.person is not None
    get_object_or_404(saved_scenarios.of(run, actor.person), pk=saved_id[:32]).delete()
    messages.info(request, _("Removed."))
    return HttpResponseRedirect(reverse("study_scenario", args=[run.pk]))


def _address(run: str, kept: Scenario) -> str:
    return f"{reverse('study_scenario', args=[run])}?{kept.changes}{'&' if kept.changes else ''}saved={kept.pk}"
