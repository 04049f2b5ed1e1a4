"""What an XLS says about its cells beside their values, through xlrd: calamine gives values only."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from madang.ingest.no_table import Locked
from madang.ingest.workbooks.grid import Marks
from madang.ingest.workbooks.number_formats import PERCENT, SCALED, meaning


def marks(path: Path, name: str) -> dict[str, Marks] | None:
    """The marks of every sheet by its name; None when xlrd cannot read the file. Raises `Locked`."""
    import xlrd

    try:
        with xlrd.open_workbook(str(path), formatting_info=True, on_demand=True, logfile=io.StringIO()) as book:
            shown = [meaning(book.format_map[style.format_key].format_str) for style in book.xf_list]
            return {title: _of_sheet(book, title, shown, xlrd.error_text_from_code) for title in book.sheet_names()}
    except MemoryError:
        raise
    except Exception as error:  # xlrd fails on damaged files in every way there is
        if "encrypted" in str(error).lower():
            raise Locked(name=name) from error
        return None


def _of_sheet(book: Any, title: str, shown: list[str], errors: dict[int, str]) -> Marks:
    import xlrd

    sheet, found = book.sheet_by_name(title), Marks()
    for row in range(sheet.nrows):
        noted: list[tuple[int, str]] = []
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        for column, kind in enumerate(kinds):
            if kind == xlrd.XL_CELL_ERROR:
                noted.append((column, errors.get(values[column], "#ERROR!")))
            elif kind == xlrd.XL_CELL_NUMBER and (form := shown[sheet.cell_xf_index(row, column)]):
                if form == PERCENT:
                    found.percent[column] += 1
                elif form == SCALED:
                    found.scaled[column] += 1
                else:
                    noted.append((column, form))
        found.row(row, noted)
    found.hidden_rows = sum(1 for row, info in sheet.rowinfo_map.items() if info.hidden and row < sheet.nrows)
    found.hidden_columns = sum(1 for column, info in sheet.colinfo_map.items() if info.hidden and column < sheet.ncols)
    book.unload_sheet(title)
    return found
