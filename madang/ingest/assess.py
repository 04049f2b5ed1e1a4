"""What a load found and what a person decided about it: the findings of a run, which of them block, and its receipt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from madang.catalog import opening
from madang.catalog.models import Resource, Revision
from madang.ingest import handover, naming
from madang.ingest.models import Run
from madang.ingest.receipts import standing
from madang.ingest.tables import Finding, Reading
from madang.lib.problems import Problem
from madang.store import Store, originals
from madang.store import reading as rows

if TYPE_CHECKING:
    from madang.ingest import check

BLOCKING = standing.BLOCKING
CHANGES = ("drop", "mask", "suppress", "generalise")
"""Decisions that change the rows, the strongest first."""
DECISIONS = (*CHANGES, "justify")
SMALL = "small-cells"


HIDDEN_BEFORE = {
    "en": "{column} is hidden in the revision that is served, so it is hidden again, though nothing of the kind was found in it now."
    " Say why if it may be shown.",
    "ko": "{column} 열은 지금 게시된 판에서 가려져 있습니다. 이번에는 해당하는 값을 찾지 못했지만 그대로 가립니다."
    " 공개해도 되면 까닭을 적으세요.",
}
HIDDEN_GONE = {
    "en": "{column}, which was hidden, is gone, and {new} is new. Is it the same under another name?"
    " Then take it out of the file; if not, say so.",
    "ko": "가려졌던 {column} 열이 없어지고 {new} 열이 새로 생겼습니다. 이름만 바뀐 것은 아닌지 확인하세요."
    " 같은 열이면 파일에서 빼고, 아니면 그렇게 적으세요.",
}


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
        if finding["severity"] in BLOCKING and not _holds(run, run.decisions.get(finding["id"]))
    ]


def _holds(run: Run, decision: dict[str, Any] | None) -> bool:
    """A reason that was given while fewer could read the dataset holds no more."""
    return decision is not None and not (
        decision["what"] == "justify" and opening.wider(decision.get("access", run.access), run.access)
    )


def doubtful(run: Run) -> bool:
    """Whether only a person may publish it, as `standing.doubtful` says."""
    return standing.doubtful(run.receipt)


def changing(run: Run, table: str | None, kinds: Collection[str] = CHANGES) -> dict[str, str]:
    """`{column: decision}` for the columns of one table (of all tables when None) that a decision changes.

    Where several findings of one column were decided, the strongest decision holds.
    """
    made = [
        (column, run.decisions[finding["id"]]["what"])
        for finding in run.receipt.get("findings", [])
        if (table is None or finding["table"] == table) and run.decisions.get(finding["id"], {}).get("what") in kinds
        for column in ([finding["column"]] if finding["column"] else finding["sample"])
    ]
    return dict(sorted(made, key=lambda one: -CHANGES.index(one[1])))


def choices(finding: dict[str, Any], receipt: dict[str, Any]) -> tuple[str, ...]:
    """The decisions that can be made about a finding; small counts are emptied in all columns that it names.

    Only days can be made coarser, so nothing else is offered it: the publication would fail.
    """
    if finding["code"] == SMALL:
        return ("suppress", "justify")
    if not finding["column"]:
        return ("justify",)
    kinds = {
        (table["name"], column["name"]): column["type"] for table in receipt["tables"] for column in table["columns"]
    }
    days = kinds.get((finding["table"], finding["column"])) in ("date", "datetime")
    return tuple(what for what in DECISIONS if what != "suppress" and (days or what != "generalise"))


def decide(run: Run, finding_id: str, what: str, why: str, by: str) -> None:
    """Note a decision in the run and its receipt. Raises `UnknownFinding`, `OddDecision`, `NoReason`."""
    findings = {finding["id"]: finding for finding in run.receipt.get("findings", [])}
    if finding_id not in findings:
        raise UnknownFinding(finding=finding_id, known=", ".join(findings) or "-")
    finding = findings[finding_id]
    possible = choices(finding, run.receipt)
    if what not in possible:
        raise OddDecision(what=what, finding=finding_id, possible=", ".join(possible))
    if what == "justify" and not why.strip():
        raise NoReason(finding=finding["column"] or finding_id)
    decision = {"what": what, "why": why.strip(), "by": by, "at": timezone.now().isoformat(), "access": run.access}
    run.decisions = {**run.decisions, finding_id: decision}
    finding["decision"] = decision


def receipt(store: Store, run: Run, progress: Callable[[int], None]) -> dict[str, Any]:
    """Run every check, compare with what is served, and write down how the file was read.

    Reasons given before are forgotten: they were given for what stood there when the file was read differently.
    """
    from madang.ingest import check, unread
    from madang.ingest.receipts import receipt as writer

    run.decisions = {id: decision for id, decision in run.decisions.items() if decision["what"] != "justify"}
    reading, tables = handover.reading(store, run, progress), handover.typed(store, run, progress)
    names = naming.resources([table.staged.name for table in tables], run.target.get("resource", ""))
    current = served(run)
    findings = list(reading.findings)
    for name, table in zip(names, tables, strict=True):
        previous = _previous(store, current[name]) if name in current else None
        findings += check.check(table.staged, table.columns, previous, table.location)
    if not tables:
        findings += _table_gone(run, current)
    findings += unread.unlooked(reading)
    findings += unread.findings(originals.path(store, run.sha256), run.file_name, reading)
    return writer.receipt(
        run.file_name, run.bytes, run.sha256, reading, [table.columns for table in tables],
        [table.location for table in tables], findings, run.decisions, {},
    )  # fmt: skip


def partial(run: Run, reading: Reading) -> dict[str, Any]:
    """The receipt as soon as the file is read, before types and checks."""
    from madang.ingest.receipts import receipt as writer

    return writer.partial(run.file_name, run.bytes, run.sha256, reading)


def carry(run: Run) -> None:
    """Decide again what was decided for the revision that is served: a column that was hidden then is hidden now.

    Also when the checks find less in it this time, or nothing: fewer than half of the values look like names, say. Only what
    hides is carried over; that something personal may be shown, a person says each time.
    """
    current = served(run)
    earlier = {finding["id"]: finding for revision in current.values() for finding in _hiding(revision)}
    found = {finding["id"] for finding in run.receipt["findings"]}
    unfound = [finding for id, finding in earlier.items() if id not in found and finding["column"]]
    run.receipt["findings"] += [again for finding in unfound if (again := _again(run, current, finding))]
    for finding in run.receipt["findings"]:
        if finding["id"] in earlier:
            kept = run.decisions.get(finding["id"]) or earlier[finding["id"]]["decision"]
            run.decisions = {**run.decisions, finding["id"]: kept}
            finding["decision"] = kept


def _hiding(revision: Revision) -> list[dict[str, Any]]:
    """The findings of a revision whose decision hides something."""
    findings = revision.receipt.get("findings", [])
    return [finding for finding in findings if (finding.get("decision") or {}).get("what") in CHANGES]


def _again(run: Run, served: dict[str, Revision], finding: dict[str, Any]) -> dict[str, Any] | None:
    """What is told of a column that was hidden, in which nothing is found now; None when it has gone and nothing came for it."""
    table = next((one for one in run.receipt["tables"] if one["name"] == finding["table"]), {"columns": []})
    names = {column["name"] for column in table["columns"]}
    if finding["column"] in names:
        text = {language: words.format(column=finding["column"]) for language, words in HIDDEN_BEFORE.items()}
        return {**finding, "text": text, "count": 0, "sample": [], "decision": None}
    known = {column["name"] for revision in served.values() for column in revision.schema}
    known |= {one["column"] for revision in served.values() for one in _hiding(revision)}
    if not names - known:
        return None
    some = ", ".join(sorted(names - known)[:5])
    text = {language: words.format(column=finding["column"], new=some) for language, words in HIDDEN_GONE.items()}
    gone = Finding("hidden-column-gone", "breaking", text, finding["table"], finding["column"])
    return {**asdict(gone), "id": gone.id, "sample": [], "decision": run.decisions.get(gone.id)}


def served(run: Run) -> dict[str, Revision]:
    """The current revision of each table of the dataset, by the name of its resource."""
    found = Resource.objects.filter(dataset__slug=run.target.get("dataset", ""), current__rows__isnull=False)
    return {resource.name: resource.current for resource in found.select_related("current") if resource.current}


def _previous(store: Store, revision: Revision) -> check.Previous:
    from madang.ingest import check

    columns = [column for table in revision.receipt.get("tables", []) for column in table.get("columns", [])]
    key = revision.resource.key
    return check.Previous.of(revision.schema, revision.rows or 0, columns, rows.files(store, revision.pk), key)


def _table_gone(run: Run, served: dict[str, Revision]) -> list[Finding]:
    """A file without a table where one is served: most likely an error page, and nothing that may replace it unseen."""
    name = run.target.get("resource") or "data"
    if name not in served:
        return []
    text = {
        "en": f"No table was found, but {name} serves one. Ask the sender for the file, or decide to keep this one beside it.",
        "ko": f"표를 찾지 못했지만 {name}에는 게시된 표가 있습니다. 보낸 곳에 확인하거나 이 파일을 따로 보관할지 정하세요.",
    }
    return [Finding("table-gone", "breaking", text)]
