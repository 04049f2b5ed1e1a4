"""A case of the manual, and tables written as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import shapely

from madang.query import parse
from madang.query.model import Column, Question, Type

DISTRICTS = """
gu:text | 인구:integer | share:number | 개관:date | open:boolean
종로구 | 139417 | 1.5 | 1975-10-01 | true
중구 | 121312 | 1.3 |  | true
강남구 | 557865 | 6.0 | 2003-03-15 | false
강북구 | 285617 | 3.0 | 1999-12-31 |
 | 42 |  |  |
"""
CENTRES = """
name:text | gu:text | address:text
청운 Senior Center | 종로구 | 자하문로 1
Jungnim center | 중구 | 중림로 2
강남 복지관 | 강남구 | 도산대로 100%
"""
VISITS = """
gu:text | day:date | at:datetime | n:integer
종로구 | 2026-01-31 | 2026-01-31T09:05:00 | 3
종로구 | 2026-02-01 | 2026-02-01T23:59:59 | 4
중구 | 2026-02-01 | 2026-02-01T00:00:00 | 5
중구 | 2025-12-31 | 2025-12-31T12:00:00 | -7
"""
STOPS = """
name:text | geometry:geometry
시청 | POINT (126.978 37.566)
강남역 | POINT (127.028 37.498)
한강 | LINESTRING (126.9 37.52, 127.1 37.53)
미상 |
"""


@dataclass(frozen=True)
class Case:
    """`asks` are the parameters of an address; `gives` the table of the answer, or `refused` the name of the problem."""

    en: str
    ko: str
    asks: dict[str, str]
    gives: str = ""
    refused: str = ""
    table: str = DISTRICTS
    hidden: bool = field(default=False)  # a test only, too fussy for the manual

    @property
    def question(self) -> Question:
        return Question(**{name: READ[name](text) for name, text in self.asks.items()})


READ: dict[str, Callable[[str], Any]] = {
    "select": parse.selection,
    "where": parse.condition,
    "group_by": parse.grouping,
    "having": lambda text: parse.condition(text, "having"),
    "order_by": parse.ordering,
    "distinct": lambda text: text == "true",
    "limit": int,
    "offset": int,
    "search": str,
    "every": int,
    "bbox": lambda text: tuple(map(float, text.split(","))),
    "near": lambda text: tuple(map(float, text.split(","))),
}
CELLS: dict[Type, Callable[[str], Any]] = {
    Type.TEXT: str,
    Type.INTEGER: int,
    Type.NUMBER: float,
    Type.BOOLEAN: lambda text: {"true": True, "false": False}[text],
    Type.DATE: date.fromisoformat,
    Type.TIME: time.fromisoformat,
    Type.DATETIME: datetime.fromisoformat,
    Type.GEOMETRY: lambda text: shapely.to_wkb(shapely.from_wkt(text)),
}


def read_table(text: str) -> tuple[tuple[Column, ...], list[dict[str, Any]]]:
    """Columns and rows of a table as above: `name:type` in the first line, an empty cell is no value, `''` an empty text."""
    head, *lines = text.strip("\n").splitlines()
    pairs = [cell.strip().rsplit(":", 1) for cell in head.split("|")]
    columns = tuple(Column(name, Type(kind)) for name, kind in pairs)
    rows = []
    for line in lines:
        cells = [cell.strip() for cell in line.split("|")] if line.strip() else [""]
        rows.append({
            column.name: None if cell == "" else "" if cell == "''" else CELLS[column.type](cell)
            for column, cell in zip(columns, cells, strict=True)
        })  # fmt: skip
    return columns, rows
