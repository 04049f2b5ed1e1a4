"""Whose turn it is: each person has one study at a time computed, the others wait; the operator has as many as there are workers."""

from __future__ import annotations

from madang.accounts.policy import Actor
from madang.analysis.models import StudyRun
from madang.ingest.run import url
from madang.lib import jobs
from madang.lib.problems import Problem

WORKFLOW = "study"
MOST_WAITING = 5
"""Runs of one person at work or waiting."""


class TooManyRuns(Problem):
    en = "You have {count} studies at work or waiting. Wait for one to end, or cancel one."
    ko = "실행 중이거나 기다리는 분석이 {count}개 있습니다. 하나가 끝나기를 기다리거나 취소하세요."


def require_room(actor: Actor) -> None:
    """Raise `TooManyRuns`."""
    if actor.person is None:
        return
    count = StudyRun.objects.filter(asked_by=actor.person, state__in=StudyRun.AT_WORK).count()
    if count >= MOST_WAITING:
        raise TooManyRuns(count=count)


def queue(run: StudyRun) -> bool:
    """Give a waiting run to the workers if it is its turn; twice is once. `queue_next` gives it when it is not."""
    if before(run):
        return False
    jobs.client(url()).enqueue(WORKFLOW, run.workflow, run.pk, run.step, queue=jobs.STUDIES)
    return True


def before(run: StudyRun) -> int:
    """How many runs of the same person come first."""
    if run.asked_by_id is None:
        return 0
    mine = StudyRun.objects.filter(asked_by=run.asked_by_id, state__in=StudyRun.AT_WORK)
    return mine.filter(pk__lt=run.pk).count()


def queue_next(run: StudyRun) -> None:
    """When a run is over, the next of the same person is given to the workers."""
    if run.asked_by_id is not None:
        waiting = StudyRun.objects.filter(asked_by=run.asked_by_id, state=StudyRun.State.WAITING)
        following = waiting.order_by("pk").first()
        if following is not None and not before(following):
            queue(following)
