"""One sheet of a workbook as a table: where it begins, its stacked headers, merged cells, and the type of each column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.ingest.furniture import Furniture, Totals, footers
from madang.ingest.headers import headers
from madang.ingest.no_table import refuse_wide
from madang.ingest.shape import shape, split
from madang.ingest.staging import Stage
from madang.ingest.tables import Choices, Staged

HEAD_ROWS = 1_000
BATCH = 10_000
Cell = Any  # str, int, float, bool, datetime, date, time, timedelta; "" for an empty cell
NATIVE: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "datetime": pa.timestamp("us"),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


class Sheet:
    """Rows of a sheet with their numbers, merged cells filled; `source` is calamine's sheet."""

    def __init__(self, name: str, source: Any) -> None:
        self.name, self._source = name, source
        self.start = source.start or (0, 0)
        self._merged = self._fills()

    @property
    def empty(self) -> bool:
        return self._source.height == 0 or self._source.end is None

    @property
    def width(self) -> int:
        return int(self._source.width)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield (row number in the sheet from 1, cells). calamine begins with row 1 but with the first used column."""
        for number, cells in enumerate(self._source.iter_rows()):
            yield number + 1, self._filled(number, cells)

    def _filled(self, number: int, cells: list[Cell]) -> list[Cell]:
        for column, value in self._merged.get(number, {}).items():
            if column < len(cells) and cells[column] == "":
                cells[column] = value
        return cells

    def _fills(self) -> dict[int, dict[int, Cell]]:
        """Cells that a merged region covers, by row and column, with the value of its first cell."""
        regions = list(self._source.merged_cell_ranges or ())
        tops = {region[0][0] for region in regions}
        if not tops:
            return {}
        values = {number: row for number, row in enumerate(self._source.iter_rows()) if number in tops}
        left = int(self.start[1])
        fills: dict[int, dict[int, Cell]] = {}
        for (top, begin), (bottom, end) in regions:
            row = values.get(top, [])
            if not begin - left < len(row) or (bottom - top) * (end - begin) > 1_000_000:
                continue
            for number in range(top, bottom + 1):
                fills.setdefault(number, {}).update(
                    dict.fromkeys(range(begin - left, end - left + 1), row[begin - left])
                )
        return fills

    def notes(self) -> list[str]:
        """The rows of a sheet of notes as lines of text: `통계표ID: DT_201004`."""
        lines = (
            ": ".join(text(cell).strip() for cell in cells if text(cell).strip())
            for _, cells in islice(self.rows(), 100)
        )
        return [line[:500] for line in lines if line]


def text(cell: Cell) -> str:
    """A cell as a person sees it: `3.0` is 3, a date at midnight is a date."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, dt.datetime):
        return str(cell.date()) if cell.time() == dt.time() else cell.isoformat(" ")
    return str(cell)


def stage_sheet(sheet: Sheet, choices: Choices, scratch: Path, facts: dict[str, Any]) -> list[Staged]:
    """Stage the tables of a sheet: one, or several that stand below one another in a small sheet; [] when there is none."""
    refuse_wide(sheet.name, sheet.width)
    head = [(number, [text(cell) for cell in cells]) for number, cells in islice(sheet.rows(), HEAD_ROWS)]
    if sum(1 for _, cells in head for cell in cells if cell.strip()) < 2:
        return []
    wanted = choices.get("header_rows")
    if wanted is not None or len(head) == HEAD_ROWS:
        chosen = None if wanted is None else [at for at, (number, _) in enumerate(head) if number in wanted]
        return _stage_part(sheet, sheet.name, head, chosen, None, scratch, facts)
    parts = split([cells for _, cells in head])
    ends = [head[first][0] for first, _ in parts[1:]] + [None]
    tables: list[Staged] = []
    for number, ((first, _), end) in enumerate(zip(parts, ends, strict=True), 1):
        rows = [row for row in head[first:] if end is None or row[0] < end]
        name = sheet.name if len(parts) == 1 else f"{sheet.name} {_title(rows) or number}"
        tables += _stage_part(sheet, name, rows, None, end, scratch, facts)
    return tables


def _title(rows: list[tuple[int, list[str]]]) -> str:
    filled = [cell.strip() for cell in rows[0][1] if cell.strip()]
    return filled[0] if len(filled) == 1 else ""


