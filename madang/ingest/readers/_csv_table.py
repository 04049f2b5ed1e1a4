"""Stages the rows of one table of delimited text, and accounts for every record of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest.delimited.dialect import Dialect
from madang.ingest.delimited.records import Records
from madang.ingest.delimited.records_layout import Block
from madang.ingest.readers._csv_boundary import Boundary
from madang.ingest.readers._csv_findings import header_width, ragged, stray_quotes
from madang.ingest.readers._csv_head import Plan
from madang.ingest.shape.furniture import Furniture, footers, is_note
from madang.ingest.shape.totals import Totals
from madang.ingest.staging import Stage
from madang.ingest.tables import Finding, Staged
from madang.lib.problems import Problem

TAIL = 20  # rows held back until the end shows which are footers


class RowsLost(Problem):
    en = "{name}: {records} records were read but {kept} were accounted for. This is a defect of Madang; nothing was published."
    ko = "{name}: 레코드 {records}건을 읽었으나 {kept}건만 설명됩니다. 마당의 결함이며 아무것도 게시하지 않았습니다."


class Table:
    """Stages the rows after the header, holding the last ones back until the end shows which are footers.

    The table ends at line `until`, or at a line where `rows_at(line)`, the rows from there on, have the shape of another table; then
    `next` is that line.
    """

    def __init__(
        self,
        plan: Plan,
        dialect: Dialect,
        scratch: Path,
        until: int | None = None,
        rows_at: Callable[[int], list[list[str]]] | None = None,
    ) -> None:
        self.plan, self.dialect, self.records = plan, dialect, Records(**vars(plan.layout(dialect)))
        self.furniture, self.totals = Furniture(), Totals()
        self.furniture_above()
        self.stager = Stage(scratch, "", plan.headers, compression="none")
        self.boundary = Boundary(plan, dialect, rows_at)
        self.next = until
        self.held: pa.Table | None = None
        self.late: list[tuple[int, dict[str, str], str]] = []  # rejects after the last row that was read
        self.seen = self.mended = self.quotes = self.read = 0
        self.blank: set[int] = set()  # the last blank lines
        self.short = 0  # the last line, when it is a refused row with some of the cells

    def furniture_above(self) -> None:
        for line, text in self.plan.above:
            self.furniture.add(line, "preamble" if text.strip() else "blank", text)

    def stage(self, text: Iterator[bytes]) -> Staged:
        with self.stager:
            for block in self.records.blocks(text, self.plan.line):
                self._add(self._of_this_table(block))
                if self.next is not None and self.plan.line + self.read >= self.next:
                    break
            self._finish()
        self.totals.note(self.furniture)
        self._account()
        facts = {
            "dialect": self.dialect.facts,
            "header_rows": list(self.plan.header_lines),
            "records": self.seen,
            "mended": self.mended,
            **self.furniture.facts,
        }
        return self.stager.staged(facts)

    def _of_this_table(self, block: Block) -> Block:
        """The part of the block above the next table."""
        self.read += block.lines
        end = self.plan.line + self.read
        if self.next is None:
            self.next = self.boundary.found(block)
        return block.above(self.next) if self.next is not None and self.next < end else block

    @property
    def findings(self) -> tuple[Finding, ...]:
        found = [ragged(self.mended)] if self.mended else []
        found += [stray_quotes(self.quotes)] if self.quotes else []
        if self.plan.header_lines and self.plan.named != self.plan.usual and self.stager.rows:
            empty = self.plan.usual > self.plan.shape.width
            found.append(header_width(self.plan.header_lines[-1], self.plan.named, self.plan.usual, empty))
        return tuple(found)

    def _add(self, block: Block) -> None:
        self.seen += block.records
        self.mended += len(block.mended)
        self.quotes += len(block.quotes)
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
            alone = self.dialect.delimiter not in text and line - 1 in self.blank
            if self.plan.shape.width > 2 and (is_note(text) or alone):
                self.furniture.add(line, "footer", text)
            else:
                self.stager.reject(line, reason, text)
                self.short = line if 0 < text.count(self.dialect.delimiter) < self.plan.shape.width - 1 else 0
        if self.held is None:
            return
        rows = [(row["line"], list(row.values())[:-1]) for row in self.held.to_pylist()]
        notes = set(footers(rows, self.plan.shape.width)) if len(rows) > 1 else set()
        for line, cells in rows:
            if line in notes:
                self.furniture.add(line, "footer", cells[0] or "")
        self._write(self.held.filter(pa.array([line not in notes for line, _ in rows], pa.bool_())))

    def _account(self) -> None:
        """Every record is a row, a reject or furniture; anything else is a defect, and stops the load."""
        above = len(self.plan.above)
        kept = self.stager.rows + self.stager.reject_count + self.furniture.removed - above
        if kept != self.seen:
            raise RowsLost(name=self.plan.name, records=self.seen, kept=kept)
