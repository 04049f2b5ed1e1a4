"""The five steps of a load, and what becomes of a run when one of them ends well, badly or not at all.

Every step can be done twice: bytes are kept by their hash, scratch is made again when absent, publishing has a unique key.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import OperationalError
from django.db.models import F
from django.utils import timezone

from madang.catalog.storage import the_store
from madang.ingest import assess, counting, fetching, handover, publish, uploaded
from madang.ingest.apart.read_apart import cpu_seconds
from madang.ingest.models import Run
from madang.lib import disk
from madang.lib.problems import Problem, Text

logger = logging.getLogger(__name__)
executing: set[str] = set()
"""The runs of which this process does a step just now: for them alone its heartbeat speaks."""

NEXT, WAITS = "next", "waits"
"""What a step says when the following one shall begin, and when a person must act first."""
TRIES = 3
"""How often a step is begun before its file is taken for poison: each time but the last the worker died at it."""
WAIT_SECONDS = 2.0
"""Between two tries to write to a database whose disk is full."""
REPORT_SECONDS = 0.5
"""Progress is written to the database at most this often."""


NAMES: dict[str, Text] = {
    "fetch": {"en": "keep the bytes", "ko": "원본 보관"},
    "read": {"en": "read", "ko": "읽기"},
    "infer": {"en": "find the types", "ko": "유형 찾기"},
    "check": {"en": "check", "ko": "검사"},
    "publish": {"en": "publish", "ko": "게시"},
}


class Cancelled(Problem):
    en = "The run was cancelled. Retry it to go on where it stood."
    ko = "실행이 취소되었습니다. 다시 시도하면 멈춘 곳부터 이어집니다."


class Poison(Problem):
    en = (
        "The worker ended without a word {tries} times during the step “{step[en]}”, most likely for lack of memory."
        " The file is kept. Raise MADANG_MEMORY or use a larger machine and retry, or send the file in parts."
    )
    ko = (
        "“{step[ko]}” 단계에서 작업자가 {tries}번 아무 말 없이 멈췄습니다. 메모리 부족일 가능성이 큽니다. 파일은 보관되어 있습니다."
        " MADANG_MEMORY를 늘리거나 더 큰 컴퓨터에서 다시 시도하거나, 파일을 나누어 올리세요."
    )


class DiskFull(Problem):
    en = "The disk of {home} is full during the step “{step[en]}”. Nothing was changed. Free some space, then retry."
    ko = "“{step[ko]}” 단계에서 {home}의 디스크가 가득 찼습니다. 바뀐 것은 없습니다. 공간을 확보한 뒤 다시 시도하세요."


class Unexpected(Problem):
    en = (
        "Madang itself failed during the step “{step[en]}”: {detail}. Nothing was changed and the file is kept."
        " The worker's log holds the details under run {run}; please report them, then retry."
    )
    ko = (
        "“{step[ko]}” 단계에서 마당 자체에 오류가 났습니다: {detail}. 바뀐 것은 없고 파일은 보관되어 있습니다."
        " 자세한 내용은 작업자 로그의 실행 {run}에 있으니 알려 주시고 다시 시도하세요."
    )


class Watch:
    """Given to long steps: notes how far they are, and ends them when somebody cancelled the run."""

    def __init__(self, run: Run) -> None:
        self._run, self._written = run, 0.0

    def __call__(self, done: int) -> None:
        """`done` counts rows (bytes while they are kept) since the step began. Raises `Cancelled`."""
        now = time.monotonic()
        if now - self._written < REPORT_SECONDS:
            return
        self._written = now
        row = Run.objects.filter(pk=self._run.pk)
        row.update(rows_done=done, heartbeat=timezone.now())
        if row.filter(cancel_asked=True).exists():
            raise Cancelled()


def perform(run_id: str, step: str, worker: str = "") -> str:
    """Do one step of a run and note how it ended; never raises for what the file or the machine did."""
    run = Run.objects.get(pk=run_id)
    if run.state in Run.OVER:
        return str(run.state)  # The worker died after the step's last act, before the step was noted as done.
    if run.tries >= TRIES:
        return _fail(run, Poison(tries=run.tries, step=NAMES[step]).texts())
    if run.cancel_asked:
        return end(run, Run.State.CANCELLED, Cancelled().texts())
    executing.add(run.pk)
    try:
        return _done(run, step, worker)
    finally:
        executing.discard(run.pk)


def _done(run: Run, step: str, worker: str) -> str:
    _begin(run, step, worker)
    began, cpu = time.perf_counter(), _cpu()
    try:
        answer = STEPS[step](run, Watch(run))
    except Cancelled as cancelled:
        return end(run, Run.State.CANCELLED, cancelled.texts())
    except Problem as problem:
        return _fail(run, problem.texts())
    except Exception as error:
        logger.exception("run %s, step %s", run.pk, step)
        return _fail(run, _explain(error, run, step))
    _account(run, time.perf_counter() - began, _cpu() - cpu)
    return answer


def _cpu() -> float:
    """CPU seconds of this process and of the children that read its files."""
    return time.process_time() + cpu_seconds()


def end(run: Run, state: str, reason: Text | None = None) -> str:
    """Close a run. Scratch goes; the kept bytes stay for a retry."""
    handover.clear(the_store(), run)  # first, for the room that the database may need
    run.state, run.reason, run.finished_at = state, reason or {}, timezone.now()
    _noted(lambda: run.save(update_fields=["state", "reason", "finished_at"]))
    return state


def _noted(write: Callable[[], object]) -> None:
    """Write to the database, however long its disk is full: what was done must be told, and nothing else can be done anyway."""
    while True:
        try:
            write()
            return
        except OperationalError as error:
            if not disk.is_full(error):
                raise
            logger.error("the disk of the database is full; the worker waits for room")
            time.sleep(WAIT_SECONDS)


def fetch(run: Run, watch: Watch) -> str:
    """Keep the bytes under their hash, unless an upload or an earlier attempt did."""
    if run.sha256 or fetching.fetch(run, watch):
        uploaded.release(run)
        return NEXT
    return end(run, Run.State.UNCHANGED)


def read(run: Run, watch: Watch) -> str:
    """Turn the bytes into staged tables, or say why there is none. What is known so far can be read on the run's page."""
    reading = handover.reading(the_store(), run, watch)
    fetching.require_data(run, reading)
    run.receipt = {**assess.partial(run, reading), "costs": run.receipt.get("costs", {})}
    run.save(update_fields=["receipt"])
    return NEXT


