"""Tables for the tests of questions: real revisions in a store of their own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely

from madang.query.model import Table
from madang.store import Store
from madang.store.places import place_at
from tests.query.questions import COLUMNS
from tests.query.tables import make_table

SHAPES = (
    "POINT (126.978 37.566)",
    None,
    "POINT EMPTY",
    "LINESTRING (126.9 37.52, 127.1 37.53)",
    "POLYGON ((126.97 37.5, 127.03 37.5, 127.03 37.56, 126.97 37.5))",
    "MULTIPOINT ((127 37.5), (10 10))",
    "GEOMETRYCOLLECTION (POINT (126.9 37.45), LINESTRING (126.95 37.45, 126.96 37.46))",
    "POINT (179.995 0.001)",
    "POINT (-179.995 0.001)",
    "MULTIPOLYGON (((127.05 37.51, 127.06 37.51, 127.06 37.52, 127.05 37.51)), ((0 0, 1 0, 1 1, 0 0)))",
    "POLYGON EMPTY",
)


@pytest.fixture(scope="session")
def session_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("store")
    return Store(place_at("", folder), folder, 256)


@pytest.fixture(scope="session")
def rows() -> list[dict[str, Any]]:
    """Forty rows with what goes wrong elsewhere: nothing, empty texts, wildcards, quotes, both cases, ties."""
    shapes = [None if wkt is None else shapely.to_wkb(shapely.from_wkt(wkt)) for wkt in SHAPES]
    texts = [None, "", "가", "가나 다", "aA", "Az%", "a_'", '"\\z', "다9", "가"]
    return [
        {
            "이름": texts[n % 10],
            "Gu": texts[(n * 7 + n // 10) % 10],
            "인구": None if n % 9 == 4 else n * 3 % 17 - 5,
            "rate (%)": None if n % 11 == 2 else (n * 5 % 23 - 9) / 4,
            "open": (None, True, False)[n % 3],
            "day": None if n % 8 == 5 else date(2025, 12, 20) + timedelta(n * 11 % 60),
            "at": None if n % 7 == 3 else datetime(2025, 12, 30) + timedelta(seconds=n * 40_503),
            "geometry": shapes[n % len(shapes)],
        }
        for n in range(40)
    ]


@pytest.fixture(scope="session")
def people(session_store: Store, rows: list[dict[str, Any]]) -> Table:
    return make_table(session_store, COLUMNS, rows, "people")
