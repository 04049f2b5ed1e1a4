"""What an XLSX says about its cells beside their values: errors, formulas without results, number formats, what is hidden.

calamine gives values only. The sheets' XML is scanned in pieces, so a sheet of any size costs little memory.
"""

from __future__ import annotations

import posixpath
import re
import xml.parsers.expat as expat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from madang.ingest.workbooks.grid import NO_VALUE, Marks
from madang.ingest.workbooks.number_formats import PERCENT, SCALED, meaning

PIECE = 1 << 20
LONGEST = 64 << 20
"""Bytes of one row; a longer one is not scanned, and the workbook is refused."""
_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?(?:row(\s[^>]*)?>|c((?:\s[^>]*?)?)(?:/>|>(.*?)</(?:\w+:)?c>))|</(?:\w+:)?sheetData>", re.S
)
_ROW_END = re.compile(rb"</(?:\w+:)?(?:row|sheetData|worksheet)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""\b(r|s|t|hidden|min|max)\s*=\s*["']([^"']*)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>\s*[^<\s]|<(?:\w+:)?is[\s>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ERROR = re.compile(rb"<(?:\w+:)?v>\s*(#[^<]{1,30}?)\s*<")
_PLACE = re.compile(rb"([A-Za-z]{1,7})([0-9]{1,10})$")


@dataclass
class SheetMarks:
    """The marks of one sheet and how far its cells with content reach: `rows` and `columns` count from 1."""

    marks: Marks = field(default_factory=Marks)
    rows: int = 0
    columns: int = 0


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member that holds each sheet, by the sheet's name."""
    names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
    book, links = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    if not book or not links:
        return {}
    targets = {
        link["id"]: link["target"]
        for tag, link in elements(archive, links)
        if tag == "relationship" and "target" in link
    }
    found: dict[str, str] = {}
    for tag, sheet in elements(archive, book):
        if tag == "sheet" and sheet.get("id") in targets:
            path = posixpath.normpath(posixpath.join("/xl", targets[sheet["id"]])).lstrip("/").lower()
            if path in names:
                found[sheet.get("name", "")] = names[path]
    return found


def formats(archive: zipfile.ZipFile) -> list[str]:
    """What the number format of each cell style tells, by the style's number (see `workbooks.number_formats.meaning`)."""
    names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
    if "xl/styles.xml" not in names:
        return []
    codes = {"9": "0%", "10": "0.00%"}
    styles: list[str] = []
    inside = False
    for tag, at in elements(archive, names["xl/styles.xml"]):
        if tag == "numfmt":
            codes[at.get("numfmtid", "")] = at.get("formatcode", "")
        elif tag in ("cellxfs", "cellstyles", "cellstylexfs"):
            inside = tag == "cellxfs"
        elif tag == "xf" and inside:
            styles.append(meaning(codes.get(at.get("numfmtid", "0"), "")))
    return styles


def scan(archive: zipfile.ZipFile, path: str, styles: list[str]) -> SheetMarks:
    """Scan one sheet. Raises `ValueError` for a row that no program writes."""
    found = SheetMarks()
    row = column = -1
    unseen = False
    noted: list[tuple[int, str]] = []
    hidden: list[range] = []
    for piece, first in _pieces(archive, path):
        if first:
            hidden = _hidden_columns(piece)
        for match in _ROW_OR_CELL.finditer(piece):
            cell, body = match.group(2), match.group(3)
            if cell is None:
                found.marks.row(row, noted)
                noted = []
                at = dict(_ATTRIBUTE.findall(match.group(1) or b""))
                row, column = int(at.get(b"r") or row + 2) - 1, -1
                unseen = at.get(b"hidden") in (b"1", b"true")
                continue
            at = dict(_ATTRIBUTE.findall(cell))
            place = _PLACE.match(at.get(b"r", b""))
            column = _number(place.group(1)) - 1 if place else column + 1
            if place:
                row = int(place.group(2)) - 1
            if body:
                found.marks.hidden_rows += unseen
                unseen = False
                found.rows, found.columns = max(found.rows, row + 1), max(found.columns, column + 1)
                _note(found.marks, noted, column, at, body, styles)
    found.marks.row(row, noted)
    # People hide all columns to the right end of the sheet: only those that hold something count.
    found.marks.hidden_columns = sum(1 for column in range(found.columns) if any(column in run for run in hidden))
    return found


def _note(
    marks: Marks, noted: list[tuple[int, str]], column: int, at: dict[bytes, bytes], body: bytes, styles: list[str]
) -> None:
    kind = at.get(b"t", b"n")
    if kind == b"e":
        error = _ERROR.search(body)
        noted.append((column, error.group(1).decode("ascii", "replace") if error else "#ERROR!"))
        return
    if _FORMULA.search(body) and not _VALUE.search(body):
        if kind != b"str":  # a formula whose result is the empty text
            noted.append((column, NO_VALUE))
        return
    style = at.get(b"s")
    if style and kind == b"n" and style.isdigit() and int(style) < len(styles) and (shown := styles[int(style)]):
        if shown == PERCENT:
            marks.percent[column] += 1
        elif shown == SCALED:
            marks.scaled[column] += 1
        else:
            noted.append((column, shown))


def _pieces(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[bytes, bool]]:
    """The sheet in pieces that end with a whole row, and whether it is the first."""
    rest, first = b"", True
    with archive.open(path) as sheet:
        while piece := sheet.read(PIECE):
            rest += piece
            ends = [match.end() for match in _ROW_END.finditer(rest)]
            if ends:
                yield rest[: ends[-1]], first
                rest, first = rest[ends[-1] :], False
            elif len(rest) > LONGEST:
                raise ValueError(f"a row of the sheet is longer than {LONGEST >> 20} MB")
    yield rest, first


def _hidden_columns(piece: bytes) -> list[range]:
    """Columns from 0 that are hidden."""
    columns = (dict(_ATTRIBUTE.findall(match.group(1))) for match in _COLUMN.finditer(piece))
    return [
        range(int(at.get(b"min") or 1) - 1, int(at.get(b"max") or 1))
        for at in columns
        if at.get(b"hidden") in (b"1", b"true")
    ]


def elements(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Elements of a small XML member with their attributes, all in lower case without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, at: found.append((_local(tag), {_local(key): at[key] for key in at}))
    parser.EntityDeclHandler = _refuse
    with archive.open(path) as member:
        while piece := member.read(PIECE):
            parser.Parse(piece)
            yield from found
            found.clear()
    parser.Parse(b"", True)
    yield from found


def _refuse(*_: object) -> None:
    raise ValueError("it declares XML entities")


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1].lower()


def _number(letters: bytes) -> int:
    """`A` is 1, `XFD` is 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
