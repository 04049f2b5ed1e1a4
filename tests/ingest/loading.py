"""Loads in the tests' own process: the steps run one after another, without a worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from madang.accounts.policy import Actor
from madang.catalog.models import Resource, Revision
from madang.catalog.storage import the_store
from madang.ingest import run as runs
from madang.ingest.models import Run
from madang.store import serving

NEW = {"organisation": "statistics", "licence": "kogl-1", "title": {"ko": "시험", "en": "Trial"}}


def begin(path: Path, actor: Actor, *, dataset: str = "trial", **more: Any) -> Run:
    """A run that nobody has executed yet."""
    target = {**NEW, "dataset": dataset, **more.pop("target", {})}
    return runs.start("file", {"path": str(path)}, target, actor, file_name=path.name, enqueue=False, **more)


def execute(run: Run) -> Run:
    """Do the steps of a run's present attempt."""
    runs.load(run.pk, run.step)
    return Run.objects.get(pk=run.pk)


def load(path: Path, actor: Actor, **more: Any) -> Run:
    """Load a file and publish it when nothing stands in the way."""
    return execute(begin(path, actor, publish_when_clean=True, **more))


def csv(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def current(dataset: str = "trial", resource: str = "data") -> Revision | None:
    return Resource.objects.get(dataset__slug=dataset, name=resource).current


def rows(revision: Revision | None) -> list[tuple[Any, ...]]:
    """The rows as the serving copy gives them."""
    assert revision is not None
    with serving.cursor(the_store(), revision.pk) as cursor:
        return cursor.execute("SELECT * EXCLUDE (_row) FROM rows ORDER BY _row").fetchall()
