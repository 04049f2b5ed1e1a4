"""What assistants ask about: rides that a program made up, late; a draft and restricted visits that nobody may learn of."""

from __future__ import annotations

from madang.catalog.models import Column as Said
from madang.catalog.models import Resource
from madang.query.model import Column, Type
from tests.city import City, dataset, publish

ROWS = 3_000
COLUMNS = (Column("자치구", Type.TEXT), Column("시간", Type.INTEGER), Column("승차", Type.INTEGER, unit="건"))


def seed(city: City) -> None:
    made = dataset(
        "mcp-night-rides", city.department, origin="generated", cycle="daily",
        title={"ko": "심야 승차 건수", "en": "Rides at night"},
        description={"ko": "자치구와 시간별 심야 승차 건수", "en": "Rides by district and hour of the night"},
    )  # fmt: skip
    rides = Resource.objects.create(dataset=made, name="hours")
    rows = {
        "자치구": ["종로구", "중구", "강남구"] * (ROWS // 3),
        "시간": [hour % 6 for hour in range(ROWS)],
        "승차": list(range(ROWS)),
    }
    publish(rides, rows, COLUMNS)
    Said.objects.create(resource=rides, name="승차", label={"ko": "승차 건수", "en": "Boardings"}, unit="건")
    for state, access in (("draft", "open"), ("published", "restricted")):
        kept = dataset(
            f"mcp-{state}-{access}", city.department, state=state, access=access, title={"en": f"Visits {state}"}
        )
        resource = Resource.objects.create(dataset=kept, name="visits")
        publish(resource, {"place": [f"Secret{access}Mcp"]}, (Column("place", Type.TEXT),))
