"""Two real tables, and children that end with the tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import shapely

from madang.query.model import Column, Table, Type
from madang.query.sql import pool
from madang.store import Store
from tests.query.tables import make_table

DISTRICTS = (
    Column("자치구", Type.TEXT), Column("인구", Type.INTEGER), Column("rate", Type.NUMBER), Column("open", Type.BOOLEAN),
    Column("day", Type.DATE), Column("seen", Type.DATETIME), Column("place", Type.GEOMETRY),
)  # fmt: skip
AREAS = (Column("자치구", Type.TEXT), Column("area", Type.NUMBER))


@pytest.fixture(scope="session")
def districts(session_store: Store) -> Table:
    """Sixty rows of twenty districts; nothing in some cells."""
    rows = [
        {
            "자치구": None if n == 7 else f"구{n % 20}",
            "인구": None if n % 13 == 5 else n * 37 % 101,
            "rate": None if n % 9 == 4 else n / 8,
            "open": (None, True, False)[n % 3],
            "day": date(2026, 1 + n % 12, 1 + n % 28),
            "seen": datetime(2026, 1 + n % 12, 1 + n % 28, n % 24, n % 60),
            "place": shapely.to_wkb(shapely.Point(126.9 + n / 1000, 37.5 + n / 2000)),
        }
        for n in range(60)
    ]
    return make_table(session_store, DISTRICTS, rows, "districts")


@pytest.fixture(scope="session")
def areas(session_store: Store) -> Table:
    rows = [{"자치구": f"구{n}", "area": n * 1.5} for n in range(15)]
    return make_table(session_store, AREAS, rows, "areas")


@pytest.fixture(scope="session", autouse=True)
def _children() -> Iterator[None]:
    yield
    pool.end()
