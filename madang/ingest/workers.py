"""The processes that execute runs: their heartbeat, and what becomes of the runs of one that died.

Three things can lose a run, and `look_after` mends all of them: a worker dies (its heartbeat stops), the queue forgets
(the process died between saving the run and queueing it), the workflow ends without the run knowing.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import F
from django.utils import timezone

from madang.ingest import run as runs
from madang.ingest import steps
from madang.ingest.models import Run, Worker
from madang.lib import ids, jobs
from madang.lib.problems import Problem, Text

logger = logging.getLogger(__name__)
BEAT_SECONDS = 3.0
STALE = timedelta(seconds=15)
"""A heartbeat older than this is that of a dead worker; five beats, for a machine that is very busy."""
_name = "here"


class Lost(Problem):
    en = "The queue of runs lost this one ({state}). Nothing was changed and the file is kept. Retry it."
    ko = "실행 대기열이 이 실행을 잃었습니다({state}). 바뀐 것은 없고 파일은 보관되어 있습니다. 다시 시도하세요."


@dataclass(frozen=True)
class Kind:
    """What workers execute: loads, and studies, which stand above this package. A worker is given the kinds that it does.

    `runs` is a model with the columns of `Run` that tell where a run stands (state, step, worker, heartbeat, tries, ...).
    `executing` holds the runs of which this process does a step. `queue` gives a waiting run to the workers, twice is once.
    """

    workflow: str
    perform: Callable[[str, str], str]
    runs: Any
    executing: set[str]
    queue: Callable[[Any], object]
    end: Callable[[Any, str, Text], object]
    of_queue: str = jobs.QUEUE


def name() -> str:
    """The executor of this process; `here` where a run is done without one."""
    return _name


class Executing:
    """This process executes runs while the context is open: `with Executing("worker-1") as executor`.

    A process that serves takes runs from the queues; one that does not (`madang load`) does only what it starts with `do`.
    """

    def __init__(self, name: str, *, serves: bool = True, kinds: Sequence[Kind] = ()) -> None:
        self.name, self.serves, self.kinds = name, serves, tuple(kinds) or (LOADS,)
        self._stop = threading.Event()

    def __enter__(self) -> Executing:
        global _name
        _name = self.name
        now = timezone.now()
        Worker.objects.update_or_create(
            name=self.name,
            defaults={
                "serves": self.serves, "host": socket.gethostname(), "process": os.getpid(), "started": now, "heartbeat": now,
            },
        )  # fmt: skip
        self._beating = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._beating.start()
        workflows = {kind.workflow: _closing(kind.perform) for kind in self.kinds}
        self._executor = jobs.Executor(runs.url(), self.name, workflows, listens=self.serves)
        self._executor.__enter__()
        return self

    def do(self, run: Any) -> str:
        """Execute a run of one of our kinds here and wait for its end."""
        kind = next(kind for kind in self.kinds if isinstance(run, kind.runs))
        return str(self._executor.run(kind.workflow, run.workflow, run.pk, run.step))

    def leave(self) -> None:
        """Go in good order with work unfinished: what runs here goes on at the next start, and this try does not count."""
        for kind in self.kinds:
            mine = kind.runs.objects.filter(worker=self.name, state=kind.runs.State.RUNNING, tries__gt=0)
            mine.update(tries=F("tries") - 1)

    def busy(self) -> bool:
        at_work = (kind.runs.objects.filter(worker=self.name, state=kind.runs.State.RUNNING) for kind in self.kinds)
        return any(found.exists() for found in at_work)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        global _name
        self._executor.__exit__(kind, error, trace)
        self._stop.set()
        self._beating.join()
        _name = "here"
        if not self.serves:
            Worker.objects.filter(name=self.name).delete()

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            try:
                now = timezone.now()
                Worker.objects.filter(name=self.name).update(heartbeat=now)
                for kind in self.kinds:
                    mine = kind.runs.objects.filter(pk__in=list(kind.executing), state=kind.runs.State.RUNNING)
                    mine.update(heartbeat=now)
            except Exception:  # A busy database must not silence a living worker for good.
                logger.exception("heartbeat of %s", self.name)
                close_old_connections()
        connection.close()


def _closing(perform: Callable[[str, str], str]) -> Callable[[str, str], str]:
    """The workflow on a thread of the executor, which owns a database connection for as long."""

    def workflow(run_id: str, first: str) -> str:
        try:
            return perform(run_id, first)
        finally:
            connection.close()

    return workflow


LOADS = Kind(runs.WORKFLOW, runs.load, Run, steps.executing, runs.queue, steps.end)


def look_after(now: datetime, kinds: Sequence[Kind] = (LOADS,)) -> int:
    """Give every run without a living worker to the queue again, or end it with its reason; returns how many."""
    dead = _dead(now, kinds)
    mended = sum(_take_up(run, kind, dead, now) for kind in kinds for run in _settled(kind, now))
    Worker.objects.filter(serves=False, name__in=dead).delete()
    return mended


def _settled(kind: Kind, now: datetime) -> list[Any]:
    """Runs at work that are not so new that whoever made them may still be queueing them."""
    return list(kind.runs.objects.filter(state__in=kind.runs.AT_WORK, created_at__lt=now - STALE))


def _take_up(run: Any, kind: Kind, dead: set[str], now: datetime) -> bool:
    client = jobs.client(runs.url())
    found = client.state(run.workflow)
    if found is None:
        kind.queue(run)
    elif found[0] in jobs.OVER:
        kind.end(run, kind.runs.State.FAILED, Lost(state=found[0]).texts())
    elif found[0] == "PENDING" and (found[1] in dead or lost(run, now)):
        client.resume(run.workflow, kind.of_queue)
    else:
        return False
    logger.warning("run %s (%s) was taken up again", run.pk, found[0] if found else "not queued")
    return True


def lost(run: Any, now: datetime) -> bool:
    """Whether the worker of a run is taken for dead: nothing was heard of it, and another will take the run up."""
    return bool(run.state == "running" and run.heartbeat is not None and run.heartbeat < now - STALE)


def _dead(now: datetime, kinds: Sequence[Kind]) -> set[str]:
    """Executors whose heartbeat stopped, and those that left no row at all."""
    alive = set(Worker.objects.filter(heartbeat__gte=now - STALE).values_list("name", flat=True))
    at_work = (kind.runs.objects.filter(state__in=kind.runs.AT_WORK) for kind in kinds)
    named = {name for found in at_work for name in found.values_list("worker", flat=True)}
    return (named | set(Worker.objects.values_list("name", flat=True))) - alive


def here(kinds: Sequence[Kind] = ()) -> Executing:
    """An executor for what this command does itself; killed, its runs go to the next worker."""
    return Executing(f"{socket.gethostname()}-{os.getpid()}-{ids.new()[-6:]}", serves=False, kinds=kinds)
