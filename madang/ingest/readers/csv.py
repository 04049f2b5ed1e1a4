"""Delimited text: CSV, TSV and their relatives, in any dialect and encoding.

`_csv_head` looks at the first megabyte of a table and plans, `_csv_table` stages the rows that follow, and tells where the
next table begins when several stand below one another.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from madang.ingest import encodings
from madang.ingest.delimited import sniffing
from madang.ingest.delimited.dialect import Dialect, lines_of
from madang.ingest.no_table import EmptyFile
from madang.ingest.readers._csv_findings import cut_off
from madang.ingest.readers._csv_head import TABULAR, first_part, first_rows, numbered, opening, plan_of, refuse_binary
from madang.ingest.readers._csv_lines import from_line
from madang.ingest.readers._csv_table import Table
from madang.ingest.tables import Choices, Finding, Reading, Staged

EXTENSIONS = (*TABULAR, ".txt", ".dat")
RANK = -10  # any text can be delimited text, so every other reader is asked first
TABLES = 100  # tables of one file; what follows stays with the last
Progress = Callable[[int], None]


def recognises(head: bytes, name: str) -> bool:
    return True


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Progress) -> Reading:
    """Read delimited text into its staged tables; their facts hold dialect, header rows and furniture."""
    if not path.stat().st_size:
        raise EmptyFile(name=name)
    decision = encodings.decide(path, choices)
    head = opening(path, decision)
    encodings.refuse_misfit(name, head, decision)
    refuse_binary(name, head)
    dialect = sniffing.sniff(head, choices.get("delimiter"), choices.get("quote"))
    file = _File(path, name, choices, scratch, progress, decision, dialect)
    line: int | None = 1
    while line is not None:
        line = file.table(line, head if line == 1 else opening(path, decision, line))
    return Reading("csv", file.named(), decision.receipt, findings=(*decision.findings, *file.findings))


class _File:
    """The tables of one file, as they are staged one after the other."""

    def __init__(
        self,
        path: Path,
        name: str,
        choices: Choices,
        scratch: Path,
        progress: Progress,
        decision: encodings.Decision,
        dialect: Dialect,
    ) -> None:
        self.path, self.name, self.choices, self.scratch = path, name, choices, scratch
        self.progress, self.decision, self.dialect = progress, decision, dialect
        self.tables: list[Staged] = []
        self.titles: list[str] = []
        self.findings: list[Finding] = []

    def table(self, line: int, head: str) -> int | None:
        """Stage the table that begins at `line`; returns the line where the next one begins."""
        rows, until = first_part(numbered(head, self.dialect, line), self.choices)
        plan = plan_of(self.name, rows, until or line + len(lines_of(head)), self.dialect, self.choices)
        alone = len(self.tables) + 1 >= TABLES or self.choices.get("header_rows") is not None
        table = Table(plan, self.dialect, self.scratch, until, None if alone else self._rows_at)
        text = encodings.text_blocks(self.path, self.decision, self.progress)
        self.tables.append(table.stage(from_line(text, plan.line)))
        self.titles.append(plan.above[0][1].strip() if plan.above else "")
        self.findings += table.findings
        if table.short and not _ends_a_line(self.path):
            self.findings.append(cut_off(table.short))
        return table.next

    def _rows_at(self, line: int) -> list[list[str]]:
        return first_rows(opening(self.path, self.decision, line), self.dialect)

    def named(self) -> tuple[Staged, ...]:
        """Several tables are named by their titles or numbers."""
        if len(self.tables) == 1:
            return tuple(self.tables)
        named = enumerate(zip(self.tables, self.titles, strict=True), 1)
        return tuple(replace(table, name=title or str(number)) for number, (table, title) in named)


def _ends_a_line(path: Path) -> bool:
    """Whether the last letter ends a line, also where letters have two or four bytes."""
    with path.open("rb") as file:
        file.seek(-min(4, path.stat().st_size), os.SEEK_END)
        return file.read().rstrip(b"\0").endswith((b"\n", b"\r"))
