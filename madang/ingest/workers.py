"""The processes that execute runs: their heartbeat, and what becomes of the runs of one that died.

Three things can lose a run, and `look_after` mends all of them: a worker dies (its heartbeat stops), the queue forgets
(the process died between saving the run and queueing it), the workflow ends without the run knowing.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from datetime import datetime, timedelta
from types import TracebackType

from django.db import close_old_connections, connection
from django.db.models import F
from django.utils import timezone

from madang.ingest import run as runs
from madang.ingest import steps
from madang.ingest.models import Run, Worker
from madang.lib import ids, jobs
from madang.lib.problems import Problem

logger = logging.getLogger(__name__)
BEAT_SECONDS = 3.0
STALE = timedelta(seconds=15)
"""A heartbeat older than this is that of a dead worker; five beats, for a machine that is very busy."""
_name = "here"


class Lost(Problem):
    en = "The queue of runs lost this one ({state}). Nothing was changed and the file is kept. Retry it."
    ko = "실행 대기열이 이 실행을 잃었습니다({state}). 바뀐 것은 없고 파일은 보관되어 있습니다. 다시 시도하세요."


def name() -> str:
    """The executor of this process; `here` where a run is done without one."""
    return _name


class Executing:
    """This process executes runs while the context is open: `with Executing("worker-1") as executor`.

    A process that serves takes runs from the queue; one that does not (`madang load`) does only what it starts with `do`.
    """

    def __init__(self, name: str, *, serves: bool = True) -> None:
        self.name, self.serves = name, serves
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
        self._executor = jobs.Executor(runs.url(), self.name, {runs.WORKFLOW: workflow}, listens=self.serves)
        self._executor.__enter__()
        return self

    def do(self, run: Run) -> str:
        """Execute a run here and wait for its end."""
        return str(self._executor.run(runs.WORKFLOW, run.workflow, run.pk, run.step))

    def leave(self) -> None:
        """Go in good order with work unfinished: what runs here goes on at the next start, and this try does not count."""
        mine = Run.objects.filter(worker=self.name, state=Run.State.RUNNING, tries__gt=0)
        mine.update(tries=F("tries") - 1)

    def busy(self) -> bool:
        return Run.objects.filter(worker=self.name, state=Run.State.RUNNING).exists()

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
                Run.objects.filter(pk__in=list(steps.executing), state=Run.State.RUNNING).update(heartbeat=now)
            except Exception:  # A busy database must not silence a living worker for good.
                logger.exception("heartbeat of %s", self.name)
                close_old_connections()
        connection.close()


def workflow(run_id: str, first: str) -> str:
    """`run.load` on a thread of the executor, which owns a database connection for as long."""
    try:
        return runs.load(run_id, first)
    finally:
        connection.close()


def look_after(now: datetime) -> int:
    """Give every run without a living worker to the queue again, or end it with its reason; returns how many."""
    client, mended = jobs.client(runs.url()), 0
    dead = _dead(now)
    settled = now - STALE
    for run in Run.objects.filter(state__in=Run.AT_WORK, created_at__lt=settled):
        found = client.state(run.workflow)
        if found is None:
            client.enqueue(runs.WORKFLOW, run.workflow, run.pk, run.step)
        elif found[0] in jobs.OVER:
            steps.end(run, Run.State.FAILED, Lost(state=found[0]).texts())
        elif found[0] == "PENDING" and (found[1] in dead or lost(run, now)):
            client.resume(run.workflow)
        else:
            continue
        logger.warning("run %s (%s) was taken up again", run.pk, found[0] if found else "not queued")
        mended += 1
    Worker.objects.filter(serves=False, name__in=dead).delete()
    return mended


def lost(run: Run, now: datetime) -> bool:
    """Whether the worker of a run is taken for dead: nothing was heard of it, and another will take the run up."""
    return run.state == Run.State.RUNNING and run.heartbeat is not None and run.heartbeat < now - STALE


def _dead(now: datetime) -> set[str]:
    """Executors whose heartbeat stopped, and those that left no row at all."""
    alive = set(Worker.objects.filter(heartbeat__gte=now - STALE).values_list("name", flat=True))
    named = set(Run.objects.filter(state__in=Run.AT_WORK).values_list("worker", flat=True))
    return (named | set(Worker.objects.values_list("name", flat=True))) - alive


def here() -> Executing:
    """An executor for what this command does itself; killed, its runs go to the next worker."""
    return Executing(f"{socket.gethostname()}-{os.getpid()}-{ids.new()[-6:]}", serves=False)
