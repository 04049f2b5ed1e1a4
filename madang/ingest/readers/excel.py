"""Spreadsheets: XLSX, XLS, XLSB and ODS. Values only: formulas, links and macros are never run or followed."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from madang.ingest import archives
from madang.ingest.no_table import Bomb, Locked, NoTable, Unreadable
from madang.ingest.readers import _ods, _xls_marks, _xlsb_marks, _xlsx_marks
from madang.ingest.readers._sparse import CELLS, Sparse
from madang.ingest.tables import Choices, Finding, Reading
from madang.ingest.workbooks import stage_workbook
from madang.ingest.workbooks.grid import Grid, Marks

EXTENSIONS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".xltx", ".fods")
RANK = 3
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNPACKED = 3 << 30  # a workbook is held in memory while it is read
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    LookupError,
    ExpatError,
    struct.error,
)
"""What damaged members of a workbook raise in `zipfile`, expat and our own scans."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHER_OLE = tuple(
    word.encode("utf-16-le") for word in ("WordDocument", "PowerPoint Document", "FileHeader", "__nameid")
)


def recognises(head: bytes, name: str) -> bool:
    if head.startswith(OLE):
        return not name.lower().endswith((".hwp", ".doc", ".ppt", ".msg"))
    if not archives.is_zip(head):
        return head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and _ODS in head[:8000]
    book = b"\nxl/workbook." in head or b"\nXL\\workbook." in head or _ODS in head[:200]
    return book or (b"[Content_Types].xml" in head[:200] and name.lower().endswith((".xlsx", ".xlsm", ".xlsb")))


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read every table of every sheet; sheets of notes go into the facts of the tables as `notes`."""
    with path.open("rb") as file:
        start = file.read(200)
    findings: tuple[Finding, ...] = ()
    if start.startswith(OLE):
        grids, findings = _xls(path, name)
    else:
        if archives.is_zip(start):
            archives.check(path, name)
            _refuse_heavy(path, name)
        try:
            grids = _ods.sheets(path, name) if _ODS in start or not archives.is_zip(start) else _xlsx(path, name)
        except DAMAGED as error:
            raise Unreadable(name=name, format="Excel", detail=error) from error
    reading = stage_workbook(grids, name, "excel", choices, scratch, progress, path.stat().st_size)
    return Reading(reading.format, reading.tables, findings=(*findings, *reading.findings))


def _refuse_heavy(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > UNPACKED:
        raise Bomb(name=name, unpacked=unpacked, packed=path.stat().st_size, limit=UNPACKED, ratio=archives.RATIO)


def _xls(path: Path, name: str) -> tuple[list[Grid], tuple[Finding, ...]]:
    head = _refuse_locked(path, name)
    marks = _xls_marks.marks(path, name)
    if marks is None and any(word in head for word in _OTHER_OLE):
        raise Unreadable(
            name=name,
            format="Excel",
            detail={"en": "it is another Office document", "ko": "다른 종류의 오피스 문서입니다"},
        )
    return _calamine(path, name, marks or {}), () if marks is not None else (UNMARKED,)


UNMARKED = Finding(
    "formats-unseen",
    "warning",
    {
        "en": "The workbook is damaged or unusual: its values were read, but not how they are shown. Errors are empty cells,"
        " and codes may lack zeros in front. Save it as XLSX to be sure.",
        "ko": "통합 문서가 손상되었거나 특이해서 값은 읽었지만 표시 형식은 보지 못했습니다. 오류는 빈 셀이 되고 코드 앞의 0이 빠졌을 수"
        " 있습니다. XLSX로 다시 저장하면 확실합니다.",
    },
)


def _refuse_locked(path: Path, name: str) -> bytes:
    """Raise `Locked` for an encrypted XLSX, which is kept in the container of an XLS; return the file's beginning."""
    with path.open("rb") as file:
        before = first = file.read(1 << 20)
        while True:
            if _LOCKED in before:
                raise Locked(name=name)
            chunk = file.read(1 << 20)
            if not chunk:
                return first
            before = before[-64:] + chunk


def _xlsx(path: Path, name: str) -> list[Grid]:
    """XLSX and XLSB: the sheets are scanned before anything is opened, since two far cells fill all memory between them."""
    marks: dict[str, Marks] = {}
    with zipfile.ZipFile(path) as archive:
        reader = (
            _xlsb_marks if any(member.lower() == "xl/workbook.bin" for member in archive.namelist()) else _xlsx_marks
        )
        styles = reader.formats(archive)
        for title, member in reader.sheet_paths(archive).items():
            if "/worksheets/" not in f"/{member.lower()}":
                continue
            found = reader.scan(archive, member, styles)
            if found.rows * found.columns > CELLS:
                raise Sparse(name=name, rows=found.rows, columns=found.columns)
            marks[title] = found.marks
    return _calamine(path, name, marks)


def _calamine(path: Path, name: str, marks: dict[str, Marks]) -> list[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_path(str(path))
        return [
            _grid(book, sheet, marks.get(sheet.name, Marks()))
            for sheet in book.sheets_metadata
            if "Work" in str(sheet.typ)
        ]
    except PasswordError as error:
        raise Locked(name=name) from error
    except NoTable:
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(name=name, format="Excel", detail=error) from error


def _grid(book: Any, sheet: Any, marks: Marks) -> Grid:
    source = book.get_sheet_by_name(sheet.name)
    left = int(source.start[1]) if source.start else 0
    width = int(source.width) if source.height and source.end is not None else 0
    hidden = re.search("Hidden", str(sheet.visible)) is not None
    return Grid(sheet.name, source, width, left, list(source.merged_cell_ranges or ()), marks, hidden)
