"""The page of a study: what it does, which data it takes, and the form that starts a run."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from madang.accounts import policy
from madang.analysis import registry, rights
from madang.analysis import run as runs
from madang.analysis.declare import Study
from madang.analysis.models import StudyRun
from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES
from madang.portal.studies import parameter_fields
from madang.portal.studies.shown_run import line
from madang.portal.studies.start_form import StartForm, form

NEWEST = 10


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, name: str) -> HttpResponse:
    """Everybody may look and choose; who starts a run is signed in. What cannot be used is said at its field."""
    study = registry.studies().get(name)
    if study is None:
        raise Http404
    actor = policy.who(request)
    if request.method == "POST":
        if actor.person is None:
            return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
        made = form(study, actor, request.POST, sent=True)
        run = _started(request, name, made, actor)
        if run is not None:
            return HttpResponseRedirect(reverse("study_run", args=[run.pk]))
        return _page(request, name, study, made)
    return _page(request, name, study, form(study, actor, request.GET))


def _started(request: HttpRequest, name: str, made: StartForm, actor: policy.Actor) -> StudyRun | None:
    """The run; None when something on the form stands in its way, which it then says."""
    chosen = {one.role.name: one.chosen() for one in made.with_tables}
    if made.faulty:
        return None
    try:
        title = dict.fromkeys(LANGUAGES, made.title) if made.title else None
        given = parameter_fields.posted(made.study, request.POST)
        return runs.start(name, chosen, given, actor, title=title, organisation=made.organisation)
    except Problem as problem:
        made.errors.append(problem.text(get_language() or "ko"))
        return None


def _page(request: HttpRequest, name: str, study: Study, made: StartForm) -> HttpResponse:
    actor = policy.who(request)
    seen = rights.seen(actor).filter(study=name).select_related("created_by")
    context = {
        "name": name, "study": study, "form": made, "area": "studies",
        "newest": [line(one, actor) for one in seen.defer("quality", "results")[:NEWEST]],
    }  # fmt: skip
    return render(request, "portal/studies/study.html", context)