def infer(run: Run, watch: Watch) -> str:
    """Find the type of every column from all its values."""
    handover.typed(the_store(), run, watch)
    return NEXT


def check(run: Run, watch: Watch) -> str:
    """Look for what a person should know or must decide; write the receipt."""
    run.receipt = {**assess.receipt(the_store(), run, watch), "costs": run.receipt.get("costs", {})}
    assess.carry(run)
    run.save(update_fields=["receipt", "decisions"])
    if run.publish_when_clean and not assess.blocking(run) and not assess.doubtful(run):
        return NEXT
    run.state = Run.State.READY
    run.save(update_fields=["state"])
    return WAITS


def publish_(run: Run, watch: Watch) -> str:
    """Build the revisions aside and move the pointers in one transaction; then count the columns of what is large."""
    state = publish.publish(run, watch)
    handover.clear(the_store(), run)
    counting.count(run)
    return state


STEPS: dict[str, Callable[[Run, Watch], str]] = {
    "fetch": fetch, "read": read, "infer": infer, "check": check, "publish": publish_,
}  # fmt: skip


def _begin(run: Run, step: str, worker: str) -> None:
    run.state, run.step, run.worker, run.heartbeat = Run.State.RUNNING, step, worker, timezone.now()
    run.rows_done = 0
    _noted(lambda: run.save(update_fields=["state", "step", "worker", "heartbeat", "rows_done"]))
    _noted(lambda: Run.objects.filter(pk=run.pk).update(tries=F("tries") + 1))


def _account(run: Run, seconds: float, cpu: float) -> None:
    """The step is done: its tries are forgotten, its costs are added to the receipt."""
    run.refresh_from_db(fields=["receipt"])
    costs = run.receipt.get("costs", {})
    run.receipt["costs"] = {
        "seconds": round(costs.get("seconds", 0) + seconds, 3),
        "cpu_seconds": round(costs.get("cpu_seconds", 0) + cpu, 3),
    }
    run.tries = 0
    _noted(lambda: run.save(update_fields=["receipt", "tries"]))


def _fail(run: Run, reason: Text) -> str:
    return end(run, Run.State.FAILED, reason)


def _explain(error: Exception, run: Run, step: str) -> Text:
    if disk.is_full(error):
        return DiskFull(home=the_store().home, step=NAMES[step]).texts()
    detail = f"{type(error).__name__}: {str(error)[:300]}"
    return Unexpected(step=NAMES[step], detail=detail, run=run.pk).texts()
