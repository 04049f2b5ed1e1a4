"""What an XLSB says about its cells beside their values (records of [MS-XLSB]); calamine gives values only."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterator

from madang.ingest.readers._xlsx_marks import SheetMarks, elements
from madang.ingest.workbooks.number_formats import PERCENT, SCALED, meaning

ROW, ERROR, FORMULA_ERROR, COLUMN, FORMAT, STYLE, STYLES, STYLES_END, SHEET = 0, 3, 11, 60, 44, 47, 617, 618, 156
NUMBERS = (2, 5, 9)  # packed, real, of a formula
CELLS = range(2, 12)
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (type, content) of each record; one that is cut off ends them. Type and length are numbers of 7 bits a byte."""
    place = 0
    while place < len(data):
        kind, place = _number(data, place, 2)
        length, place = _number(data, place, 4)
        yield kind, data[place : place + length]
        place += length


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member that holds each sheet, by the sheet's name."""
    names = {name.lower(): name for name in archive.namelist()}
    book, links = names.get("xl/workbook.bin"), names.get("xl/_rels/workbook.bin.rels")
    if not book or not links:
        return {}
    targets = {
        at["id"]: at["target"] for tag, at in elements(archive, links) if tag == "relationship" and "target" in at
    }
    found: dict[str, str] = {}
    for kind, content in records(archive.read(book)):
        if kind == SHEET:
            link, place = _text(content, 8)
            title, _ = _text(content, place)
            path = posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/").lower()
            if path in names:
                found[title] = names[path]
    return found


def formats(archive: zipfile.ZipFile) -> list[str]:
    """What the number format of each cell style tells, by the style's number."""
    names = {name.lower(): name for name in archive.namelist()}
    codes, styles, inside = {9: "0%", 10: "0.00%"}, [], False  # type: tuple[dict[int, str], list[str], bool]
    for kind, content in records(archive.read(names["xl/styles.bin"])) if "xl/styles.bin" in names else ():
        if kind == FORMAT and len(content) >= 6:
            codes[struct.unpack_from("<H", content)[0]] = _text(content, 2)[0]
        elif kind in (STYLES, STYLES_END):
            inside = kind == STYLES
        elif kind == STYLE and inside and len(content) >= 4:
            styles.append(meaning(codes.get(struct.unpack_from("<HH", content)[1], "")))
    return styles


def scan(archive: zipfile.ZipFile, path: str, styles: list[str]) -> SheetMarks:
    """Scan one sheet."""
    found = SheetMarks()
    row, unseen, noted = 0, False, []  # type: tuple[int, bool, list[tuple[int, str]]]
    hidden: list[range] = []
    for kind, content in records(archive.read(path)):
        if kind == ROW and len(content) >= 12:
            found.marks.row(row, noted)
            row, unseen, noted = struct.unpack_from("<I", content)[0], bool(content[11] & 0x10), []
        elif kind == COLUMN and len(content) >= 18:
            first, last, _, _, flags = struct.unpack_from("<IIIIH", content)
            hidden += [range(first, last + 1)] if flags & 1 else []
        elif kind in CELLS and len(content) >= 8:
            column, style = struct.unpack_from("<II", content)
            found.marks.hidden_rows += unseen
            unseen = False
            found.rows, found.columns = max(found.rows, row + 1), max(found.columns, column + 1)
            _note(found, noted, kind, content, column, style & 0xFFFFFF, styles)
    found.marks.row(row, noted)
    found.marks.hidden_columns = sum(1 for at in range(min(found.columns, 16_384)) if any(at in run for run in hidden))
    return found


def _note(
    found: SheetMarks,
    noted: list[tuple[int, str]],
    kind: int,
    content: bytes,
    column: int,
    style: int,
    styles: list[str],
) -> None:
    if kind in (ERROR, FORMULA_ERROR):
        noted.append((column, ERRORS.get(content[8] if len(content) > 8 else -1, "#ERROR!")))
    elif kind in NUMBERS and style < len(styles) and (shown := styles[style]):
        if shown == PERCENT:
            found.marks.percent[column] += 1
        elif shown == SCALED:
            found.marks.scaled[column] += 1
        else:
            noted.append((column, shown))


def _number(data: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for at in range(most):
        if place >= len(data):
            break
        byte = data[place]
        place += 1
        number |= (byte & 0x7F) << (7 * at)
        if byte < 128:
            break
    return number, place


def _text(content: bytes, place: int) -> tuple[str, int]:
    """A text with its length before it, and the place after it; a missing one has the length -1."""
    if place + 4 > len(content):
        return "", len(content)
    length = struct.unpack_from("<I", content, place)[0]
    if length == 0xFFFFFFFF:
        return "", place + 4
    end = place + 4 + 2 * length
    return content[place + 4 : end].decode("utf-16-le", errors="replace"), end
