"""The first step of a load: ask its source, keep the bytes, and know whether they are new.

What a source answered last time is the mark of the newest pull whose content was read to a good end. A pull that failed later
leaves no mark, so the next one fetches the same content again and nothing is skipped for good.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import cast

from django.utils import timezone

from madang.catalog.storage import the_store
from madang.ingest import naming
from madang.ingest.models import Pull, Run
from madang.ingest.sources import Facts, Since, Unchanged, require_owner, source
from madang.ingest.tables import Reading
from madang.lib.problems import Problem, Text
from madang.store import originals

GOOD = (Run.State.READY, Run.State.PUBLISHED, Run.State.UNCHANGED)


class NotTheData(Problem):
    en = "The source did not send the data. {reason_en} Nothing was changed; what was published stays."
    ko = "출처가 데이터를 보내지 않았습니다. {reason_ko} 바뀐 것은 없으며 게시된 내용은 그대로입니다."


def fetch(run: Run, watch: Callable[[int], None]) -> bool:
    """Keep what the source of a run sends, under its hash. False when it has nothing new. Raises what the source raises."""
    known = _last_good(run)
    since = Since(known.at, known.run.sha256, known.mark) if known else Since()
    if run.asked_by is not None:  # not the operator, who opened it
        require_owner(run.source, run.source_settings, run.organisation.path if run.organisation else "")
    answer = source(run.source).fetch(run.source_settings, since)
    if isinstance(answer, Unchanged):
        if known:
            run.sha256, run.bytes, run.file_name = known.run.sha256, known.run.bytes, known.run.file_name
            run.save(update_fields=["sha256", "bytes", "file_name"])
        _note(run, dict(since.mark), answer.facts, answer.warning)
        return False
    with closing(cast(Generator[bytes, None, None], answer.chunks)) as chunks:
        kept = originals.keep(the_store(), chunks, watch)
    run.sha256, run.bytes, run.file_name = kept.sha256, kept.bytes, naming.file(answer.name or run.file_name)
    run.save(update_fields=["sha256", "bytes", "file_name"])
    _note(run, dict(answer.mark), answer.facts, None)
    return not since.sha256 or since.sha256 != kept.sha256


def require_data(run: Run, reading: Reading) -> None:
    """Raise `NotTheData` when a source that is asked again sent an error, an empty or a broken file: it is no new content.

    The kept bytes are given up, so a retry asks the source again.
    """
    pull = Pull.objects.filter(run=run).first()
    if pull is None or reading.no_table is None or not any(one.severity == "error" for one in reading.findings):
        return
    run.sha256, pull.mark = "", {}
    run.save(update_fields=["sha256"])
    pull.save(update_fields=["mark"])
    reason = reading.no_table["reason"]
    raise NotTheData(reason_en=reason["en"], reason_ko=reason["ko"])


def _last_good(run: Run) -> Pull | None:
    """The newest pull of the run's schedule that ended well."""
    own = Pull.objects.filter(run=run).first()
    if own is None or own.schedule_id is None:
        return None
    earlier = Pull.objects.filter(schedule_id=own.schedule_id).exclude(run=run).exclude(at=None).select_related("run")
    return next((pull for pull in earlier.order_by("-at")[:50] if _good(pull.run)), None)


def _good(run: Run) -> bool:
    """Whether its content was read, and waits, is published or was turned down by a person who saw it."""
    return bool(run.sha256) and (run.state in GOOD or (run.state == Run.State.CANCELLED and bool(run.receipt)))


def _note(run: Run, mark: dict[str, str], facts: Facts, warning: Text | None) -> None:
    """Write down what the source answered; a plain file answers nothing."""
    told = {"at": timezone.now(), "mark": mark, "facts": [list(fact) for fact in facts], "warning": warning or {}}
    if not Pull.objects.filter(run=run).update(**told) and (mark or facts):
        Pull.objects.create(run=run, **told)
