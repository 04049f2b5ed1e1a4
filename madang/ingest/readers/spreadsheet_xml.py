"""SpreadsheetML of Excel 2003: a workbook as one XML file, which portals send under the name `.xls`."""

from __future__ import annotations

import datetime as dt
import re
import xml.parsers.expat as expat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from madang.ingest import encodings
from madang.ingest.no_table import Unreadable
from madang.ingest.readers._sparse import CELLS, Sparse
from madang.ingest.readers.kml import Entities
from madang.ingest.readers.xml import declared_encoding
from madang.ingest.tables import Choices, Reading
from madang.ingest.workbooks import stage_workbook
from madang.ingest.workbooks.grid import NO_VALUE, Cell, Grid, Lists, Marks, Region
from madang.ingest.workbooks.number_formats import PERCENT, SCALED, meaning

EXTENSIONS = ()
RANK = 6
SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_NAMED = {"Percent": "0%", "Fixed": "0.00", "Standard": "#,##0.00"}


def recognises(head: bytes, name: str) -> bool:
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return (
        text.startswith(b"<")
        and SPACE.encode() in text[:4000]
        and re.search(rb"<(\w+:)?Workbook[\s>]", text) is not None
    )


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read every sheet, in the encoding that the XML declares."""
    decision = declared_encoding(path, choices)
    book = _Book(name)
    try:
        for block in encodings.text_blocks(path, decision):
            book.parser.Parse(block)
        book.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(name=name, format="SpreadsheetML", detail=error) from error
    reading = stage_workbook(book.grids(), name, "spreadsheet_xml", choices, scratch, progress, path.stat().st_size)
    return Reading(
        "spreadsheet_xml", reading.tables, decision.receipt, findings=(*decision.findings, *reading.findings)
    )


@dataclass
class _Sheet:
    name: str
    hidden: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Region] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    noted: list[tuple[int, str]] = field(default_factory=list)


class _Book:
    """Follows the elements; tags arrive with their namespace, as prefixes differ from writer to writer."""

    def __init__(self, name: str) -> None:
        self.name, self.sheets = name, []  # type: tuple[str, list[_Sheet]]
        self._styles: dict[str, str] = {}
        self._style = self._kind = ""
        self._text: str | None = None
        self._cell: dict[str, str] = {}
        self._filled = False
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._said
        self.parser.EntityDeclHandler = self._entity

    def grids(self) -> list[Grid]:
        return [
            Grid(
                sheet.name,
                Lists(sheet.rows),
                max(map(len, sheet.rows), default=0),
                0,
                sheet.merged,
                sheet.marks,
                sheet.hidden,
            )
            for sheet in self.sheets
        ]

    def _entity(self, *_: object) -> None:
        raise Entities(name=self.name)

    def _start(self, tag: str, said: dict[str, str]) -> None:
        at = {key.rsplit(" ", 1)[-1]: value for key, value in said.items()}
        tag = tag.rsplit(" ", 1)[-1]
        if tag == "Style":
            self._style = at.get("ID", "")
        elif tag == "NumberFormat":
            code = at.get("Format", "")
            self._styles[self._style] = meaning(_NAMED.get(code, code))
        elif tag == "Worksheet":
            self.sheets.append(_Sheet(at.get("Name", str(len(self.sheets) + 1))))
        elif tag == "Column" and self.sheets and at.get("Hidden") == "1":
            self.sheets[-1].marks.hidden_columns += 1 + min(_count(at, "Span"), 1000)
        elif tag == "Row" and self.sheets:
            self._row(self.sheets[-1], at)
        elif tag == "Cell" and self.sheets and self.sheets[-1].rows:
            self._cell, self._filled = at, False
            self._move(self.sheets[-1], at)
        elif tag in ("Data", "Visible"):
            self._kind, self._text = at.get("Type", "String"), ""

    def _row(self, sheet: _Sheet, at: dict[str, str]) -> None:
        index = _count(at, "Index")
        self._refuse_far(index, 1)
        sheet.rows += [[] for _ in range(index - 1 - len(sheet.rows))]
        sheet.rows.append([])
        sheet.marks.hidden_rows += at.get("Hidden") == "1"

    def _move(self, sheet: _Sheet, at: dict[str, str]) -> None:
        row, index = sheet.rows[-1], _count(at, "Index")
        self._refuse_far(len(sheet.rows), index)
        row += [""] * (index - 1 - len(row))
        wide, high = _count(at, "MergeAcross"), _count(at, "MergeDown")
        if wide or high:
            place = (len(sheet.rows) - 1, len(row))
            sheet.merged.append((place, (place[0] + high, place[1] + wide)))

    def _refuse_far(self, rows: int, columns: int) -> None:
        if rows > 1_048_576 or columns > 16_384 or rows * columns > CELLS:
            raise Sparse(name=self.name, rows=rows, columns=columns)

    def _said(self, words: str) -> None:
        if self._text is not None:
            self._text += words

    def _end(self, tag: str) -> None:
        tag = tag.rsplit(" ", 1)[-1]
        if tag == "Data" and self.sheets and self.sheets[-1].rows:
            self._put(self.sheets[-1], self._text or "")
            self._text = None
        elif tag == "Visible" and self.sheets:
            self.sheets[-1].hidden = "Hidden" in (self._text or "")
            self._text = None
        elif tag == "Cell" and self.sheets and self.sheets[-1].rows:
            self._close(self.sheets[-1])
        elif tag == "Row" and self.sheets:
            self.sheets[-1].marks.row(len(self.sheets[-1].rows) - 1, self.sheets[-1].noted)
            self.sheets[-1].noted = []

    def _put(self, sheet: _Sheet, text: str) -> None:
        """The value of a cell; its comment holds `Data` as well, which comes later and is no value."""
        if self._filled:
            return
        column, self._filled = len(sheet.rows[-1]), True
        shown = self._styles.get(self._cell.get("StyleID", ""), "")
        if self._kind == "Error":
            sheet.noted.append((column, text if text.startswith("#") else "#ERROR!"))
        elif self._kind == "Number" and shown == PERCENT:
            sheet.marks.percent[column] += 1
        elif self._kind == "Number" and shown == SCALED:
            sheet.marks.scaled[column] += 1
        elif self._kind == "Number" and shown:
            sheet.noted.append((column, shown))
        sheet.rows[-1].append(_value(self._kind, text))

    def _close(self, sheet: _Sheet) -> None:
        if not self._filled:
            if "Formula" in self._cell:
                sheet.noted.append((len(sheet.rows[-1]), NO_VALUE))
            sheet.rows[-1].append(" " if "Formula" in self._cell else "")
        sheet.rows[-1] += [""] * min(_count(self._cell, "MergeAcross"), 16_384)


def _count(at: dict[str, str], key: str) -> int:
    said = at.get(key, "0")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _value(kind: str, text: str) -> Cell:
    try:
        if kind == "Number":
            return int(text) if re.fullmatch(r"-?\d{1,18}", text) else float(text)
        if kind == "DateTime":
            moment = dt.datetime.fromisoformat(text)
            return moment.time() if moment.date() == dt.date(1899, 12, 31) else moment
        if kind == "Boolean":
            return text.strip() == "1"
    except ValueError:
        return text
    return text
