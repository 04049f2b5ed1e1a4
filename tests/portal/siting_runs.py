"""Finished runs of `sited` without a child process or a worker, which would take seconds each."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from madang.accounts.policy import Actor
from madang.analysis import publishing, reading, steps
from madang.analysis import run as runs
from madang.analysis.apart import making
from madang.analysis.models import StudyRun
from tests.portal import sited

TABLE = {"dataset": "squares", "resource": "squares"}


def begun(actor: Actor, given: dict[str, Any] | None = None, **more: Any) -> StudyRun:
    return runs.start("sited", {"areas": TABLE}, given or {}, actor, enqueue=False, **more)


def finished(folder: Path, actor: Actor, given: dict[str, Any] | None = None, **more: Any) -> StudyRun:
    """Published where `organisation` says, else a draft."""
    run = begun(actor, given, **more)
    asked = json.dumps(run.parameters, sort_keys=True)
    if asked not in _made:
        place = folder / run.pk
        place.mkdir()
        reading.read(run, "areas", place / "areas.parquet", lambda: None)
        (place / "inputs.json").write_text(json.dumps(run.inputs))
        result = sited.study(making.given(place), run.parameters, lambda share, said: None)
        _made[asked] = asdict(making.made(sited, result, place / "made")), place / "made"
    publishing.keep(run, *_made[asked])
    reason = publishing.publish(run, lambda: None)
    steps.end(run, StudyRun.State.DRAFT if reason else StudyRun.State.PUBLISHED, reason)
    return StudyRun.objects.get(pk=run.pk)


_made: dict[str, tuple[dict[str, Any], Path]] = {}  # by the parameters: two PDFs take longer than everything else
