"""The form that corrects how a file was read: encoding, separator, header rows, types, coordinates."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from madang.ingest.models import Run
from madang.ingest.tables import Choices
from madang.lib.plugins import found
from madang.lib.problems import Problem
from madang.lib.texts import choose

ENCODINGS = (
    "utf-8", "cp949", "utf-16", "utf-32", "cp1252", "cp1250", "shift_jis", "gb18030", "big5", "johab", "iso2022_kr", "utf-8+cp949",
)  # fmt: skip
DELIMITERS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
WITH_HEADERS = ("csv", "excel")  # formats whose header is a line among others; elsewhere the format names the columns


class OddLines(Problem):
    en = "“{text}” names no lines. Write the numbers of the header's lines, such as 1 or 2, 3; or 0 when there is none."
    ko = "“{text}”에서 행 번호를 읽을 수 없습니다. 제목 행의 번호를 1 또는 2, 3처럼 쓰고, 제목 행이 없으면 0을 쓰세요."


class NoSuchColumn(Problem):
    en = "There is no column “{name}” whose type could be chosen. Copy its name from the receipt below."
    ko = "“{name}”(이)라는 열이 없어 유형을 고를 수 없습니다. 아래 접수증에서 이름을 복사하세요."


OFFERED = 60
"""Columns with a field of their own; the type of any other is chosen by its name. Thousands of lists stop a browser."""


class Correction:
    """What the form offers for a run: the present reading, and what else could be chosen."""

    def __init__(self, run: Run) -> None:
        receipt, chosen = run.receipt, run.choices
        tables = receipt.get("tables") or []
        encoding = receipt.get("encoding") or {}
        first: dict[str, Any] = tables[0] if tables else {}
        self.encoding = chosen.get("encoding") or encoding.get("name", "")
        offered = [one["name"] for one in encoding.get("choices") or []]
        # A text that was no text in the encoding chosen for it has none in its receipt; the way back must stay open.
        self.encodings = (
            list(dict.fromkeys([self.encoding, *offered, *ENCODINGS])) if encoding or chosen.get("encoding") else []
        )
        self.delimiter = (first.get("dialect") or {}).get("delimiter", "")
        self.delimiters = DELIMITERS if first.get("dialect") else {}
        lines = first.get("header_rows")
        self.header_rows = ", ".join(map(str, lines)) if lines is not None else ""
        self.has_header = bool(lines) or (
            lines is not None and (receipt.get("file") or {}).get("format") in WITH_HEADERS
        )
        self.crs = chosen.get("crs", "")
        self.has_geometry = any(table.get("geometry") for table in tables)
        self.tables = tables
        self.grids = [{"name": table["name"], "columns": table["columns"][:OFFERED],
                       "more": len(table["columns"]) - OFFERED} for table in tables]  # fmt: skip
        self.offers = bool(self.encodings or tables)

    @staticmethod
    def read(given: QueryDict, run: Run) -> Choices:
        """Only what differs from the present reading, so that everything else is still decided from the bytes."""
        now, choices = Correction(run), Choices()
        if (encoding := given.get("encoding", "")) and encoding != now.encoding:
            choices["encoding"] = encoding
        delimiter = DELIMITERS.get(given.get("delimiter", ""), "")
        if delimiter and delimiter != now.delimiter:
            choices["delimiter"] = delimiter
        if now.has_header and given.get("header_rows", now.header_rows).strip() != now.header_rows:
            choices["header_rows"] = lines(given["header_rows"])
        if given.get("crs", "").strip() not in ("", now.crs):
            choices["crs"] = given["crs"].strip()
        types = changed_types(given, now)
        if types:
            choices["types"] = {**run.choices.get("types", {}), **types}
        return choices


def changed_types(given: QueryDict, now: Correction) -> dict[str, str]:
    """Column name -> type, for the columns whose type was changed.

    Fields are named `type-<table>-<column>`; of wide tables one more column is told by `column-<table>` and `type-<table>`.
    Raises `NoSuchColumn`.
    """
    changed = {
        column["name"]: chosen
        for t, table in enumerate(now.tables)
        for c, column in enumerate(table["columns"][:OFFERED])
        if (chosen := given.get(f"type-{t}-{c}", "")) and chosen != column["semantic"]
    }
    for t, table in enumerate(now.tables):
        name, chosen = given.get(f"column-{t}", "").strip(), given.get(f"type-{t}", "")
        if name and name not in {column["name"] for column in table["columns"]}:
            raise NoSuchColumn(name=name)
        if name and chosen:
            changed[name] = chosen
    return changed


def lines(text: str) -> list[int]:
    """`2, 3` as [2, 3]; `0` and nothing as []. Raises `OddLines`."""
    words = re.findall(r"[^\s,]+", text)
    if not all(word.isdecimal() for word in words):
        raise OddLines(text=text)
    return [int(word) for word in words if int(word)]


@cache
def _types() -> dict[str, Any]:
    return {name: getattr(module, "LABEL", {}) for name, module in found("madang.ingest.types", ("TYPE",)).items()}


def column_types() -> list[tuple[str, str]]:
    """(public name, what people call it) of every column type; types that are called the same show their names too."""
    language = get_language() or "ko"
    called = {name: choose(label, language)[0] or name for name, label in _types().items()}
    often = Counter(called.values())
    shown = ((name, f"{label} ({name})" if often[label] > 1 else label) for name, label in called.items())
    return sorted(shown, key=lambda pair: pair[1])
