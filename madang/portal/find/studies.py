"""The newest results of studies, for the home page."""

from __future__ import annotations

from typing import Any

from madang.accounts.policy import Actor
from madang.analysis import nights, registry, rights
from madang.analysis.models import StudyRun
from madang.catalog.models import Origin


def newest(actor: Actor, limit: int) -> list[dict[str, Any]]:
    """One line for each dataset that a study made, with its newest run."""
    runs = rights.seen(actor).filter(state=StudyRun.State.PUBLISHED).order_by("-finished_at")
    newest_of: dict[str, StudyRun] = {}
    for run in runs[: limit * 4]:
        newest_of.setdefault(run.target["dataset"], run)
    return [_line(actor, run) for run in list(newest_of.values())[:limit]]


def _line(actor: Actor, run: StudyRun) -> dict[str, Any]:
    study = registry.studies().get(run.study)
    return {
        "id": run.pk, "title": run.title, "finished_at": run.finished_at, "verdict": rights.quality(actor, run).get("verdict", {}),
        "origin": str(Origin.of(*(one.get("origin", "") for one in run.inputs.values()))),
        "study": study.TITLE if study else {"en": run.study}, "night": nights.has_spots(run),
    }  # fmt: skip
