"""Delimited text: CSV, TSV and their relatives, in any dialect and encoding.

`_csv_head` looks at the first megabyte and plans, `_csv_table` stages the rows that follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from madang.ingest import dialect as dialects
from madang.ingest import encodings
from madang.ingest.no_table import EmptyFile
from madang.ingest.readers._csv_head import HEAD, TABULAR, Rows, numbered, opening, parts_of, plan_of, refuse_binary
from madang.ingest.readers._csv_table import Table
from madang.ingest.records import Records
from madang.ingest.tables import Choices, Reading

EXTENSIONS = (*TABULAR, ".txt", ".dat")
RANK = -10  # any text can be delimited text, so every other reader is asked first
Progress = Callable[[int], None]


def recognises(head: bytes, name: str) -> bool:
    return True


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Progress) -> Reading:
    """Read delimited text into one staged table; its facts hold dialect, header rows and furniture."""
    if not path.stat().st_size:
        raise EmptyFile(name=name)
    decision = encodings.decide(path, choices)
    head = opening(path, decision)
    refuse_binary(name, head)
    dialect = dialects.sniff(head, choices.get("delimiter"), choices.get("quote"))
    rows = list(numbered(head, dialect))
    parts = parts_of(rows, dialect, head, choices) if len(head) < HEAD else []
    if len(parts) > 1:
        progress(path.stat().st_size)
        return _several(name, dialect, parts, decision, choices, scratch)
    plan = plan_of(name, rows, len(dialects.lines_of(head)) + 1, choices)
    table = Table("", plan, Records(name, dialect, plan.shape.width, plan.short), scratch)
    staged = table.stage(_from_line(encodings.text_blocks(path, decision, progress), plan.line))
    return Reading("csv", (staged,), decision.receipt, findings=(*decision.findings, *table.findings))


def _several(
    name: str,
    dialect: dialects.Dialect,
    parts: list[tuple[Rows, list[str]]],
    decision: encodings.Decision,
    choices: Choices,
    scratch: Path,
) -> Reading:
    """Tables below one another in a small file: each is staged by itself, under its title or its number."""
    tables, findings = [], list(decision.findings)
    for number, (rows, lines) in enumerate(parts, 1):
        end = rows[0][0] + len(lines)
        plan = plan_of(name, rows, end, choices)
        title = plan.above[0][1].strip() if plan.above else ""
        table = Table(title or str(number), plan, Records(name, dialect, plan.shape.width, plan.short), scratch)
        body = "".join(lines[plan.line - rows[0][0] :]).encode()
        tables.append(table.stage(iter([body])))
        findings += table.findings
    return Reading("csv", tuple(tables), decision.receipt, findings=tuple(findings))


def _from_line(text: Iterator[bytes], line: int) -> Iterator[bytes]:
    """Skip the lines before `line` (1-based): they were read with the head."""
    skip, held = line - 1, b""
    for block in text:
        if skip <= 0:
            yield block
            continue
        held += block
        if len(held) < 2 * HEAD and held.count(b"\n") + held.count(b"\r") < skip:
            continue
        yield _after_lines(held, skip)
        skip, held = 0, b""
    if held:
        yield _after_lines(held, skip)


def _after_lines(data: bytes, skip: int) -> bytes:
    place = 0
    for _ in range(skip):
        ends = [at for at in (data.find(b"\n", place), data.find(b"\r", place)) if at >= 0]
        if not ends:
            return b""
        place = min(ends) + 1
        if data[place - 1 : place + 1] == b"\r\n":
            place += 1
    return data[place:]
