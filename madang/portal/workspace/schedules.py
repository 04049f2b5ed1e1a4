"""Scheduled pulls: which sources are asked when, how the last time ended, and trying one before it is turned on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from madang.accounts import policy
from madang.ingest import sources
from madang.ingest.models import Run, Schedule
from madang.ingest.schedules import scheduling, timetable
from madang.lib.problems import Problem
from madang.lib.texts import choose
from madang.portal.workspace import upload
from madang.portal.workspace.schedule_form import ScheduleForm, chosen, initial

TICKS = 3
RECENT = 20  # pulls shown of one schedule


@login_required
def schedules(request: HttpRequest) -> HttpResponse:
    """Every schedule of the datasets that the reader may load into; `?dataset=` only one dataset's."""
    actor, slug = policy.who(request), request.GET.get("dataset", "")
    found = mine(actor, slug)
    context = {
        "schedules": found, "slug": slug, "may_load": bool(upload.organisations(actor)), "area": "workspace",
        "of": found[0].dataset if slug and found else policy.visible(actor).filter(slug=slug).first(),
    }  # fmt: skip
    return render(request, "portal/workspace/schedules.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Add one: it begins paused and is tried at once, so its receipt is seen before anything comes by itself."""
    actor = policy.who(request)
    if not upload.organisations(actor):
        raise policy.NotAllowed(action=policy.ACTIONS["load"], what=gettext("any organisation"))
    name = request.GET.get("source", "http")
    if name not in sources.scheduled():
        raise Http404
    form = ScheduleForm(actor, name, request.POST or None, initial={"dataset": request.GET.get("dataset")})
    if request.method == "POST" and form.is_valid():
        try:
            run = _tried(form, actor)
        except Problem as problem:
            form.add_error(None, problem.text(get_language() or "ko"))
        else:
            return HttpResponseRedirect(reverse("run", args=[run.pk]))
    return render(
        request, "portal/workspace/schedule_new.html", {"form": form, "sources": _offered(name), "area": "workspace"}
    )


@login_required
def schedule(request: HttpRequest, id: str) -> HttpResponse:
    """One schedule: how it stands, its last pulls, and a form to change it."""
    actor = policy.who(request)
    found = _found(actor, id)
    form = ScheduleForm(actor, found.source, request.POST or None, schedule=found, initial=initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            scheduling.change(found, form.words(), actor)
        except Problem as problem:
            form.add_error(None, problem.text(get_language() or "ko"))
        else:
            return HttpResponseRedirect(reverse("schedule", args=[id]))
    now = timezone.now()
    context = {
        "schedule": described([found], now)[0],
        "form": form,
        "ticks": [] if found.paused else timetable.ticks(found.cron, now, scheduling.zone(), TICKS),
        "runs": Run.objects.filter(pull__schedule=found).select_related("pull")[:RECENT],
        "fields": [(field.label, found.source_settings[field.name]) for field in sources.source(found.source).FIELDS
                   if field.name in found.source_settings],
        "zone": str(scheduling.zone()),
        "area": "workspace",
    }  # fmt: skip
    return render(request, "portal/workspace/schedule.html", context)


@login_required
@require_POST
def act(request: HttpRequest, id: str, action: str) -> HttpResponse:
    """Ask now, pause, go on, or remove."""
    actor = policy.who(request)
    found = _found(actor, id)
    if action not in ACTIONS:
        raise Http404
    try:
        address = ACTIONS[action](found, actor)
    except Problem as problem:
        messages.error(request, problem.text(get_language() or "ko"))
        address = reverse("schedule", args=[id])
    return HttpResponseRedirect(address)


def mine(actor: policy.Actor, slug: str = "") -> list[Any]:
    """The schedules that an actor may see, described; of one dataset, if named."""
    found = Schedule.objects.select_related("dataset__organisation", "last_run__pull").filter(
        dataset__in=policy.visible(actor)
    )
    if slug:
        found = found.filter(dataset__slug=slug)
    return described((one for one in found if policy.can(actor, "load", one.dataset)), timezone.now())


def described(schedules: Iterable[Any], now: datetime) -> list[Any]:
    """Each with its times in `words`, what it is `called`, whether it is `overdue`, and whether a person should look: `trouble`."""
    shown: list[Any] = []
    for one in schedules:
        one.words = timetable.said(one.cron)
        one.called = sources.called(one.source, one.source_settings)
        one.overdue = one.late(now)
        warning = one.last_run.pull.warning if one.last_run and hasattr(one.last_run, "pull") else None
        one.warning = warning
        one.failing = bool(one.failures) and (one.last_run is None or one.last_run.state == Run.State.FAILED)
        one.trouble = bool(one.failing or one.reason or one.overdue or warning)
        shown.append(one)
    return shown


def _tried(form: ScheduleForm, actor: policy.Actor) -> Run:
    words = form.words()
    settings, cron = words.pop("source_settings"), words.pop("cron")
    dataset = chosen(form.cleaned_data["dataset"], actor)
    made = scheduling.add(dataset, form.source, settings, cron, actor, paused=True, **words)
    return scheduling.pull(made, actor)


def _pull(found: Schedule, actor: policy.Actor) -> str:
    return reverse("run", args=[scheduling.pull(found, actor).pk])


def _remove(found: Schedule, actor: policy.Actor) -> str:
    slug = found.dataset.slug
    scheduling.remove(found, actor)
    return f"{reverse('schedules')}?dataset={slug}"


ACTIONS: dict[str, Callable[[Schedule, policy.Actor], str]] = {
    "pull": _pull,
    "pause": lambda found, actor: reverse("schedule", args=[scheduling.pause(found, actor).pk]),
    "resume": lambda found, actor: reverse("schedule", args=[scheduling.pause(found, actor, paused=False).pk]),
    "remove": _remove,
}


def _found(actor: policy.Actor, id: str) -> Schedule:
    found = Schedule.objects.select_related("dataset__organisation", "last_run__pull").filter(pk=id).first()
    if found is None:
        raise Http404
    policy.require(actor, "load", found.dataset)
    return found


def _offered(here: str) -> list[dict[str, Any]]:
    """The kinds of source to choose from, in the reader's language."""
    return [
        {"name": name, "label": choose(module.LABEL, get_language() or "ko")[0], "here": name == here}
        for name, module in sources.scheduled().items()
    ]
