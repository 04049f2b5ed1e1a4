"""A shelf that CKAN's clients walk: names of any script, a layer, a link, a dataset for members only and a draft."""

from __future__ import annotations

from datetime import UTC, datetime

from madang.catalog.models import Alias, Resource, Theme
from madang.query.model import Column, Type
from tests.city import COLUMNS, ROWS, City, dataset, publish

SECRET = "Verborgenzq"
"""A word that stands only in what nobody without a role may find."""
COUNT = 6
STANDS = {"이름": ["종로 1가", "종로 2가", "을지로"], "거치대": [10, 12, None]}
STAND_COLUMNS = (Column("이름", Type.TEXT), Column("거치대", Type.INTEGER, unit="개"))


def seed(city: City) -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    theme, _ = Theme.objects.get_or_create(slug="transport", defaults={"name": {"ko": "교통", "en": "Transport"}})
    bikes = dataset("ckan-bike-stands", city.elsewhere, title={"ko": "자전거 거치대", "en": "Bike stands"}, theme=theme, issued=at,
                    keywords={"ko": ["거치대"], "en": ["ckan-bike", "bike parking"]}, description={"en": "Where bikes stand."})  # fmt: skip
    stands = Resource.objects.create(dataset=bikes, name="stands", title={"ko": "거치대", "en": "Stands"})
    publish(stands, STANDS, STAND_COLUMNS)
    Alias.objects.create(name="ckan_bike_stands", resource=stands)
    korean = dataset("버스-정류장-ckan", city.elsewhere, title={"ko": "버스 정류장", "en": "Bus stops"}, theme=theme, issued=at,
                     keywords={"en": ["ckan-bus"]}, origin="generated")  # fmt: skip
    publish(Resource.objects.create(dataset=korean, name="정류장"), ROWS, COLUMNS)
    linked = dataset("ckan-weather-link", city.department, title={"ko": "날씨 창구", "en": "Weather feed"}, issued=at)
    Resource.objects.create(dataset=linked, name="feed", kind="link", link="https://example.org/feed.json")
    for number in range(COUNT):
        dataset(
            f"ckan-many-{number}",
            city.elsewhere,
            title={"en": f"Many {number}"},
            keywords={"en": ["ckan-many"]},
            issued=at,
        )
    for slug, more in (("ckan-internal", {"access": "internal"}), ("ckan-draft", {"state": "draft"})):
        made = dataset(slug, city.department, title={"en": SECRET}, keywords={"en": [SECRET]}, theme=theme, **more)
        publish(Resource.objects.create(dataset=made, name="rows", title={"en": SECRET}), ROWS, COLUMNS)
