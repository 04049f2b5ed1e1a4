"""Everything of a workbook but its rows, made by xlsxwriter: styles, headings, names of sheets, the sheet `about`."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from madang.api.formats import _cells

SHOWN = {
    "date": "yyyy-mm-dd", "moment": 'yyyy-mm-dd"T"hh:mm:ss"Z"', "local": 'yyyy-mm-dd"T"hh:mm:ss', "time": "hh:mm:ss",
}  # fmt: skip
WORDS = {
    "en": {
        "about": "about",
        "cut": "cells of more than 32,767 characters, which a sheet cannot hold: take csv or parquet",
    },
    "ko": {"about": "안내", "cut": "시트에 담을 수 없는 32,767자 넘는 셀: csv나 parquet로 받으세요"},
}
TOLD = ("dataset", "resource", "revision", "published_at", "origin", "total", "returned", "complete")


class Shell:
    """`head` and `tail` of every sheet with rows, `styles` by name; `rest` gives the other parts when all rows are written."""

    def __init__(self, headings: list[str], facts: dict[str, Any], language: str) -> None:
        self._headings, self._facts, self._words = headings, facts, WORDS[language if language in WORDS else "en"]
        first = self._parts(1, 0)["xl/worksheets/sheet1.xml"]
        start, end = first.index(b'<row r="2"'), first.index(b"</sheetData>")
        self.head = re.sub(rb'<dimension ref="[^"]*"/>', b"", first[:start])
        self.tail = first[end:]
        found = re.findall(rb's="(\d+)"', first[start:end])
        self.styles = {name: int(number) for name, number in zip((*SHOWN, "safe"), found, strict=True)}

    def rest(self, sheets: int, too_long: int) -> Iterator[tuple[str, bytes]]:
        """The parts of a workbook with so many sheets of rows, but these sheets."""
        for name, data in self._parts(sheets, too_long).items():
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if number is None or int(number[1]) > sheets:
                yield name, data

    def _parts(self, sheets: int, too_long: int) -> dict[str, bytes]:
        import xlsxwriter

        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            told = {name: self._facts[name] for name in TOLD if self._facts.get(name) is not None}
            published = told.get("published_at")
            # Made when the revision was published: the same question gives the same bytes.
            created = datetime.fromisoformat(published) if published else datetime(2000, 1, 1)
            book.set_properties({"created": created.replace(tzinfo=None), "comments": _cells.json_text(told)})
            styles = [book.add_format({"num_format": shown}) for shown in SHOWN.values()]
            styles.append(book.add_format({"quote_prefix": True}))
            bold = book.add_format({"bold": True})
            for number in range(1, sheets + 1):
                sheet = book.add_worksheet(_sheet_name(told.get("resource") or "rows", number, self._words["about"]))
                sheet.freeze_panes(1, 0)
                for place, heading in enumerate(self._headings):
                    sheet.write_string(0, place, heading[:32_767], bold)
                for place, style in enumerate(styles):
                    sheet.write_number(1, place, 0, style)  # tells the number of each style
            self._about(book.add_worksheet(self._words["about"]), told, too_long)
        with zipfile.ZipFile(file) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def _about(self, sheet: Any, told: dict[str, Any], too_long: int) -> None:
        lines = list(told.items()) + ([(self._words["cut"], too_long)] if too_long else [])
        for row, (name, value) in enumerate(lines):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, value if isinstance(value, str) else _cells.json_text(value))


def _sheet_name(resource: str, number: int, about: str) -> str:
    """At most 31 letters, none of those that Excel refuses, and not the name of the sheet `about`."""
    plain = re.sub(r"[\[\]:*?/\\']", "_", resource)[:25]
    return plain if number == 1 and plain.lower() not in (about.lower(), "history") else f"{plain} {number}"
