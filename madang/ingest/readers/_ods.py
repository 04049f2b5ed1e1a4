"""OpenDocument spreadsheets, read from their XML: values as saved, errors, hidden rows, repeated cells within limits.

calamine reads a formula that failed (`Err:502`) as 0, and expands repeated cells without a limit.
"""

from __future__ import annotations

import datetime as dt
import re
import xml.parsers.expat as expat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from madang.ingest.no_table import Locked, Unreadable
from madang.ingest.readers._sparse import CELLS, Sparse
from madang.ingest.workbooks.grid import NO_VALUE, Cell, Grid, Lists, Marks

PIECE = 1 << 20
REPEATED = 5_000_000
"""Cells with content that repetitions may add to a sheet."""
_ERROR = re.compile(r"#[A-Z/0!?]{2,}[A-Z0-9!?]*|Err:\d{3}")
_CODE = re.compile(r"0\d+")
_TIME = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")


@dataclass
class _Table:
    """A sheet while it is read. `row` is the row that comes next; empty rows and cells are counted before they are made."""

    name: str
    hidden: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    blank_rows: int = 0
    repeated: int = 0
    cells: list[Cell] = field(default_factory=list)
    blank_cells: int = 0
    noted: list[tuple[int, str]] = field(default_factory=list)

    @property
    def row(self) -> int:
        return len(self.rows) + self.blank_rows

    @property
    def column(self) -> int:
        return len(self.cells) + self.blank_cells

    def put(self, cell: Cell, times: int, name: str) -> None:
        if cell == "":
            self.blank_cells += times
            return
        self._spend(times - 1, name)
        self.cells += [""] * self.blank_cells + [cell] * times
        self.blank_cells = 0

    def end_row(self, times: int, hidden: bool, name: str) -> None:
        if self.cells:
            self._spend((times - 1) * len(self.cells), name)
            if (self.row + times) * len(self.cells) > CELLS:
                raise Sparse(name=name, rows=self.row + times, columns=len(self.cells))
            self.rows += [[] for _ in range(self.blank_rows)]
            self.blank_rows = 0
            for _ in range(times):
                self.marks.row(len(self.rows), self.noted)
                self.rows.append(self.cells)
            self.marks.hidden_rows += times if hidden else 0
        else:
            self.blank_rows += times
        self.cells, self.blank_cells, self.noted = [], 0, []

    def _spend(self, more: int, name: str) -> None:
        self.repeated += more
        if self.repeated > REPEATED:
            raise Sparse(name=name, rows=self.row, columns=self.column)


class _Parser:
    """Follows the elements of `content.xml`. What stands in tracked changes, notes and headers of pages is no cell."""

    ASIDE = ("tracked-changes", "annotation", "master-styles", "shapes", "named-expressions")

    def __init__(self, name: str) -> None:
        self.name = name
        self.tables: list[_Table] = []
        self._hidden_styles: set[str] = set()
        self._style, self._aside, self._text = "", 0, ""
        self._paragraphs = 0
        self._cell: dict[str, str] | None = None
        self._row: dict[str, str] = {}
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._said
        parser.EntityDeclHandler = self._entity
        self._parser = parser

    def feed(self, stream: IO[bytes]) -> list[_Table]:
        try:
            while piece := stream.read(PIECE):
                self._parser.Parse(piece)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Unreadable(name=self.name, format="ODS", detail=error) from error
        return self.tables

    def _entity(self, *_: object) -> None:
        raise Unreadable(
            name=self.name, format="ODS", detail={"en": "it declares XML entities", "ko": "XML 엔티티를 선언합니다"}
        )

    def _start(self, tag: str, at: dict[str, str]) -> None:
        tag = tag.rsplit(":", 1)[-1]
        if self._aside or tag in self.ASIDE:
            self._aside += 1
            return
        if tag == "style":
            self._style = at.get("style:name", "")
        elif tag == "table-properties" and at.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "table":
            hidden = at.get("table:style-name", "-") in self._hidden_styles
            self.tables.append(_Table(at.get("table:name", str(len(self.tables) + 1)), hidden))
        elif tag == "table-column" and self.tables and at.get("table:visibility") == "collapse":
            self.tables[-1].marks.hidden_columns += min(_times(at, "table:number-columns-repeated"), 1000)
        elif tag == "table-row":
            self._row = at
        elif tag in ("table-cell", "covered-table-cell") and self.tables:
            self._cell, self._text, self._paragraphs = at, "", 0
        elif self._cell is not None:
            self._inside(tag, at)

    def _inside(self, tag: str, at: dict[str, str]) -> None:
        if tag == "p":
            self._text += "\n" if self._paragraphs else ""
            self._paragraphs += 1
        elif tag == "s":
            self._text += " " * min(_times(at, "text:c"), 10_000)
        elif tag in ("tab", "line-break"):
            self._text += "\t" if tag == "tab" else "\n"

    def _said(self, words: str) -> None:
        if self._cell is not None and not self._aside and self._paragraphs:
            self._text += words

    def _end(self, tag: str) -> None:
        tag = tag.rsplit(":", 1)[-1]
        if self._aside:
            self._aside -= 1
        elif tag in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._close(self.tables[-1], self._cell)
            self._cell = None
        elif tag == "table-row" and self.tables:
            hidden = self._row.get("table:visibility") in ("collapse", "filter")
            self.tables[-1].end_row(_times(self._row, "table:number-rows-repeated"), hidden, self.name)

    def _close(self, table: _Table, at: dict[str, str]) -> None:
        value, mark = _value(at, self._text)
        times, column = _times(at, "table:number-columns-repeated"), table.column
        wide, high = _times(at, "table:number-columns-spanned"), _times(at, "table:number-rows-spanned")
        if wide * high > 1:
            table.merged.append(((table.row, column), (table.row + high - 1, column + wide - 1)))
        if mark == "%":
            table.marks.percent[column] += times
        elif mark:
            table.noted += [(column + more, mark) for more in range(min(times, 1_000))]
        table.put(value, times, self.name)


