"""`madang worker`: takes runs from the queue, follows the catalogue for search, and looks after what other workers lost."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import click
from django.conf import settings

logger = logging.getLogger(__name__)
TICK_SECONDS = 1.0
LOOK_SECONDS = 5.0
USAGE_SECONDS = 60.0
SWEEP_SECONDS = 3600.0
ORPHAN_AGE = timedelta(days=1)
"""Bytes younger than this may belong to a load that is just being done."""


@click.command(short_help="Run loads and studies until stopped.")
def command() -> None:
    """Run loads and studies until stopped; killed, it goes on at the interrupted step when it is started again."""
    from madang.analysis.work import EVERYTHING
    from madang.cli.migrate import migrate
    from madang.ingest import workers

    migrate()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with workers.Executing(settings.MADANG["worker"], kinds=EVERYTHING) as executor:
        _loop(
            stopping,
            [
                (TICK_SECONDS, follow), (LOOK_SECONDS, look_after), (LOOK_SECONDS, pull), (LOOK_SECONDS, tell),
                (USAGE_SECONDS, count_usage), (USAGE_SECONDS, count_searches),
                (SWEEP_SECONDS, sweep),
            ],
        )  # fmt: skip
        if executor.busy():
            # A step cannot be interrupted from outside and may take minutes. Its thread must not go on without its workflow.
            executor.leave()
            os._exit(0)


def follow() -> None:
    """Bring the search index of this machine up to date."""
    from madang.catalog import search

    search.follow()


def look_after() -> None:
    """Take up the runs of workers that died."""
    from django.utils import timezone

    from madang.analysis.work import EVERYTHING
    from madang.ingest import workers

    workers.look_after(timezone.now(), EVERYTHING)


def pull() -> None:
    """Ask the sources whose schedules are due."""
    from django.utils import timezone

    from madang.ingest.schedules import due

    due.start_due(timezone.now())


def count_usage() -> None:
    """Bring the counts of use up to what the web processes of this machine noted."""
    from django.utils import timezone

    from madang.catalog import usage_rollup

    usage_rollup.roll_up(timezone.localdate())


def tell() -> None:
    """Send the mails about requests and reports."""
    from django.utils import timezone

    from madang.community import telling

    telling.tell(timezone.now())


def count_searches() -> None:
    """Count the searches that found nothing."""
    from django.utils import timezone

    from madang.community import demand

    demand.roll_up(timezone.localdate())


def sweep() -> None:
    """Remove bytes that nothing names any more, and old serving copies beyond the space for them."""
    from django.utils import timezone

    from madang.ingest import tidy

    tidy.sweep(ORPHAN_AGE, timezone.now())


def _loop(stopping: threading.Event, jobs: list[tuple[float, Callable[[], None]]]) -> None:
    """Do each job every so many seconds. One that fails is logged and tried again: it must not end the worker."""
    from django.db import close_old_connections

    due = {job: 0.0 for _, job in jobs}
    while not stopping.wait(0.2):
        for seconds, job in jobs:
            if time.monotonic() < due[job]:
                continue
            try:
                job()
            except Exception:
                logger.exception("%s", job.__name__)
                close_old_connections()
            due[job] = time.monotonic() + seconds
