"""When a revision is withdrawn, what runs of studies repeat of its rows goes with it: reports, certificates, drafts, numbers.

The tables that were published of it stay, as of any revision that others were made from: `madang withdraw` lists them for a person.
"""

from __future__ import annotations

from typing import Any

from madang.analysis.models import StudyFile, StudyRun
from madang.catalog.models import Revision
from madang.lib.problems import Problem


class InputWithdrawn(Problem):
    en = "Revision {number} of {table}, which this run read, was withdrawn. Its report, certificates and figures are gone."
    ko = "이 실행이 읽은 {table}의 개정판 {number}이(가) 철회되었습니다. 보고서, 증명서, 수치를 지웠습니다."


def forget(sender: type[Revision], instance: Revision, **_: Any) -> None:
    """Called by Django whenever a revision was saved, in the same transaction."""
    if instance.state != Revision.State.WITHDRAWN:
        return
    runs = StudyRun.objects.values_list("pk", "inputs")
    read = [pk for pk, inputs in runs if any(one["revision"] == instance.pk for one in inputs.values())]
    if not read:
        return
    reason = InputWithdrawn(number=instance.number, table=str(instance.resource)).texts()
    StudyFile.objects.filter(run__in=read).delete()
    StudyRun.objects.filter(pk__in=read).update(quality={}, said={})
    StudyRun.objects.filter(pk__in=read, state__in=StudyRun.DONE).update(reason=reason)
