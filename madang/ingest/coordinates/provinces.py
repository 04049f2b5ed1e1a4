"""The provinces of Korea as boxes, and which one the rows of a table name: it tells coordinate systems with like numbers apart."""

from __future__ import annotations

from collections.abc import Sequence

from madang.ingest.tables import Inferred, Staged
from madang.ingest.types._values import table
from madang.lib import duck
from madang.query.model import Type

PROVINCES = {
    "서울": (126.73, 37.41, 127.20, 37.72),
    "부산": (128.73, 34.87, 129.32, 35.40),
    "대구": (128.34, 35.59, 128.90, 36.33),
    "인천": (124.55, 36.90, 126.80, 37.99),
    "광주": (126.63, 35.04, 127.03, 35.27),
    "대전": (127.24, 36.17, 127.57, 36.51),
    "울산": (128.95, 35.31, 129.48, 35.73),
    "세종": (127.12, 36.39, 127.42, 36.74),
    "경기": (126.35, 36.88, 127.87, 38.31),
    "강원": (127.08, 37.01, 129.40, 38.63),
    "충청북도": (127.26, 36.00, 128.66, 37.26),
    "충청남도": (125.50, 35.96, 127.64, 37.07),
    "전북": (125.95, 35.28, 127.92, 36.16),
    "전라북도": (125.95, 35.28, 127.92, 36.16),
    "전라남도": (125.05, 33.90, 127.92, 35.51),
    "경상북도": (127.78, 35.56, 131.90, 37.56),
    "경상남도": (127.56, 34.46, 129.24, 35.92),
    "제주": (126.08, 33.05, 127.00, 34.03),
}
"""West, south, east, north in degrees, from the boundaries of Statistics Korea, rounded outwards."""


def named_province(connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Inferred]) -> str | None:
    """The province with which at least half of the values of some text column begin, or None."""
    for column in columns:
        if column.type is not Type.TEXT:
            continue
        starts = ", ".join(f"count(*) FILTER (WHERE starts_with(v, {duck.literal(name)}))" for name in PROVINCES)
        row = connection.execute(
            f"SELECT count(v), {starts} FROM (SELECT {column.sql} AS v FROM {table(staged)})"
        ).fetchone()
        assert row is not None
        filled, *counts = row
        best = max(range(len(counts)), key=counts.__getitem__)
        if filled and counts[best] * 2 >= filled:
            return list(PROVINCES)[best]
    return None
