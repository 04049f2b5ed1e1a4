"""What a load found and what a person decided about it: the findings of a run, which of them block, and its receipt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.utils import timezone

from madang.ingest import handover
from madang.ingest.models import Run
from madang.lib.problems import Problem
from madang.store import Store

BLOCKING = ("personal", "breaking")
CHANGES = ("drop", "mask", "generalise")
DECISIONS = (*CHANGES, "justify")


class UnknownFinding(Problem):
    en = "This run has no finding {finding}. It has: {known}."
    ko = "이 실행에는 {finding} 항목이 없습니다. 있는 항목: {known}."


class OddDecision(Problem):
    en = "{what} is not a decision about {finding}. Possible: {possible}."
    ko = "{what}은(는) {finding} 항목에 할 수 있는 결정이 아닙니다. 가능한 결정: {possible}."


class NoReason(Problem):
    en = "Say why {finding} may be published as it is: the reason stands in the public receipt."
    ko = "{finding} 항목을 그대로 게시해도 되는 사유를 적으세요. 사유는 공개 이력에 남습니다."


def blocking(run: Run) -> list[str]:
    """The ids of findings that must be decided before anything of this run is published."""
    return [
        finding["id"]
        for finding in run.receipt.get("findings", [])
        if finding["severity"] in BLOCKING and finding["id"] not in run.decisions
    ]


def changing(run: Run, table: str | None, kinds: Collection[str] = CHANGES) -> dict[str, str]:
    """`{column: decision}` for the columns of one table (of all tables when None) that a decision changes."""
    return {
        finding["column"]: run.decisions[finding["id"]]["what"]
        for finding in run.receipt.get("findings", [])
        if finding["column"]
        and (table is None or finding["table"] == table)
        and run.decisions.get(finding["id"], {}).get("what") in kinds
    }


def decide(run: Run, finding_id: str, what: str, why: str, by: str) -> None:
    """Note a decision in the run and its receipt. Raises `UnknownFinding`, `OddDecision`, `NoReason`."""
    findings = {finding["id"]: finding for finding in run.receipt.get("findings", [])}
    if finding_id not in findings:
        raise UnknownFinding(finding=finding_id, known=", ".join(findings) or "-")
    finding = findings[finding_id]
    possible = DECISIONS if finding["column"] else ("justify",)
    if what not in possible:
        raise OddDecision(what=what, finding=finding_id, possible=", ".join(possible))
    if what == "justify" and not why.strip():
        raise NoReason(finding=finding_id)
    decision = {"what": what, "why": why.strip(), "by": by, "at": timezone.now().isoformat()}
    run.decisions = {**run.decisions, finding_id: decision}
    finding["decision"] = decision


def receipt(store: Store, run: Run, progress: Callable[[int], None]) -> dict[str, Any]:
    """Run every check and write down how the file was read."""
    from madang.ingest import check
    from madang.ingest import receipt as writer

    reading, tables = handover.reading(store, run, progress), handover.typed(store, run, progress)
    findings = list(reading.findings)
    for table in tables:
        findings += table.location.findings if table.location else ()
        findings += check.check(table.staged, table.columns, None)
    return writer.receipt(
        run.file_name, run.bytes, run.sha256, reading, [table.columns for table in tables],
        [table.location for table in tables], findings, run.decisions, {},
    )  # fmt: skip
