"""Runs a `madang` command in a process that kills itself (SIGKILL) when a load reaches a given point.

    python tests/crash/dying.py read:before worker

Points are `<step>:before`, `<step>:after` (the step did its work, nobody noted it), `publish:built` (revisions built, not yet current)
and `<step>:held`: nothing dies there, the step goes on until somebody cancels it. Heartbeats are
quick, so that the tests need not wait for a worker to be taken for dead.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import timedelta
from typing import Any


def die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Put the killer in its place."""
    from madang.ingest import publish, steps

    step, _, moment = point.partition(":")
    work = steps.STEPS[step]

    def after(run: Any, watch: Any) -> str:
        work(run, watch)
        return str(die())

    def held(run: Any, watch: Any) -> str:
        while True:
            watch(0)
            time.sleep(0.05)

    if moment == "built":
        publish._commit = die
    else:
        steps.STEPS[step] = {"before": die, "after": after, "held": held}[moment]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.config.settings")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that runs the tests behind itself has it ignored
    point, *words = sys.argv[1:]
    import django

    django.setup()
    from madang.ingest import workers

    workers.BEAT_SECONDS, workers.STALE = 0.3, timedelta(seconds=2)
    if point != "never":
        arm(point)
    sys.argv = ["madang", *words]
    from madang.cli.main import main as madang

    madang()


if __name__ == "__main__":
    main()
