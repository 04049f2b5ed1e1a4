"""Stages the tables of a sheet: where each begins, its stacked headers, and the type of each column over all its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.ingest.no_table import refuse_wide
from madang.ingest.shape import Shape, shape
from madang.ingest.shape.furniture import Furniture, footers
from madang.ingest.shape.headers import headers
from madang.ingest.shape.totals import Totals
from madang.ingest.staging import Stage
from madang.ingest.tables import Choices, Staged
from madang.ingest.workbooks.blocks import Block, Overview
from madang.ingest.workbooks.grid import Cell, Sheet, letters, text

HEAD_ROWS = 1_000
BATCH = 10_000
NATIVE: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "datetime": pa.timestamp("us"),
    "date": pa.date32(),
    "time": pa.time64("us"),
    "boolean": pa.bool_(),
}
Rows = Iterator[tuple[int, list[Cell]]]


@dataclass(frozen=True)
class Part:
    """A staged table of a sheet, with what findings need: its block, its first row of data, and the kinds in each column."""

    sheet: Sheet
    block: Block
    first: int
    staged: Staged
    kinds: tuple[frozenset[str], ...]


def stage_sheet(sheet: Sheet, choices: Choices, scratch: Path, facts: dict[str, Any]) -> list[Part]:
    """Stage the tables of a sheet, several when they stand below or beside one another; [] when there is none."""
    refuse_wide(sheet.name, sheet.width)
    wanted = choices.get("header_rows")
    blocks = _blocks(sheet) if wanted is None else [Block(1, None, 0, sheet.width)]
    parts: list[Part] = []
    for number, block in enumerate(blocks, 1):
        head = [(line, [text(cell) for cell in cells]) for line, cells in islice(_rows(sheet, block), HEAD_ROWS)]
        if sum(1 for _, cells in head for cell in cells if cell.strip()) < 2:
            continue
        chosen = None if wanted is None else [at for at, (line, _) in enumerate(head) if line in wanted]
        name = sheet.name if len(blocks) == 1 else f"{sheet.name} {_title(head) or number}"
        parts += _stage(sheet, name, block, head, chosen, scratch, _placed(sheet, block, facts, len(blocks)))
    return parts


def notes(sheet: Sheet) -> list[str]:
    """The rows of a sheet of notes as lines of text: `통계표ID: DT_201004`."""
    lines = (
        ": ".join(text(cell).strip() for cell in cells if text(cell).strip())
        for _, cells in islice(sheet.grid.raw(), HEAD_ROWS)
    )
    return [line[:500] for line in lines if line]


def is_prose(sheet: Sheet) -> bool:
    """Whether most of the first rows hold one or two texts and no number: a sheet named `안내소` or `Coverage` may be a table."""
    rows = [[cell for cell in cells if text(cell).strip()] for _, cells in islice(sheet.grid.raw(), 100)]
    filled = [cells for cells in rows if cells]
    wordy = [cells for cells in filled if len(cells) <= 2 and all(isinstance(cell, str) for cell in cells)]
    return len(wordy) * 2 > len(filled)


def _blocks(sheet: Sheet) -> list[Block]:
    overview = Overview()
    for number, cells in sheet.grid.raw():
        overview.add(number, cells)
    blocks = overview.blocks(sheet.width)
    # One table is everything from row 1, so that what stands above it is accounted for.
    return blocks if len(blocks) > 1 else [Block(1, None, 0, sheet.width)]


def _rows(sheet: Sheet, block: Block, first: int = 0) -> Rows:
    """The rows of a block from sheet row `first` on, with the columns of the block."""
    begin = max(first, block.first)
    whole = block.left == 0 and block.right >= sheet.width
    for number, cells in sheet.rows():
        if block.end is not None and number >= block.end:
            return
        if number >= begin:
            yield number, cells if whole else cells[block.left : block.right]


def _placed(sheet: Sheet, block: Block, facts: dict[str, Any], of: int) -> dict[str, Any]:
    """Where the table stands in its sheet, when it is one of several: `A:D`, from row 5."""
    if of == 1:
        return facts
    left = sheet.grid.left
    return {
        **facts,
        "columns": f"{letters(left + block.left)}:{letters(left + block.right - 1)}",
        "from_row": block.first,
    }


def _title(rows: list[tuple[int, list[str]]]) -> str:
    for _, cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if filled:
            return filled[0][:80] if len(filled) == 1 else ""
    return ""


def _stage(
    sheet: Sheet,
    name: str,
    block: Block,
    head: list[tuple[int, list[str]]],
    header: list[int] | None,
    scratch: Path,
    facts: dict[str, Any],
) -> list[Part]:
    """Stage the rows of one block as one table; [] when it holds neither rows nor a header."""
    grid = [cells for _, cells in head]
    found = shape(grid, header)
    furniture, totals = _above(head, found), Totals()
    first = head[found.body][0] if found.body < len(head) else head[-1][0] + 1
    kinds, closing, seen = _survey(_rows(sheet, block, first), found.width)
    settled = [_settle(each) for each in kinds]
    native = {f"c{at}": NATIVE[kind] for at, kind in enumerate(settled, 1) if kind in NATIVE}
    stage = Stage(scratch, name, headers([grid[at] for at in found.header], found.width), native)
    with stage:
        rows = _rows(sheet, block, first)
        while part := list(islice(rows, BATCH)):
            table = _table(stage.schema, settled, part, closing, furniture)
            totals.look(table)
            stage.write(table)
    if not stage.rows and not found.header:
        return []
    totals.note(furniture)
    described = {"sheet": sheet.name, "header_rows": [head[at][0] for at in found.header], "records": seen, **facts}
    staged = stage.staged({**described, **furniture.facts})
    return [Part(sheet, block, first, staged, tuple(frozenset(each) for each in kinds))]


def _above(head: list[tuple[int, list[str]]], found: Shape) -> Furniture:
    furniture = Furniture()
    for at in range(found.body):
        if at not in found.header:
            line = " ".join(dict.fromkeys(cell for cell in head[at][1] if cell.strip()))
            furniture.add(head[at][0], "preamble" if line else "blank", line)
    return furniture


def _survey(rows: Rows, width: int) -> tuple[list[set[str]], set[int], int]:
    """The kinds of values in each column over all rows, the lines of closing notes, and the rows seen."""
    kinds: list[set[str]] = [set() for _ in range(width)]
    seen = 0
    pending: list[tuple[int, list[Cell]]] = []
    for number, cells in rows:
        seen += 1
        pending.append((number, cells))
        if len(pending) > 20:
            _note_kinds(kinds, pending.pop(0)[1])
    last = [(number, [text(cell) for cell in cells]) for number, cells in pending if any(cell != "" for cell in cells)]
    closing = set(footers(last, width)) if len(last) > 1 else set()
    for number, cells in pending:
        if number not in closing:
            _note_kinds(kinds, cells)
    return kinds, closing, seen


def _note_kinds(kinds: list[set[str]], cells: Sequence[Cell]) -> None:
    for found, cell in zip(kinds, cells, strict=False):
        if cell != "" and cell is not None:
            found.add(_kind(cell))


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, int) or (isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53):
        return "integer" if -(2**63) <= cell < 2**63 else "text"
    if isinstance(cell, float):
        return "number"
    if isinstance(cell, dt.datetime):
        return "date" if cell.time() == dt.time() else "datetime"
    if isinstance(cell, dt.time):
        return "time"
    return "date" if isinstance(cell, dt.date) else "text"


def _settle(found: set[str]) -> str:
    if found <= {"integer", "number"} and len(found) == 2:
        return "number"
    if found == {"date", "datetime"}:
        return "datetime"
    return next(iter(found)) if len(found) == 1 else "text"


def _table(
    schema: pa.Schema, kinds: list[str], part: list[tuple[int, list[Cell]]], closing: set[int], furniture: Furniture
) -> pa.Table:
    kept: list[tuple[int, list[Cell]]] = []
    for number, cells in part:
        if number in closing:
            furniture.add(number, "footer", " ".join(text(cell) for cell in cells if cell not in ("", None)))
        elif all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            furniture.add(number, "blank")
        else:
            kept.append((number, cells))
    arrays = [
        _array([cells[at] if at < len(cells) else "" for _, cells in kept], kind, schema.field(at).type)
        for at, kind in enumerate(kinds)
    ]
    return pa.Table.from_arrays([*arrays, pa.array([number for number, _ in kept], pa.int64())], schema=schema)


def _array(cells: list[Cell], kind: str, target: pa.DataType) -> pa.Array:
    """A column: errors are NULL; empty cells of a native column are NULL, of a text column ''."""
    if kind not in NATIVE:
        return pa.array([None if cell is None else text(cell) for cell in cells], pa.string())
    convert: dict[str, Any] = {
        "integer": int, "number": float, "date": _date, "datetime": _moment, "boolean": bool, "time": lambda cell: cell,
    }  # fmt: skip
    return pa.array([None if cell == "" or cell is None else convert[kind](cell) for cell in cells], target)


def _date(cell: dt.date) -> dt.date:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def _moment(cell: dt.date) -> dt.datetime:
    return cell if isinstance(cell, dt.datetime) else dt.datetime.combine(cell, dt.time())
