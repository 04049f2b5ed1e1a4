"""A sheet of any workbook as rows of values: merged cells filled, codes with the zeros that they are shown with."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Cell = Any
"""str, int, float, bool, datetime, date, time, timedelta; "" for an empty cell, None for one whose value is an error or missing."""
Region = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged region, (row, column) from 0."""
FILLED = 2_000_000
"""Cells that merged regions may fill in one sheet; beyond, regions stay unfilled."""
NO_VALUE = "="
"""The mark of a formula that was saved without its result."""


@dataclass
class Marks:
    """What a workbook says about cells beside their values. Rows and columns count from 0, as in the whole sheet.

    A mark is the error that a cell shows (`#N/A`), `=` for a formula without a result, or the zeros of its number format
    (`00000`, `000-0000`). Most rows of a sheet have the same marks, so equal ones are kept once.
    """

    cells: dict[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    percent: Counter[int] = field(default_factory=Counter)  # column -> cells shown as percentages
    scaled: Counter[int] = field(default_factory=Counter)  # column -> cells shown in thousands or millions
    hidden_rows: int = 0
    hidden_columns: int = 0
    _same: dict[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]] = field(default_factory=dict, repr=False)

    def row(self, row: int, marks: list[tuple[int, str]]) -> None:
        """Note the marks of one row."""
        if marks:
            found = tuple(marks)
            self.cells[row] = self._same.setdefault(found, found)


@dataclass
class Grid:
    """The cells of a sheet. `left` is the column of the first cell of each row; the first row is row 1 of the sheet."""

    name: str
    source: Any  # has `iter_rows()`, as calamine's sheets have
    width: int
    left: int = 0
    merged: list[Region] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    hidden: bool = False

    def raw(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield (row number from 1, cells) as they stand in the file, without what merged regions cover."""
        for number, cells in enumerate(self.source.iter_rows(), 1):
            marks = self.marks.cells.get(number - 1)
            yield number, _marked(cells, marks, self.left) if marks else cells


@dataclass
class Lists:
    """Rows that are held in memory, for workbooks that are read by our own parsers."""

    rows: list[list[Cell]]

    def iter_rows(self) -> Iterator[list[Cell]]:
        width = max(map(len, self.rows), default=0)
        for row in self.rows:
            yield row + [""] * (width - len(row))


class Sheet:
    """Rows of a grid with the cells that merged regions cover filled with the region's value."""

    def __init__(self, grid: Grid) -> None:
        self.name, self.grid, self.width = grid.name, grid, grid.width
        self._fills, self.filled_numbers = _fills(grid)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        for number, cells in self.grid.raw():
            fills = self._fills.get(number - 1)
            if fills:
                cells = list(cells)
                for column, value in fills.items():
                    if column < len(cells) and cells[column] == "":
                        cells[column] = value
            yield number, cells


def _marked(cells: list[Cell], marks: tuple[tuple[int, str], ...], left: int) -> list[Cell]:
    cells = list(cells)
    for column, mark in marks:
        at = column - left
        if 0 <= at < len(cells):
            cells[at] = None if mark == NO_VALUE or mark.startswith("#") else _zeros(cells[at], mark)
    return cells


def _zeros(cell: Cell, form: str) -> Cell:
    """A whole number as its format shows it: 7 in `00000` is `00007`, 6312345 in `00-0000-0000` keeps its hyphens."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell < 0 or not float(cell).is_integer():
        return cell
    digits = str(int(cell)).zfill(form.count("0"))
    spare = len(digits) - form.count("0")
    shown, place = [digits[:spare]], spare
    for letter in form:
        if letter == "0":
            shown.append(digits[place])
            place += 1
        else:
            shown.append(letter)
    return "".join(shown)


def _fills(grid: Grid) -> tuple[dict[int, dict[int, Cell]], int]:
    """Cells that merged regions cover, by row and column, with the value of the first cell; how many rows repeat a number.

    A row that holds nothing but one wide cell is a title or a note: it stays one cell.
    """
    tops = {region[0][0] for region in grid.merged}
    if not tops:
        return {}, 0
    values = {number - 1: cells for number, cells in grid.raw() if number - 1 in tops}
    fills: dict[int, dict[int, Cell]] = {}
    spent = numbers = 0
    for (top, begin), (bottom, end) in grid.merged:
        row, at = values.get(top, []), begin - grid.left
        last = min(end - grid.left, grid.width - 1)
        spent += (bottom - top + 1) * max(0, last - at + 1)
        if not 0 <= at < len(row) or row[at] in ("", None) or spent > FILLED:
            continue
        if end > begin and top == bottom and sum(1 for cell in row if cell not in ("", None)) == 1:
            continue
        numbers += bottom - top if _is_number(row[at]) else 0
        for number in range(top, bottom + 1):
            fills.setdefault(number, {}).update(dict.fromkeys(range(at, last + 1), row[at]))
    return fills, numbers


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def text(cell: Cell) -> str:
    """A cell as a person sees it: `3.0` is 3, a date at midnight is a date, 30 hours are `30:00:00`."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, dt.datetime):
        return str(cell.date()) if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.timedelta):
        return _duration(cell)
    return str(cell)


def _duration(length: dt.timedelta) -> str:
    seconds = round(length.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def letters(column: int) -> str:
    """0 is `A`, 16,383 is `XFD`."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
