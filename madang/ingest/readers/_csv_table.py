"""Stages the rows of one table of delimited text, and accounts for every record of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest.furniture import Furniture, Totals, footers, is_note
from madang.ingest.readers._csv_head import Plan
from madang.ingest.records import Block, Records
from madang.ingest.staging import Stage
from madang.ingest.tables import Finding, Staged
from madang.lib.problems import Problem

TAIL = 20  # rows held back until the end shows which are footers


class RowsLost(Problem):
    en = "{name}: {records} records were read but {kept} were accounted for. This is a defect of Madang; nothing was published."
    ko = "{name}: 레코드 {records}건을 읽었으나 {kept}건만 설명됩니다. 마당의 결함이며 아무것도 게시하지 않았습니다."


class Table:
    """Stages the rows after the header, holding the last ones back until the end shows which are footers."""

    def __init__(self, name: str, plan: Plan, records: Records, scratch: Path) -> None:
        self.plan, self.records = plan, records
        self.furniture, self.totals = Furniture(), Totals()
        self.furniture_above()
        self.stager = Stage(scratch, name, plan.headers)
        self.held: pa.Table | None = None
        self.late: list[tuple[int, dict[str, str], str]] = []  # rejects after the last row that was read
        self.seen = self.mended = 0
        self.blank: set[int] = set()  # the last blank lines

    def furniture_above(self) -> None:
        for line, text in self.plan.above:
            self.furniture.add(line, "preamble" if text.strip() else "blank", text)

    def stage(self, text: Iterator[bytes]) -> Staged:
        with self.stager:
            for block in self.records.blocks(text, self.plan.line):
                self._add(block)
            self._finish()
        self.totals.note(self.furniture)
        self._account()
        facts = {
            "dialect": self.records.dialect.facts,
            "header_rows": list(self.plan.header_lines),
            "records": self.seen,
            "mended": self.mended,
            **self.furniture.facts,
        }
        return self.stager.staged(facts)

    @property
    def findings(self) -> tuple[Finding, ...]:
        if not self.mended:
            return ()
        text = {
            "en": f"{self.mended:,} rows had fewer or more cells than columns, all of them empty: they were filled up or cut.",
            "ko": f"{self.mended:,}개 행의 셀 수가 열 수와 달랐습니다. 모자라거나 남는 셀이 모두 비어 있어 맞추었습니다.",
        }
        return (Finding("ragged-rows", "info", text, count=self.mended),)

    def _add(self, block: Block) -> None:
        self.seen += block.records
        self.mended += block.mended
        for line in block.blank:
            self.furniture.add(line, "blank")
        self.blank = set(block.blank[-TAIL:])
        table = block.table if self.held is None else pa.concat_tables([self.held, block.table])
        if block.table.num_rows:
            self._reject_late()
        newest = block.table["line"][-1].as_py() if block.table.num_rows else 0
        for reject in sorted(block.rejects, key=lambda one: one[0]):
            if reject[0] > newest:
                self.late.append(reject)
            else:
                self.stager.reject(*reject)
        if len(self.late) > TAIL:
            self._reject_late()
        keep = max(0, table.num_rows - TAIL)
        self._write(table.slice(0, keep))
        self.held = table.slice(keep)

    def _write(self, table: pa.Table) -> None:
        table = self._without_headers(table)
        self.totals.look(table)
        self.stager.write(table)

    def _without_headers(self, table: pa.Table) -> pa.Table:
        """Take out rows that repeat the header, as files joined end to end have them."""
        labels = [header.header for header in self.plan.headers]
        if len(self.plan.header_lines) != 1 or not labels[0] or not table.num_rows:
            return table
        same = pc.equal(table["c1"], labels[0])
        for position, label in enumerate(labels[1:], 2):
            if not pc.any(same).as_py():
                return table
            same = pc.and_(same, pc.equal(table[f"c{position}"], label))
        for line in table["line"].filter(same).to_pylist():
            self.furniture.add(line, "repeated header", " ".join(labels))
        return table.filter(pc.invert(same))

    def _reject_late(self) -> None:
        for reject in self.late:
            self.stager.reject(*reject)
        self.late = []

    def _finish(self) -> None:
        for line, reason, text in self.late:
            alone = self.records.dialect.delimiter not in text and line - 1 in self.blank
            if self.plan.shape.width > 2 and (is_note(text) or alone):
                self.furniture.add(line, "footer", text)
            else:
                self.stager.reject(line, reason, text)
        if self.held is None:
            return
        rows = [(row["line"], list(row.values())[:-1]) for row in self.held.to_pylist()]
        notes = set(footers(rows, self.plan.shape.width)) if len(rows) > 1 else set()
        for line, cells in rows:
            if line in notes:
                self.furniture.add(line, "footer", cells[0] or "")
        self._write(self.held.filter(pa.array([line not in notes for line, _ in rows])))

    def _account(self) -> None:
        """Every record is a row, a reject or furniture; anything else is a defect, and stops the load."""
        above = len(self.plan.above)
        kept = self.stager.rows + self.stager.reject_count + self.furniture.removed - above
        if kept != self.seen:
            raise RowsLost(name=self.plan.name, records=self.seen, kept=kept)
