"""One table with everything that formats lose: kinds of values, of texts, of names, of shapes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from types import ModuleType
from typing import Any

import pyarrow as pa
import shapely

from madang.api import formats
from madang.query.answer import described
from madang.query.model import Column, Type

FACTS = {
    "dataset": "시험", "resource": "까다로운 표", "revision": "0" * 32, "published_at": "2026-06-30T09:00:00+00:00",
    "origin": "generated", "columns": [], "total": 8, "returned": 8, "complete": True, "next": None,
}  # fmt: skip
LONG_NAME = "아주 긴 이름 " * 32  # 256 letters
NOON = datetime(2026, 1, 1, 12)
COLUMNS: dict[str, tuple[Type, pa.DataType, list[Any]]] = {
    "이름": (Type.TEXT, pa.string(), [
        "종로구", "", None, '그는 "네, 아니오"라 했다', "첫 줄\n둘째 줄\r\n셋째\r끝", " 앞뒤 ", "😀é",
        "탭\t과 \x01 _x0041_ &<>",
    ]),
    "code": (Type.TEXT, pa.string(), ["00123", "1e5", "true", "2026-06-30", "NULL", "nan", "0.10", "-"]),
    "formula": (Type.TEXT, pa.string(), ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.b")', "\t=1", "'=1", "a=1"]),
    "whole": (Type.INTEGER, pa.int64(), [0, -1, 2**53 + 1, 2**63 - 1, -(2**63), None, 10**15, 10**15 - 1]),
    "number": (Type.NUMBER, pa.float64(), [0.0, -1.5, 0.1, 1e300, 5e-324, None, 1 / 3, 123456789.123]),
    "decimal": (Type.NUMBER, pa.decimal128(38, 6), [
        *map(Decimal, ("0", "-1.5", "0.1", "12345678901234567890.123456", "0.000001", "999999999.999999")),
        None, Decimal("12.34"),
    ]),
    "flag": (Type.BOOLEAN, pa.bool_(), [True, False, None, True, False, None, True, False]),
    "day": (Type.DATE, pa.date32(), [
        date(2026, 6, 30), date(1900, 1, 1), date(1899, 12, 31), date(1, 1, 1), date(9999, 12, 31), None,
        date(1970, 1, 1), date(2024, 2, 29),
    ]),
    "at": (Type.DATETIME, pa.timestamp("us", "UTC"), [
        datetime(2026, 6, 30, 9, 5, tzinfo=UTC), datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC), datetime(1899, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC), None,
        datetime(2026, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC),
    ]),
    "local": (Type.DATETIME, pa.timestamp("us"), [NOON, None, *[NOON] * 6]),
    "clock": (Type.TIME, pa.time64("us"), [
        time(9, 5), time(0), time(23, 59, 59, 999_999), None, time(12), time(1, 2, 3, 400_000), time(6), time(7),
    ]),
    "fid": (Type.INTEGER, pa.int64(), [7] * 8),
    "행정동 이름 하나": (Type.TEXT, pa.string(), ["가"] * 8),
    "행정동 이름 둘": (Type.TEXT, pa.string(), ["나"] * 8),
    LONG_NAME: (Type.TEXT, pa.string(), ["긴"] * 8),
    "wide": (Type.TEXT, pa.string(), ["가" * 300, *["나"] * 7]),
}  # fmt: skip
SQUARE = shapely.Polygon([(126, 37), (127, 37), (127, 38), (126, 38)], [[(126.2, 37.2), (126.2, 37.4), (126.4, 37.4)]])
LINE = shapely.LineString([(126.9780123456789, 37.566), (127, 37.6)])
SHAPES = {
    "points": [shapely.Point(126.9780123456789 + place / 7, 37.5660123456789) for place in range(7)],
    "lines": [LINE, shapely.MultiLineString([LINE, shapely.LineString([(1, 1), (2, 2)])])],
    "polygons": [SQUARE, shapely.MultiPolygon([SQUARE, shapely.box(10, 10, 11, 11)])],
    "multipoints": [shapely.MultiPoint([(1, 2), (3, 4)])],
}
MIXED = [
    SHAPES["points"][0],
    LINE,
    SQUARE,
    *SHAPES["multipoints"],
    SHAPES["lines"][1],
    SHAPES["polygons"][1],
    SHAPES["points"][1],
]


def table(shapes: list[Any] | None) -> pa.Table:
    """The eight rows; `shapes` are given to them in turn, the last row has none. None: no geometry column."""
    arrays = {name: pa.array(values, kind) for name, (_type, kind, values) in COLUMNS.items()}
    columns = [Column(name, type) for name, (type, _kind, _values) in COLUMNS.items()]
    if shapes is not None:
        turns = [shapely.to_wkb(shapes[place % len(shapes)]) for place in range(7)]
        arrays["geometry"] = pa.array([*turns, None], pa.binary())
        columns.append(Column("geometry", Type.GEOMETRY))
    plain = pa.table(arrays)
    return plain.cast(described(plain.schema, tuple(columns)))


def written(format: ModuleType, rows: pa.Table, **options: Any) -> bytes:
    def batches() -> Iterator[pa.RecordBatch]:
        yield from rows.slice(0, 3).to_batches()
        yield from rows.slice(3).to_batches()

    return b"".join(format.write(batches(), rows.schema, facts=FACTS, language="ko", **options))


def every() -> list[ModuleType]:
    return list(formats.formats().values())
