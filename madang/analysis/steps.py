"""The three steps of a study's run, and what becomes of it when one of them ends well, badly or not at all.

Every step can be done twice: what a step leaves in the run's scratch is made again when it is absent, tables are published by
their recipe, so that a second time changes nothing.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from madang.analysis import publishing, reading, registry, rights, turns
from madang.analysis.apart import process
from madang.analysis.models import StudyRun
from madang.catalog.storage import the_store
from madang.ingest.steps import NEXT, TRIES
from madang.lib import disk
from madang.lib.problems import Problem, Text

logger = logging.getLogger(__name__)
executing: set[str] = set()
"""The runs of which this process does a step just now: for them alone its heartbeat speaks."""
REPORT_SECONDS = 0.5

NAMES: dict[str, Text] = {
    "read": {"en": "read the tables", "ko": "표 읽기"},
    "compute": {"en": "compute", "ko": "계산"},
    "publish": {"en": "publish", "ko": "게시"},
}


class Cancelled(Problem):
    en = "The run was cancelled. Retry it to begin again with the same tables."
    ko = "실행이 취소되었습니다. 다시 시도하면 같은 표로 처음부터 계산합니다."


class Poison(Problem):
    en = (
        "The worker ended without a word {tries} times during the step “{step[en]}”, most likely for lack of memory."
        " Nothing was published. Take a smaller case or a larger machine, then retry."
    )
    ko = (
        "“{step[ko]}” 단계에서 작업자가 {tries}번 아무 말 없이 멈췄습니다. 메모리 부족일 가능성이 큽니다. 게시된 것은 없습니다."
        " 더 작은 사례나 더 큰 컴퓨터로 다시 시도하세요."
    )


class DiskFull(Problem):
    en = "The disk of {home} is full during the step “{step[en]}”. Nothing was published. Free some space, then retry."
    ko = (
        "“{step[ko]}” 단계에서 {home}의 디스크가 가득 찼습니다. 게시된 것은 없습니다. 공간을 확보한 뒤 다시 시도하세요."
    )


class Unexpected(Problem):
    en = (
        "Madang itself failed during the step “{step[en]}”: {detail}. The worker's log holds the details under run {run};"
        " please report them, then retry."
    )
    ko = (
        "“{step[ko]}” 단계에서 마당 자체에 오류가 났습니다: {detail}. 자세한 내용은 작업자 로그의 실행 {run}에 있으니 알려 주시고 다시"
        " 시도하세요."
    )


class Watch:
    """Given to what takes long: notes how far the run is and what it does, and ends it when somebody cancelled it."""

    def __init__(self, run: StudyRun) -> None:
        self._run, self._written = run, 0.0

    def __call__(self, share: float = 0.0, said: Text | None = None) -> None:
        """Raises `Cancelled`."""
        now = time.monotonic()
        if now - self._written < REPORT_SECONDS:
            return
        self._written = now
        row = StudyRun.objects.filter(pk=self._run.pk)
        row.update(progress=share, said=said or {}, heartbeat=timezone.now())
        if row.filter(cancel_asked=True).exists():
            raise Cancelled()


def perform(run_id: str, step: str, worker: str = "") -> str:
    """Do one step of a run and note how it ended; never raises for what the tables or the machine did."""
    run = StudyRun.objects.get(pk=run_id)
    if run.state in StudyRun.OVER:
        return str(run.state)
    if run.tries >= TRIES:
        return _fail(run, Poison(tries=run.tries, step=NAMES[step]).texts())
    if run.cancel_asked:
        return end(run, StudyRun.State.CANCELLED, Cancelled().texts())
    executing.add(run.pk)
    try:
        return _done(run, step, worker)
    finally:
        executing.discard(run.pk)


def _done(run: StudyRun, step: str, worker: str) -> str:
    run.state, run.step, run.worker, run.heartbeat = StudyRun.State.RUNNING, step, worker, timezone.now()
    run.progress, run.said = 0.0, {}
    run.save(update_fields=["state", "step", "worker", "heartbeat", "progress", "said"])
    StudyRun.objects.filter(pk=run.pk).update(tries=F("tries") + 1)
    began = time.perf_counter()
    try:
        answer = STEPS[step](run, Watch(run))
    except Cancelled as cancelled:
        return end(run, StudyRun.State.CANCELLED, cancelled.texts())
    except Problem as problem:
        return _fail(run, problem.texts())
    except Exception as error:
        logger.exception("study run %s, step %s", run.pk, step)
        return _fail(run, _explain(error, run, step))
    costs = StudyRun.objects.values_list("costs", flat=True).get(pk=run.pk)
    seconds = round(costs.get("seconds", 0) + time.perf_counter() - began, 3)
    StudyRun.objects.filter(pk=run.pk).update(tries=0, costs={**costs, "seconds": seconds})
    return answer


def end(run: StudyRun, state: str, reason: Text | None = None) -> str:
    """Close a run; its scratch goes. Who waits behind it is next. What another worker closed meanwhile stays as it is."""
    if not run.note(state=state, reason=reason or {}, finished_at=timezone.now()):
        return str(StudyRun.objects.values_list("state", flat=True).get(pk=run.pk))
    shutil.rmtree(folder(run), ignore_errors=True)
    if state not in StudyRun.DONE:
        run.files.all().delete()
    turns.queue_next(run)
    return state


def folder(run: StudyRun) -> Path:
    """The run's scratch, of this attempt."""
    return the_store().scratch / f"study-{run.workflow}"


