"""Delimited text: CSV, TSV and their relatives, in any dialect and encoding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest import dialect as dialects
from madang.ingest import encodings
from madang.ingest.furniture import Furniture, Totals, footers, is_note
from madang.ingest.headers import headers
from madang.ingest.no_table import EmptyFile, NoRows, NotText, Prose, TooManyColumns
from madang.ingest.records import Block, Records
from madang.ingest.shape import Shape, shape, split
from madang.ingest.staging import Stage
from madang.ingest.tables import Choices, Finding, Header, Reading, Staged
from madang.lib.problems import Problem

EXTENSIONS = (".csv", ".tsv", ".tab", ".txt", ".dat", ".psv")
TABULAR = (".csv", ".tsv", ".tab", ".psv")
RANK = -10  # any text can be delimited text, so every other reader is asked first
HEAD = 1 << 20
HEAD_ROWS = 1_000
COLUMNS = 5_000
TAIL = 20
Rows = list[tuple[int, list[str]]]
Progress = Callable[[int], None]


class RowsLost(Problem):
    en = "{name}: {records} records were read but {kept} were accounted for. This is a defect of Madang; nothing was published."
    ko = "{name}: 레코드 {records}건을 읽었으나 {kept}건만 설명됩니다. 마당의 결함이며 아무것도 게시하지 않았습니다."


def recognises(head: bytes, name: str) -> bool:
    return True


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Progress) -> Reading:
    """Read delimited text into one staged table; its facts hold dialect, header rows and furniture."""
    if not path.stat().st_size:
        raise EmptyFile(name=name)
    decision = encodings.decide(path, choices)
    head = _head(path, decision)
    _refuse_binary(name, head)
    dialect = dialects.sniff(head, choices.get("delimiter"), choices.get("quote"))
    rows = list(_numbered(head, dialect))
    parts = _parts(rows, dialect, head, choices) if len(head) < HEAD else []
    if len(parts) > 1:
        progress(path.stat().st_size)
        return _several(name, dialect, parts, decision, choices, scratch)
    plan = _plan(name, rows, len(dialects.lines_of(head)) + 1, choices)
    table = _Table("", plan, Records(name, dialect, plan.shape.width, plan.short), scratch)
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
        plan = _plan(name, rows, end, choices)
        title = plan.above[0][1].strip() if plan.above else ""
        table = _Table(title or str(number), plan, Records(name, dialect, plan.shape.width, plan.short), scratch)
        body = "".join(lines[plan.line - rows[0][0] :]).encode()
        tables.append(table.stage(iter([body])))
        findings += table.findings
    return Reading("csv", tuple(tables), decision.receipt, findings=tuple(findings))


def _parts(rows: Rows, dialect: dialects.Dialect, head: str, choices: Choices) -> list[tuple[Rows, list[str]]]:
    """Rows and lines of each table in the head, when there are several; a person's header rows mean one table."""
    if choices.get("header_rows") is not None or len(rows) >= HEAD_ROWS:
        return []
    lines = dialects.lines_of(head)
    parts = split([cells for _, cells in rows])
    starts = [rows[first][0] for first, _ in parts] + [len(lines) + 1]
    return [
        (rows[first : parts[at + 1][0] if at + 1 < len(parts) else None], lines[starts[at] - 1 : starts[at + 1] - 1])
        for at, (first, _) in enumerate(parts)
    ]


def _head(path: Path, decision: encodings.Decision) -> str:
    """The first megabyte as text, cut after a whole line when the file goes on."""
    data = b""
    for block in encodings.text_blocks(path, decision):
        data += block
        if len(data) >= HEAD:
            break
    if len(data) < HEAD:
        return data.decode("utf-8", errors="ignore")
    data = data[:HEAD]
    cut = max(data.rfind(b"\n"), data.rfind(b"\r"))
    return data[: cut + 1 if cut > 0 else HEAD].decode("utf-8", errors="ignore")


def _refuse_binary(name: str, head: str) -> None:
    if head.count("\0") > len(head) / 10:
        raise NotText(name=name, nuls=head.count("\0"), bytes=len(head))


@dataclass(frozen=True)
class _Plan:
    """What the head of the file told. `above` are records before the data with their lines; `line` begins the data."""

    name: str
    shape: Shape
    headers: tuple[Header, ...]
    header_lines: tuple[int, ...]
    above: tuple[tuple[int, str], ...]
    line: int
    short: frozenset[int] = field(default=frozenset())


def _plan(name: str, rows: Rows, after: int, choices: Choices) -> _Plan:
    """`after` is the line after the last of `rows`, where the data begin when the rows are only a header."""
    if not rows or not any(cell.strip() for _, cells in rows for cell in cells):
        raise NoRows(name=name)
    grid = [cells for _, cells in rows]
    wanted = choices.get("header_rows")
    chosen = None if wanted is None else [at for at, (line, _) in enumerate(rows) if line in wanted]
    found = shape(grid, chosen)
    if found.width > COLUMNS:
        raise TooManyColumns(name=name, columns=found.width, limit=COLUMNS)
    _refuse_prose(name, grid, found.width, choices)
    above = tuple((rows[at][0], " ".join(grid[at])) for at in range(found.body) if at not in found.header)
    return _Plan(
        name,
        found,
        headers([grid[at] for at in found.header], found.width),
        tuple(rows[at][0] for at in found.header),
        above,
        rows[found.body][0] if found.body < len(rows) else after,
        _short_rows(grid[found.body :], found.width),
    )


def _refuse_prose(name: str, grid: list[list[str]], width: int, choices: Choices) -> None:
    """Text that is no CSV by its name must look like a table: most lines of one width, of two cells or more."""
    if name.lower().endswith(TABULAR) or choices.get("delimiter"):
        return
    filled = [cells for cells in grid if any(cell.strip() for cell in cells)]
    fitting = [cells for cells in filled if len(cells) == width or (len(cells) > width and cells[width - 1].strip())]
    share = sum(1 for cells in fitting if not any(cell.strip() for cell in cells[width:]) and width > 1) / len(filled)
    if share < 0.6 and len(filled) > 3:
        raise Prose(name=name, share=share)


def _numbered(head: str, dialect: dialects.Dialect) -> Iterator[tuple[int, list[str]]]:
    reader = dialect.reader(dialects.lines_of(head))
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1
        if line > HEAD_ROWS:
            return


def _short_rows(body: list[list[str]], width: int) -> frozenset[int]:
    """Widths below the table's that are common enough (a tenth of the rows) to be left-out empty cells at the end."""
    widths = [len(cells) for cells in body if any(cell.strip() for cell in cells)]
    return frozenset(one for one in set(widths) if 1 < one < width and widths.count(one) >= max(2, len(widths) / 10))


class _Table:
    """Stages the rows after the header, holding the last ones back until the end shows which are footers."""

    def __init__(self, name: str, plan: _Plan, records: Records, scratch: Path) -> None:
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
