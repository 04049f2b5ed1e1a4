"""Five rows with what goes wrong elsewhere: quotes, emoji, names of DataStore's own, nothing."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import shapely

from madang.query.model import Column, Type

COLUMNS = (
    Column("이름", Type.TEXT), Column("n", Type.INTEGER), Column('a "b", c', Type.NUMBER), Column("open", Type.BOOLEAN),
    Column("day", Type.DATE), Column("at", Type.DATETIME), Column("hour", Type.TIME), Column("모양", Type.GEOMETRY),
    Column("_ID", Type.TEXT), Column("🚲", Type.TEXT), Column("$price", Type.INTEGER), Column("rank", Type.TEXT),
)  # fmt: skip
ROWS: dict[str, list[Any]] = {
    "이름": ["종로 청운 센터", "강남 복지관", None, 'Bus, "stop"\nnight', ""],
    "n": [1, 2, 3, None, 2024],
    'a "b", c': [0.5, None, -1.25, 1e300, 2.0],
    "open": [True, False, None, True, False],
    "day": [date(2026, 1, 31), None, date(2025, 2, 1), date(2026, 1, 31), date(1999, 12, 31)],
    "at": [
        datetime(2026, 1, 31, 9, 5),
        None,
        datetime(2025, 2, 1),
        datetime(2026, 1, 31),
        datetime(1999, 12, 31, 23, 59, 59),
    ],
    "hour": [time(9, 5), None, time(0), time(23, 59, 59), time(1)],
    "모양": [shapely.to_wkb(shapely.Point(127, 37.5)), None, None, None, None],
    "_ID": ["own", "b", "c", "d", "e"],
    "🚲": ["<&>", "자전거", None, None, None],
    "$price": [3, 4, 5, 6, 7],
    "rank": ["first", None, None, None, None],
}
