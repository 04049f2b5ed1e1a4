"""What the clock does with schedules: start what is due, once, and learn from how the last run ended. Every worker asks often.

A tick belongs to the worker whose transaction moves `next_at`; the run is saved in the same transaction, so no tick is lost or
done twice. What was missed while no worker ran is done once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from madang.ingest import run as runs
from madang.ingest import steps
from madang.ingest.models import Pull, Run, Schedule
from madang.ingest.schedules import scheduling, timetable
from madang.lib import jobs
from madang.lib.problems import Problem

logger = logging.getLogger(__name__)


class Superseded(Problem):
    en = "A newer pull brought other content before anybody decided about this one. Look at run {run}."
    ko = "이 내용을 결정하기 전에 새로 수집한 내용이 왔습니다. 실행 {run}을(를) 확인하세요."


def start_due(now: datetime) -> int:
    """Count the outcomes of ended runs, then start what is due. Returns how many runs began."""
    for key in Schedule.objects.filter(settled=False).values_list("pk", flat=True):
        _guarded(settle, key, now)
    due = Schedule.objects.filter(paused=False, next_at__lte=now).values_list("pk", flat=True)
    return sum(_guarded(_start, key, now) or 0 for key in due)


def _guarded(act: Callable[[str, datetime], int | None], key: str, now: datetime) -> int | None:
    """One schedule that fails unforeseen must not hold up the others."""
    try:
        return act(key, now)
    except Exception:
        logger.exception("schedule %s", key)
        return None


def _start(key: str, now: datetime) -> int:
    run = _tick(key, now)
    if run is None:
        return 0
    runs.queue(run)
    return 1


def settle(key: str, now: datetime) -> None:
    """Note how the last run of a schedule ended, unless it is at work."""
    with transaction.atomic():
        schedule = _locked(key)
        run = schedule.last_run if schedule else None
        if schedule is None or schedule.settled or (run is not None and run.state in Run.AT_WORK):
            return
        schedule.settled = True
        if run is not None:
            _learn(schedule, run, now)
        schedule.save()
        gone = _fold(schedule, run) if run is not None else []
        if run is not None and run.state in (Run.State.READY, Run.State.PUBLISHED, Run.State.UNCHANGED):
            _supersede(schedule, run)
    if gone:
        jobs.client(runs.url()).forget(gone)


def _tick(key: str, now: datetime) -> Run | None:
    """Begin the run of a tick, unless another worker did, or the one before is still at work."""
    with transaction.atomic():
        schedule = _locked(key)
        if schedule is None or schedule.paused or schedule.next_at is None or schedule.next_at > now:
            return None
        schedule.next_at = timetable.next_tick(schedule.cron, now, scheduling.zone())
        schedule.save(update_fields=["next_at"])
        if schedule.last_run is not None and schedule.last_run.state in Run.AT_WORK:
            return None
        try:
            return scheduling.begin(schedule, schedule.actor, schedule.publish_when_clean)
        except Problem as problem:  # Its maker may load no more, or its source was taken out: a person must look.
            logger.warning("schedule %s was paused: %s", key, problem)
            schedule.paused, schedule.next_at, schedule.reason = True, None, problem.texts()
            schedule.save(update_fields=["paused", "next_at", "reason"])
            return None


def _learn(schedule: Schedule, run: Run, now: datetime) -> None:
    if run.state == Run.State.FAILED:
        schedule.failures += 1
        schedule.failing_since = schedule.failing_since or run.finished_at or now
        if not schedule.paused:
            schedule.next_at = timetable.after_failure(schedule.cron, schedule.failures, now, scheduling.zone())
        return
    schedule.failures, schedule.failing_since = 0, None
    if run.state == Run.State.UNCHANGED:
        schedule.looks += 1
    elif run.state != Run.State.CANCELLED:
        schedule.looks, schedule.changed_at = 0, now


def _fold(schedule: Schedule, newest: Run) -> list[str]:
    """Of pulls in a row that ended alike without news only the newest stays; the schedule counts them. A year of hourly pulls
    would be 8,760 lines. Returns the workflows that nobody will ask for any more.
    """
    if newest.state not in (Run.State.UNCHANGED, Run.State.FAILED):
        return []
    gone: list[str] = []
    earlier = Pull.objects.filter(schedule=schedule, run__created_at__lt=newest.created_at).select_related("run")
    for pull in earlier.order_by("-run__created_at")[:100]:
        if pull.run.state != newest.state or (newest.state == Run.State.FAILED and pull.run.step != newest.step):
            break
        workflow = pull.run.id
        gone += [workflow if attempt == 1 else f"{workflow}-{attempt}" for attempt in range(1, pull.run.attempt + 1)]
        pull.run.delete()
    return gone


def _supersede(schedule: Schedule, newest: Run) -> None:
    """Older content that still waits for a person is no longer what the source says."""
    waiting = Pull.objects.filter(schedule=schedule, run__state=Run.State.READY, run__created_at__lt=newest.created_at)
    for pull in waiting.exclude(run__sha256=newest.sha256).select_related("run"):
        steps.end(pull.run, Run.State.CANCELLED, Superseded(run=newest.pk).texts())


def _locked(key: str) -> Schedule | None:
    rows = Schedule.objects.select_for_update(of=("self",)).select_related(
        "dataset__organisation", "last_run", "created_by"
    )
    return rows.filter(pk=key).first()
