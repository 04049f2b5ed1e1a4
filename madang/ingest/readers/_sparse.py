"""Sheets whose few cells lie so far apart that the rectangle around them fits no memory."""

from __future__ import annotations

from madang.ingest.no_table import NoTable

CELLS = 100_000_000
"""Cells of the rectangle around all cells of a sheet: the reader fills all of it, some 30 bytes each."""


class Sparse(NoTable):
    en = "{name}: a sheet reaches to row {rows:,} and column {columns:,}, which would fill the memory with empty cells."
    ko = "{name}: 시트가 {rows:,}행, {columns:,}열까지 뻗어 있어 빈 셀이 메모리를 채웁니다."
    remedy_en = "Delete the stray cells far away from the table, save the workbook, and send it again."
    remedy_ko = "표에서 멀리 떨어진 셀을 지우고 저장한 뒤 다시 보내세요."
