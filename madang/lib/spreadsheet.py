"""Rows as CSV that spreadsheets open rightly: in UTF-8 with its mark, and no text in it is computed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of texts that a spreadsheet would compute."""


def spreadsheet(rows: Iterable[Iterable[object]]) -> bytes:
    """The rows, the head first, as CSV (RFC 4180). Without the mark Excel reads Korean as CP949; numbers stay numbers."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    """A text that would be computed gets an apostrophe in front, which spreadsheets read as "this is text"."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
