"""Spreadsheets: XLSX, XLS, XLSB and ODS. Values only: formulas, links and macros are never run or followed."""

from __future__ import annotations

import re
from collections.abc import Callable
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
_NOTES = re.compile(r"메타|meta|설명|안내|readme|notes?$|표지|목차|출처|코드북|contents|cover", re.I)
_LOCKED = "EncryptedPackage".encode("utf-16-le")


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
