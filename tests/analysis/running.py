"""Studies in the tests' own process: the steps run one after another, without a worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from madang.accounts.policy import Actor
from madang.analysis import run as runs
from madang.analysis.apart import child, process
from madang.analysis.models import StudyRun


def begin(
    actor: Actor, given: dict[str, Any] | None = None, *, table: str = "population/districts", **more: Any
) -> StudyRun:
    """A run of the toy that nobody has executed yet; `areas` adds to what is said of its table."""
    areas = {"dataset": table, **more.pop("areas", {})}
    return runs.start("toy", {"areas": areas}, given or {}, actor, enqueue=False, **more)


def execute(run: StudyRun) -> StudyRun:
    """Do the steps of a run's present attempt."""
    runs.study(run.pk, run.step)
    return StudyRun.objects.get(pk=run.pk)


def done(actor: Actor, given: dict[str, Any] | None = None, **more: Any) -> StudyRun:
    return execute(begin(actor, given, **more))


def compute_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let studies be computed in the tests' own process: what they leave is the same."""

    def compute(
        module: str, folder: Path, made: Path, parameters: dict[str, Any], memory_mb: int, heard: Any
    ) -> dict[str, Any]:
        def say(told: dict[str, Any]) -> None:
            heard(told["share"], told["said"])

        child._compute({"module": module, "folder": str(folder), "made": str(made), "parameters": parameters}, say)
        return {"cpu_seconds": 0.1, "memory_mb": 64}

    monkeypatch.setattr(process, "compute", compute)
