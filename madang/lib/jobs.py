"""Durable jobs: a workflow whose steps are remembered, so that a killed process is continued at the interrupted step.

A thin skin over DBOS, on SQLite or PostgreSQL, with the lessons of trying it:

* The web process only enqueues (`client`); workers run (`Executor`). DBOS is imported on first use: it takes a second or two.
* `VERSION` names the order of the steps, not the release: DBOS strands what another version started. Change it only when that
  order changes, after the old runs are drained.
* Killed executors are found by their heartbeat (whoever keeps one), and `Client.resume` hands their workflows to a living one.
  A workflow resumed while its executor still lives does one step twice, so every step must bear that.
* `Client.resume` sets DBOS's own count of attempts back to zero: a job that kills its worker must be counted by its owner.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dbos import DBOSConfig

VERSION = "1"
QUEUE, STUDIES = "runs", "studies"
"""A worker takes one workflow at a time from each, so that a study of minutes keeps no load waiting."""
NAME = "madang"
OVER = frozenset({"SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"})
"""States after which a workflow does nothing more by itself."""

Result = TypeVar("Result")
_registered: dict[str, Callable[..., Any]] = {}
_clients = threading.Lock()


def url(home: Path, setting: str) -> str:
    """The address of the jobs' database: what the operator set, else a file of its own in `home`."""
    return setting.replace("postgres://", "postgresql://", 1) or f"sqlite:///{home / 'jobs.sqlite3'}"


def migrate(url: str) -> None:
    """Make or update the tables and the queue; safe to repeat, also by two processes at once. Runs before anything enqueues."""
    from dbos import DBOS

    _quiet()
    if url.startswith("sqlite"):
        # DBOS leaves SQLite in its default journal, where one reader stops every writer. The mode stays in the file.
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.close()
    DBOS.migrate(url)
    client(url).make_queue()


class Client:
    """What the web process and the command line use: it puts work in, asks about it, and runs none."""

    def __init__(self, url: str) -> None:
        from dbos import DBOSClient

        _quiet()
        self._client = DBOSClient(system_database_url=url, application_name=NAME)

    def make_queue(self) -> None:
        for queue in (QUEUE, STUDIES):
            self._client.register_queue(
                queue, worker_concurrency=1, polling_interval_sec=0.5, on_conflict="always_update"
            )

    def enqueue(self, workflow: str, id: str, *arguments: str, queue: str = QUEUE) -> None:
        """Ask a worker to run `workflow` once under this id; the same id again changes nothing."""
        self._client.enqueue(
            {"workflow_name": workflow, "queue_name": queue, "workflow_id": id, "app_version": VERSION}, *arguments
        )

    def state(self, id: str) -> tuple[str, str] | None:
        """Return `(state, executor)` of a workflow, or nothing if there is none."""
        found = self._client.list_workflows(workflow_ids=[id], load_input=False, load_output=False)
        return (found[0].status, found[0].executor_id or "") if found else None

    def resume(self, id: str, queue: str = QUEUE) -> None:
        """Let any worker continue the workflow at its interrupted step; one that is complete stays so."""
        self._client.resume_workflow(id, queue_name=queue)

    def cancel(self, id: str) -> None:
        """Stop the workflow before its next step; a running step must watch a flag of its own."""
        self._client.cancel_workflow(id)

    def forget(self, ids: list[str]) -> None:
        """Remove every trace of workflows that are over; ids that are unknown do no harm."""
        self._client.delete_workflows(ids)

    def forget_before(self, before: datetime, most: int = 1_000) -> int:
        """Remove at most `most` workflows that came to an end and were queued before that moment; returns how many."""
        old = self._client.list_workflows(
            status=list(OVER), end_time=before.isoformat(), limit=most, load_input=False, load_output=False
        )
        if old:
            self._client.delete_workflows([one.workflow_id for one in old])
        return len(old)

    def close(self) -> None:
        self._client.destroy()


@cache
def _client(url: str) -> Client:
    return Client(url)


def client(url: str) -> Client:
    """The client of this process for one database; it keeps its connections."""
    with _clients:  # Two first requests at once would otherwise make two pools.
        return _client(url)


def forget_clients() -> None:
    """Close every client of this process (the tests do, each with a database of its own)."""
    with _clients:
        _client.cache_clear()


class Executor:
    """Runs workflows in this process while the context is open. One per process, as DBOS is one per process.

    `name` must be unique and stay the same over restarts: on entry the workflows which that name left unfinished go on.
    `listens` is false for a process that runs only what it starts itself.
    """

    def __init__(
        self, url: str, name: str, workflows: Mapping[str, Callable[..., Any]], *, listens: bool = True
    ) -> None:
        self.url, self.name, self.workflows, self.listens = url, name, workflows, listens

    def __enter__(self) -> Executor:
        from dbos import DBOS

        _quiet()
        for public, function in self.workflows.items():
            if public not in _registered:
                _registered[public] = DBOS.workflow(name=public)(function)
        DBOS(config=_config(self.url, self.name))
        DBOS.listen_queues([QUEUE, STUDIES] if self.listens else [])
        DBOS.launch()
        return self

    def run(self, workflow: str, id: str, *arguments: str) -> Any:
        """Run a workflow here, under this id, and wait for its result."""
        from dbos import DBOS, SetWorkflowID

        with SetWorkflowID(id):
            return DBOS.start_workflow(_registered[workflow], *arguments).get_result()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from dbos import DBOS

        DBOS.destroy()


def step(name: str, function: Callable[..., Result], *arguments: str) -> Result:
    """Run one step: inside a workflow its result is remembered and never computed again; outside it is a plain call."""
    if "dbos" in sys.modules:
        from dbos import DBOS

        if DBOS.workflow_id is not None:
            return DBOS.run_step({"name": name}, function, *arguments)
    return function(*arguments)


def _config(url: str, executor: str) -> DBOSConfig:
    """No telemetry, no console, no listener for PostgreSQL notices: the queue is polled on either database."""
    return {
        "name": NAME,
        "system_database_url": url,
        "application_version": VERSION,
        "executor_id": executor,
        "run_migrations": False,
        "enable_otlp": False,
        "log_level": "WARNING",
        "use_listen_notify": False,
    }


def _quiet() -> None:
    """DBOS logs every start and an advertisement at INFO."""
    import logging

    logging.getLogger("dbos").setLevel(logging.WARNING)
