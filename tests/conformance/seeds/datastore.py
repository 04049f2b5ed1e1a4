"""A table that clients of CKAN's DataStore page through, search and ask in SQL. All rows are made up."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from madang.catalog.models import Alias, Resource
from madang.query.model import Column, Type
from tests.city import City, dataset, publish

STATIONS = "5f0c1a52-0b7e-4c7e-9d53-0f1f0c6e5a11"
"""The resource id that the examples of docs/ckan.md name."""
COUNT = 250
DISTRICTS = ("종로구", "중구", "마포구", "강남구", "은평구")
ROWS: dict[str, list[Any]] = {
    "station": [
        f"{place}. {DISTRICTS[place % 5]} {('시청 앞', '공원', '지하철역')[place % 3]}" for place in range(1, COUNT + 1)
    ],
    "자치구": [DISTRICTS[place % 5] for place in range(1, COUNT + 1)],
    "racks": [5 + place * 7 % 30 for place in range(1, COUNT + 1)],
    "rent rate": [None if place % 50 == 0 else place * 3 % 41 / 4 for place in range(1, COUNT + 1)],
    "opened": [date(2020, 1, 1) + timedelta(days=place * 5) for place in range(1, COUNT + 1)],
    "last_seen": [datetime(2026, 6, 30, place % 24, place % 60) for place in range(1, COUNT + 1)],
}
COLUMNS = (
    Column("station", Type.TEXT), Column("자치구", Type.TEXT), Column("racks", Type.INTEGER, unit="대"), Column("rent rate", Type.NUMBER),
    Column("opened", Type.DATE), Column("last_seen", Type.DATETIME),
)  # fmt: skip


def seed(city: City) -> None:
    stations = Resource.objects.create(
        uid=uuid.UUID(STATIONS), name="stations", title={"ko": "대여소", "en": "Stations"}, key=["station"],
        dataset=dataset("bike-stations", city.department, title={"ko": "공공자전거 대여소", "en": "Public bicycle stations"}),
    )  # fmt: skip
    publish(stations, ROWS, COLUMNS, original_name="stations.csv")
    Alias.objects.create(name="bikeStations", resource=stations)
    stations.columns.create(
        name="racks",
        label={"ko": "거치대", "en": "Racks"},
        description={"ko": "자전거를 세울 수 있는 수", "en": "Bicycles that fit"},
    )
