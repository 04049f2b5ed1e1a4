"""What people do with schedules: make, change, pause, ask now, remove. `due` starts what the clock asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from madang.accounts import audit
from madang.accounts.policy import Actor, can, require
from madang.catalog.models import Dataset
from madang.ingest import drafts, sources
from madang.ingest import run as runs
from madang.ingest.choices import checked as checked_choices
from madang.ingest.models import Pull, Run, Schedule
from madang.ingest.schedules import timetable
from madang.ingest.tables import Choices
from madang.lib import ids
from madang.lib.problems import Problem

CHANGEABLE = ("resource", "source_settings", "cron", "choices", "publish_when_clean")


class NotScheduled(Problem):
    en = "The source {source} cannot be asked again and again. Sources for schedules: {known}."
    ko = "출처 {source}은(는) 정기 수집에 쓸 수 없습니다. 쓸 수 있는 출처: {known}."


class AtWork(Problem):
    en = "A run of this schedule is at work already: {run}. Wait for its end, or cancel it."
    ko = "이 정기 수집의 실행이 이미 진행 중입니다: {run}. 끝나기를 기다리거나 취소하세요."


def zone() -> ZoneInfo:
    """The time zone in which the city's clocks go."""
    return ZoneInfo(settings.TIME_ZONE)


def add(
    dataset: Dataset, source: str, source_settings: Mapping[str, str], cron: str, actor: Actor, *, resource: str = "",
    choices: Choices | None = None, publish_when_clean: bool = False, paused: bool = False,
) -> Schedule:  # fmt: skip
    """Make a schedule for a dataset that is there. A paused one can be tried with `pull` before it is resumed.

    Raises `NotAllowed`, `NotScheduled`, `OddCron`, `sources.OddSetting`, what `choices.checked` and the source's own check raise.
    """
    require(actor, "load", dataset)
    if source not in sources.scheduled():
        raise NotScheduled(source=source, known=", ".join(sources.scheduled()))
    schedule = Schedule(
        id=ids.new(), dataset=dataset, source=source, paused=paused, created_by=actor.person, by_operator=actor.operator
    )
    _set(schedule, actor, {
        "resource": resource, "source_settings": source_settings, "cron": cron, "choices": dict(choices or {}),
        "publish_when_clean": publish_when_clean,
    })  # fmt: skip
    with transaction.atomic():
        schedule.save(force_insert=True)
        audit.record(actor, "schedule", schedule, dataset=dataset.slug, source=source, cron=schedule.cron)
    return schedule


def change(schedule: Schedule, words: Mapping[str, Any], actor: Actor) -> Schedule:
    """Change some of `CHANGEABLE`. Who changes a schedule answers for it from now on. Raises as `add`."""
    require(actor, "load", schedule.dataset)
    with transaction.atomic():
        schedule = _locked(schedule)
        _set(schedule, actor, words)
        schedule.created_by, schedule.by_operator = actor.person, actor.operator
        schedule.save()
        audit.record(actor, "reschedule", schedule, dataset=schedule.dataset.slug, fields=sorted(words))
    return schedule


def pause(schedule: Schedule, actor: Actor, paused: bool = True) -> Schedule:
    """Stop asking, or go on: then failures are forgotten. Publishing unattended goes on only by who may publish."""
    require(actor, "load", schedule.dataset)
    if not paused and schedule.publish_when_clean:
        require(actor, "publish", schedule.dataset)
    with transaction.atomic():
        schedule = _locked(schedule)
        schedule.paused, schedule.reason, schedule.failures, schedule.failing_since = paused, {}, 0, None
        schedule.next_at = None if paused else timetable.next_tick(schedule.cron, timezone.now(), zone())
        if not paused:
            schedule.created_by, schedule.by_operator = actor.person, actor.operator
        schedule.save()
        audit.record(actor, "pause" if paused else "resume", schedule, dataset=schedule.dataset.slug)
    return schedule


def remove(schedule: Schedule, actor: Actor) -> None:
    """Ask no more. Its runs and what they published stay."""
    require(actor, "load", schedule.dataset)
    with transaction.atomic():
        audit.record(actor, "unschedule", schedule, dataset=schedule.dataset.slug, source=schedule.source)
        schedule.delete()


def pull(schedule: Schedule, actor: Actor, *, enqueue: bool = True) -> Run:
    """Ask the source now. A paused schedule is tried: a person looks at its receipt and publishes. Raises `AtWork`."""
    require(actor, "load", schedule.dataset)
    with transaction.atomic():
        schedule = _locked(schedule)
        busy = schedule.last_run
        if busy is not None and busy.state in Run.AT_WORK:
            raise AtWork(run=busy.pk)
        publish = schedule.publish_when_clean and not schedule.paused and can(actor, "publish", schedule.dataset)
        run = begin(schedule, actor, publish)
    if enqueue:
        runs.queue(run)
    return run


def begin(schedule: Schedule, actor: Actor, publish: bool) -> Run:
    """Save a run of a locked schedule; the caller queues it once the transaction is through. Raises `NotAllowed`."""
    module = sources.source(schedule.source)
    run = runs.prepared(
        schedule.source, schedule.source_settings, schedule.target, actor,
        file_name=module.called(schedule.source_settings), choices=schedule.choices, publish_when_clean=publish,
    )  # fmt: skip
    run.save(force_insert=True)  # Not `runs.save`: the log of deeds has the schedule, and ticks would flood it.
    Pull.objects.create(run=run, schedule=schedule)
    schedule.last_run, schedule.settled = run, False
    schedule.save(update_fields=["last_run", "settled"])
    return run


def _set(schedule: Schedule, actor: Actor, words: Mapping[str, Any]) -> None:
    """Put checked values into a schedule."""
    now = timezone.now()
    for name in CHANGEABLE:
        if name in words:
            setattr(schedule, name, words[name])
    schedule.source_settings = sources.checked(schedule.source, schedule.source_settings)
    if not actor.operator:
        sources.require_owner(schedule.source, schedule.source_settings, schedule.dataset.organisation.path)
    schedule.choices = checked_choices(schedule.choices)
    schedule.cron = timetable.checked(schedule.cron, now, zone())
    tables = list(schedule.dataset.resources.values_list("name", flat=True)[:2])
    if not schedule.resource and len(tables) == 1:
        schedule.resource = tables[0]
    if schedule.resource:
        drafts.require_name(schedule.resource)
    if schedule.publish_when_clean:
        require(actor, "publish", schedule.dataset)
    schedule.next_at = None if schedule.paused else timetable.next_tick(schedule.cron, now, zone())


def _locked(schedule: Schedule) -> Schedule:
    return Schedule.objects.select_for_update(of=("self",)).select_related("dataset__organisation").get(pk=schedule.pk)