def read(run: StudyRun, watch: Watch) -> str:
    """Write the pinned tables where the child finds them. A note that appears last says that they are complete.

    Two workers on one run at once write the same rows, each into a file of its own first.
    """
    place = folder(run)
    if (place / "inputs.json").exists():
        return NEXT
    place.mkdir(parents=True, exist_ok=True)
    for number, role in enumerate(run.inputs):
        beat = _beat(watch, number / len(run.inputs), run.inputs[role]["title"])
        draft = _draft(place)
        reading.read(run, role, draft, beat)
        draft.replace(place / f"{role}.parquet")
    few = rights.fewest(run)
    _note(place / "inputs.json", {role: {**one, "fewest": few} for role, one in run.inputs.items()})
    return NEXT


def _draft(place: Path) -> Path:
    return Path(tempfile.mkstemp(prefix="draft-", dir=place)[1])


def _note(path: Path, told: dict[str, Any]) -> None:
    """Let a note appear in one move."""
    draft = _draft(path.parent)
    draft.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def _beat(watch: Watch, share: float, said: Text) -> Callable[[], None]:
    return lambda: watch(share, said)


def compute(run: StudyRun, watch: Watch) -> str:
    """Let a child compute; what it found is noted with the run."""
    found = computed(run, watch)
    results = {"tables": {name: {"rows": one["rows"]} for name, one in found["tables"].items()}}
    run.note(quality=found["quality"], results=results, costs={**run.costs, **found["costs"]})
    return NEXT


def computed(run: StudyRun, watch: Watch) -> dict[str, Any]:
    """What the child left in the folder `made`, or computed again when a killed worker of another machine had it."""
    read(run, watch)
    place = folder(run)
    note = place / "computed.json"
    if not note.exists():
        made = Path(tempfile.mkdtemp(prefix="made-", dir=place))
        costs = process.compute(
            registry.module(run.study), place, made, run.parameters, settings.MADANG["study_memory"],
            lambda share, said: watch(share, said),
        )  # fmt: skip
        found = json.loads((made / "result.json").read_text(encoding="utf-8"))
        _note(note, {**found, "costs": costs, "made": made.name})
    told: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
    return told


def publish(run: StudyRun, watch: Watch) -> str:
    """Keep what was made; publish the tables when whoever ran it may, else it stays a draft that says why."""
    if not run.files.exists():
        found = computed(run, watch)
        publishing.keep(run, found, folder(run) / found["made"])
    reason = publishing.publish(run, watch)
    return end(run, StudyRun.State.DRAFT if reason else StudyRun.State.PUBLISHED, reason)


STEPS: dict[str, Callable[[StudyRun, Watch], str]] = {"read": read, "compute": compute, "publish": publish}


def _fail(run: StudyRun, reason: Text) -> str:
    return end(run, StudyRun.State.FAILED, reason)


def _explain(error: Exception, run: StudyRun, step: str) -> Text:
    if disk.is_full(error):
        return DiskFull(home=the_store().home, step=NAMES[step]).texts()
    return Unexpected(step=NAMES[step], detail=type(error).__name__, run=run.pk).texts()  # its words are in the log