def sheets(path: Path, name: str) -> list[Grid]:
    """Every sheet of an ODS (or of a flat one, FODS). Raises `Locked`, `Sparse`, `Unreadable`."""
    parser = _Parser(name)
    if not zipfile.is_zipfile(path):
        with path.open("rb") as flat:
            return list(_grids(parser.feed(flat), name))
    with zipfile.ZipFile(path) as archive:
        members = archive.namelist()
        if "META-INF/manifest.xml" in members and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Locked(name=name)
        if "content.xml" not in members:
            raise Unreadable(
                name=name, format="ODS", detail={"en": "it has no content.xml", "ko": "content.xml이 없습니다"}
            )
        with archive.open("content.xml") as content:
            return list(_grids(parser.feed(content), name))


def _grids(tables: list[_Table], name: str) -> Iterator[Grid]:
    for table in tables:
        width = max(map(len, table.rows), default=0)
        if width * len(table.rows) > CELLS:
            raise Sparse(name=name, rows=len(table.rows), columns=width)
        yield Grid(table.name, Lists(table.rows), width, 0, table.merged, table.marks, table.hidden)


def _times(at: dict[str, str], key: str) -> int:
    said = at.get(key, "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 10 else 1


def _value(at: dict[str, str], text: str) -> tuple[Cell, str]:
    """The value of a cell and its mark (see `Marks`; `%` for a percentage)."""
    kind = at.get("office:value-type", "")
    formula = "table:formula" in at
    if at.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(text.strip())):
        error = text.strip() or "#ERROR!"
        return text, error if error.startswith("#") else f"#{error}"
    if formula and not kind and not text:
        return " ", NO_VALUE
    if kind in ("float", "currency", "percentage"):
        return _number(at.get("office:value", ""), text), "%" if kind == "percentage" else ""
    if kind == "date":
        return _moment(at.get("office:date-value", ""), text), ""
    if kind == "time":
        return _clock(at.get("office:time-value", ""), text), ""
    if kind == "boolean":
        return at.get("office:boolean-value") == "true", ""
    return text or at.get("office:string-value", ""), ""


def _number(said: str, text: str) -> Cell:
    """The number, or the text that is shown where it is a code with zeros in front."""
    try:
        number = float(said)
        whole = int(said) if re.fullmatch(r"-?\d{1,18}", said) else number
    except ValueError:
        return text
    shown = text.strip()
    return shown if _CODE.fullmatch(shown) and int(shown) == number else whole


def _moment(said: str, text: str) -> Cell:
    try:
        return dt.datetime.fromisoformat(said) if "T" in said else dt.date.fromisoformat(said)
    except ValueError:
        return text


def _clock(said: str, text: str) -> Cell:
    found = _TIME.fullmatch(said)
    if not found:
        return text
    sign, hours, minutes, seconds, part = found.groups()
    micro = int((part or "").ljust(6, "0")[:6])
    length = dt.timedelta(hours=int(hours[:6]), minutes=int(minutes[:6]), seconds=int(seconds[:6]), microseconds=micro)
    if sign or length >= dt.timedelta(days=1):
        return -length if sign else length
    return (dt.datetime.min + length).time()
