"""Spreadsheets: XLSX, XLS, XLSB and ODS. Values only: formulas, links and macros are never run or followed."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from madang.ingest import archives
from madang.ingest.no_table import Bomb, Locked, NoRows, NoSuchSheet, NoTable, Unreadable
from madang.ingest.sheets import Sheet, stage_sheet
from madang.ingest.tables import Choices, Reading, Staged

EXTENSIONS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
RANK = 3
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNPACKED = 3 << 30  # a workbook is held in memory while it is read
CELLS = 100_000_000  # of the rectangle around all cells of a sheet: the reader fills all of it, some 30 bytes each
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,7})([0-9]{1,10})"[^>]*(?<!/)>')  # one without a value ends in />
_NOTES = re.compile(r"메타|meta|설명|안내|readme|notes?$|표지|목차|출처|코드북|contents|cover", re.I)
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class Sparse(NoTable):
    en = "{name}: a sheet reaches to row {rows:,} and column {columns:,}, which would fill the memory with empty cells."
    ko = "{name}: 시트가 {rows:,}행, {columns:,}열까지 뻗어 있어 빈 셀이 메모리를 채웁니다."
    remedy_en = "Delete the stray cells far away from the table, save the workbook, and send it again."
    remedy_ko = "표에서 멀리 떨어진 셀을 지우고 저장한 뒤 다시 보내세요."


def recognises(head: bytes, name: str) -> bool:
    if head.startswith(OLE):
        return not name.lower().endswith((".hwp", ".doc", ".ppt", ".msg"))
    if not archives.is_zip(head):
        return False
    book = b"\nxl/workbook." in head or b"application/vnd.oasis.opendocument.spreadsheet" in head[:200]
    return book or (b"[Content_Types].xml" in head[:200] and name.lower().endswith((".xlsx", ".xlsm", ".xlsb")))


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read every sheet that holds a table; sheets of notes go into the facts of the tables as `notes`."""
    with path.open("rb") as file:
        start = file.read(8)
    if start == OLE:
        _refuse_locked(path, name)
    else:
        archives.check(path, name)
        _refuse_heavy(path, name)
        _refuse_sparse(path, name)
    sheets = _chosen(_sheets(path, name), choices, name)
    notes = {sheet.name: sheet.notes() for sheet in sheets if _NOTES.search(sheet.name) and len(sheets) > 1}
    tables: list[Staged] = []
    for done, sheet in enumerate(sheets, 1):
        if sheet.name not in notes and not sheet.empty:
            tables += stage_sheet(sheet, choices, scratch, {"notes": notes} if notes else {})
        progress(path.stat().st_size * done // len(sheets))
    if not tables:
        raise NoRows(name=name)
    if len(tables) == 1:
        return Reading("excel", (_unnamed(tables[0]),))
    return Reading("excel", tuple(tables))


def _unnamed(table: Staged) -> Staged:
    """The only table of a workbook needs no name; its sheet stands in the facts."""
    return Staged(**{**table.__dict__, "name": ""})


def _refuse_locked(path: Path, name: str) -> None:
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(1 << 20):
            if _LOCKED in before + chunk:
                raise Locked(name=name)
            before = chunk[-64:]


def _refuse_heavy(path: Path, name: str) -> None:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > UNPACKED:
        raise Bomb(name=name, unpacked=unpacked, packed=path.stat().st_size, limit=UNPACKED, ratio=archives.RATIO)


def _refuse_sparse(path: Path, name: str) -> None:
    """Two cells in far corners make a file of one kilobyte that no machine can hold: the corners are looked at first."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        for entry in archive.namelist():
            if not re.match(r"/?xl/worksheets/[^/]+\.xml$", entry, re.IGNORECASE):
                continue
            rows = columns = 0
            with archive.open(entry) as sheet:
                rest = b""
                while piece := sheet.read(1 << 20):
                    text = rest + piece
                    for letters, row in _CELL.findall(text):
                        rows, columns = max(rows, int(row)), max(columns, _number(letters))
                    rest = text[-300:]
            if rows * columns > CELLS:
                raise Sparse(name=name, rows=rows, columns=columns)


@cache
def _number(letters: bytes) -> int:
    """`A` is 1, `XFD` is 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheets(path: Path, name: str) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_path(str(path))
        return [Sheet(title, book.get_sheet_by_name(title)) for title in _titles(book)]
    except PasswordError as error:
        raise Locked(name=name) from error
    except NoTable:
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(name=name, format="Excel", detail=error) from error


def _titles(book: Any) -> list[str]:
    """Names of the sheets that hold cells; charts and macros have none."""
    return [each.name for each in book.sheets_metadata if "Work" in str(each.typ)]


def _chosen(sheets: list[Sheet], choices: Choices, name: str) -> list[Sheet]:
    wanted = choices.get("sheet")
    if not wanted:
        return sheets
    chosen = [sheet for sheet in sheets if sheet.name == wanted]
    if not chosen:
        raise NoSuchSheet(name=name, sheet=wanted, names=", ".join(sheet.name for sheet in sheets))
    return chosen
