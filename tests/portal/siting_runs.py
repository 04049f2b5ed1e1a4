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
from madang.analysis.models import StudyFile, StudyRun
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


def care_draft(folder: Path, actor: Actor) -> StudyRun:
    """A draft of the real study of care siting whose answer `sited` gave: for browsers, where nobody waits for a solver."""
    columns = {"code": ["이름"], "name": ["이름"], "need": ["고령인구"], "geometry": ["geometry"]}
    given = {"sites": 5, "standard": 3000}
    run = runs.start("care_siting", {"areas": {**TABLE, "columns": columns}}, given, actor, enqueue=False)
    reading.read(run, "areas", folder / "areas.parquet", lambda: None)
    (folder / "inputs.json").write_text(json.dumps(run.inputs))
    result = sited.study(making.given(folder), run.parameters, lambda share, said: None)
    made = making.made(sited, result, folder / "made")
    for name in made.files:
        content = (folder / "made" / name).read_bytes()
        kind = publishing.MEDIA_TYPES[Path(name).suffix]
        StudyFile.objects.create(run=run, name=name, media_type=kind, content=content, bytes=len(content))
    run.quality = made.quality
    run.save()
    steps.end(run, StudyRun.State.DRAFT, publishing.NotAsked().texts())
    return StudyRun.objects.get(pk=run.pk)