def _stage_part(
    sheet: Sheet,
    name: str,
    head: list[tuple[int, list[str]]],
    header: list[int] | None,
    end: int | None,
    scratch: Path,
    facts: dict[str, Any],
) -> list[Staged]:
    """Stage the rows of the sheet from the first of `head` to before `end` as one table."""
    grid = [cells for _, cells in head]
    found = shape(grid, header)
    furniture, totals = Furniture(), Totals()
    for at in range(found.body):
        if at not in found.header:
            line = " ".join(cell for cell in grid[at] if cell.strip())
            furniture.add(head[at][0], "preamble" if line else "blank", line)
    first = head[found.body][0] if found.body < len(head) else head[-1][0] + 1
    kinds, notes, seen = _survey(_between(sheet, first, end), found.width)
    native = {f"c{at}": NATIVE[kind] for at, kind in enumerate(kinds, 1) if kind in NATIVE}
    stage = Stage(scratch, name, headers([grid[at] for at in found.header], found.width), native)
    with stage:
        rows = _between(sheet, first, end)
        while part := list(islice(rows, BATCH)):
            table = _table(stage.schema, kinds, part, found.width, notes, furniture)
            totals.look(table)
            stage.write(table)
    if not stage.rows and not found.header:
        return []
    totals.note(furniture)
    described = {"sheet": sheet.name, "header_rows": [head[at][0] for at in found.header], "records": seen, **facts}
    return [stage.staged({**described, **furniture.facts})]


def _between(sheet: Sheet, first: int, end: int | None) -> Iterator[tuple[int, list[Cell]]]:
    return (row for row in sheet.rows() if row[0] >= first and (end is None or row[0] < end))


def _survey(rows: Iterator[tuple[int, list[Cell]]], width: int) -> tuple[list[str], set[int], int]:
    """The kind of each column over all rows ("text" when mixed), the lines of closing notes, and the rows seen."""
    kinds: list[set[str]] = [set() for _ in range(width)]
    seen = 0
    pending: list[tuple[int, list[Cell]]] = []
    for number, cells in rows:
        seen += 1
        pending.append((number, cells))
        if len(pending) > 20:
            _note_kinds(kinds, pending.pop(0)[1])
    last = [(number, [text(cell) for cell in cells]) for number, cells in pending if any(cell != "" for cell in cells)]
    notes = set(footers(last, width)) if len(last) > 1 else set()
    for number, cells in pending:
        if number not in notes:
            _note_kinds(kinds, cells)
    return [_settle(found) for found in kinds], notes, seen


def _note_kinds(kinds: list[set[str]], cells: Sequence[Cell]) -> None:
    for found, cell in zip(kinds, cells, strict=False):
        if cell != "":
            found.add(_kind(cell))


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, int) or (isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53):
        return "integer"
    if isinstance(cell, float):
        return "number"
    if isinstance(cell, dt.datetime):
        return "date" if cell.time() == dt.time() else "datetime"
    return "date" if isinstance(cell, dt.date) else "text"


def _settle(found: set[str]) -> str:
    if found <= {"integer", "number"} and len(found) == 2:
        return "number"
    if found == {"date", "datetime"}:
        return "datetime"
    return next(iter(found)) if len(found) == 1 else "text"


def _table(
    schema: pa.Schema,
    kinds: list[str],
    part: list[tuple[int, list[Cell]]],
    width: int,
    notes: set[int],
    furniture: Furniture,
) -> pa.Table:
    kept: list[tuple[int, list[Cell]]] = []
    for number, cells in part:
        if number in notes:
            furniture.add(number, "footer", " ".join(text(cell) for cell in cells if cell != ""))
        elif all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            furniture.add(number, "blank")
        else:
            kept.append((number, cells))
    arrays = [
        _array([cells[at] if at < len(cells) else "" for _, cells in kept], kind, schema.field(at).type)
        for at, kind in enumerate(kinds[:width])
    ]
    return pa.Table.from_arrays([*arrays, pa.array([number for number, _ in kept], pa.int64())], schema=schema)


def _array(cells: list[Cell], kind: str, target: pa.DataType) -> pa.Array:
    """A column: empty cells of a native column are NULL, of a text column ''."""
    if kind not in NATIVE:
        return pa.array([text(cell) for cell in cells], pa.string())
    convert: dict[str, Any] = {"integer": int, "number": float, "date": _date, "datetime": _moment, "boolean": bool}
    return pa.array([None if cell == "" else convert[kind](cell) for cell in cells], target)


def _date(cell: dt.date) -> dt.date:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def _moment(cell: dt.date) -> dt.datetime:
    return cell if isinstance(cell, dt.datetime) else dt.datetime.combine(cell, dt.time())
