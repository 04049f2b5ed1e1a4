"""A new run with what somebody decided on the map: these sites in any case, those never, these closed."""

from __future__ import annotations

import itertools
import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.analysis import run as runs
from madang.analysis.declare import Study
from madang.analysis.models import StudyRun
from madang.analysis.scenarios import Changes, OddScenario, Scene
from madang.lib.problems import Problem, Text
from madang.portal.studies import scenario_state
from madang.portal.studies.scene import scene_of
from madang.portal.studies.shown_run import chosen, found, study_of, title

CHANGED = {"en": "changed", "ko": "변경"}
AGAIN = re.compile(r" \((changed|변경)( \d+)?\)$")
NAMES = ("keep", "forbid", "close")
"""Parameters by which a study takes names of sites, a line each, when it can."""


@login_required
@require_POST
def reoptimise(request: HttpRequest, id: str) -> HttpResponse:
    """Start it on the tables and parameters of the run; what stands in the way is said on the map's page."""
    run, actor = found(request, id)
    scene = scene_of(run, actor).scene
    try:
        changes = scenario_state.read(request.POST)
        changes.check(scene)
        given = {**run.parameters, **decided(study_of(run), scene, changes)}
        made = runs.start(run.study, chosen(run), given, actor, title=changed_title(run))
    except Problem as problem:
        messages.error(request, problem.text(get_language() or "ko"))
        return HttpResponseRedirect(f"{reverse('study_scenario', args=[run.pk])}?{_back(request)}")
    messages.info(request, _("A new run has begun with what you decided."))
    return HttpResponseRedirect(reverse("study_run", args=[made.pk]))


def changed_title(run: StudyRun) -> Text:
    """What the new run is called: never as another one, so that publishing it makes no new revision of the other's dataset."""
    plain = {language: AGAIN.sub("", words)[:180] for language, words in title(run).items()}
    for number in itertools.count(1):
        mark = f" {number}" if number > 1 else ""
        found = {language: f"{words} ({CHANGED.get(language, 'changed')}{mark})" for language, words in plain.items()}
        if not StudyRun.objects.filter(study=run.study, title=found).exists():
            return found
    raise AssertionError("numbers do not end")


def takes_decisions(run: StudyRun) -> bool:
    """Whether the study of a run can be told about single sites."""
    return takes(study_of(run))


def takes(study: Study | None) -> bool:
    return study is not None and set(NAMES) <= {one.name for one in study.PARAMETERS}


def decided(study: Study | None, scene: Scene, changes: Changes) -> dict[str, str]:
    """The changes as parameters of the study. Raises `OddScenario` when it takes none."""
    if not takes(study):
        raise OddScenario(
            why_en="this study takes no decisions on single sites.", why_ko="이 분석은 장소별 결정을 받지 않습니다."
        )
    sites = {site.key: site for site in scene.sites}
    told = {
        "keep": [sites[key].candidate for key in sorted(changes.keep) if sites[key].candidate],
        "forbid": [sites[key].candidate for key in sorted(changes.forbid) if sites[key].candidate],
        "close": [sites[key].name for key in sorted(changes.closed) if not sites[key].chosen],
    }
    return {name: "\n".join(names) for name, names in told.items()}


def _back(request: HttpRequest) -> str:
    try:
        return scenario_state.query(scenario_state.read(request.POST))
    except OddScenario:
        return ""
