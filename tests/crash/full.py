"""Loads in a city whose disk is filled at a given moment. Run in a namespace of its own, where HOME is a small real disk:

    python tests/crash/full.py MOMENT WORK

Moments are a step (its work finds no room), `serving` (the serving copy finds none) and `commit` (neither database nor file).
Prints what happened as JSON: the state and reason of the run, what was served then, and how the retry ended.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

HOME = Path(os.environ["MADANG_HOME"])
BALLAST = HOME / "ballast"


def fill() -> None:
    """Leave no room on the disk, not one byte."""
    with BALLAST.open("ab", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def free() -> None:
    BALLAST.unlink(missing_ok=True)


def later(seconds: float) -> None:
    """Free the disk after a while: a database that is full waits for it."""
    threading.Timer(seconds, free).start()


def arm(moment: str) -> None:
    """Fill the disk when a load reaches the moment, once."""
    from madang.ingest import publish, steps

    def once(work: Any) -> Any:
        def filled(*arguments: Any, **more: Any) -> Any:
            if not BALLAST.exists() and not armed:
                armed.append(moment)
                fill()
                later(3)
            return work(*arguments, **more)

        return filled

    armed: list[str] = []
    if moment == "serving":
        publish.serving.path = once(publish.serving.path)
    elif moment == "commit":
        publish._commit = once(publish._commit)
    else:
        steps.STEPS[moment] = once(steps.STEPS[moment])


def load(rows: int, work: Path) -> Any:
    """One load of a new file, in this process."""
    from madang.accounts.policy import OPERATOR
    from madang.ingest import run as runs

    file = work / "counts.csv"
    file.write_text("구,인구,적요\n" + "".join(f"구{n},{n * 7},{hash(str(n * rows)):x}\n" for n in range(rows)))
    target = {"dataset": "counts", "organisation": "city", "licence": "unstated", "title": {"en": "Counts"}}
    made = runs.start(
        "file", {"path": str(file)}, target, OPERATOR, file_name="counts.csv", publish_when_clean=True, enqueue=False
    )
    return finish(made)


def finish(run: Any) -> Any:
    from madang.ingest import run as runs
    from madang.ingest.models import Run

    runs.load(run.pk, run.step)
    return Run.objects.get(pk=run.pk)


def served() -> list[int]:
    """Number and rows of what is served; the rows counted from the record, since a full disk has no room for a new copy."""
    from madang.catalog.models import Resource
    from madang.catalog.storage import the_store
    from madang.store import reading

    current = Resource.objects.get(dataset__slug="counts").current
    assert current is not None
    return [current.number, sum(batch.num_rows for batch in reading.batches(the_store(), current.pk))]


def main(moment: str, work: Path) -> dict[str, Any]:
    import django

    django.setup()
    from madang.accounts.policy import OPERATOR
    from madang.catalog.models import Organisation
    from madang.cli.migrate import migrate
    from madang.ingest import run as runs
    from madang.ingest import steps

    migrate()
    Organisation.objects.create(slug="city", name={"en": "City"})
    assert load(30, work).state == "published"
    steps.WAIT_SECONDS = 0.2
    arm(moment)
    run = load(20_000, work)
    told = {"state": run.state, "reason": run.reason, "served": served()}
    while BALLAST.exists():
        time.sleep(0.1)
    if run.state != "published":
        run = finish(runs.retry(run, OPERATOR, enqueue=False))
    return {**told, "retried": run.state, "reason_of_retry": run.reason, "served_after": served()}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2])), ensure_ascii=False))
