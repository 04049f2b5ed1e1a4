"""A small catalogue that CKAN's clients search, and a way to ask it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from madang.catalog import index
from madang.catalog.models import Resource, Theme
from tests.city import COLUMNS, ROWS, dataset, publish

SHAPES = {"column": "geometry", "kind": "POINT", "crs": "EPSG:4326", "bbox": [126, 37, 127, 38]}


@pytest.fixture
def shelf(city):
    """Five more datasets: one of a Korean name, a layer, a link, one for members only and a draft."""
    transport, _ = Theme.objects.get_or_create(slug="transport", defaults={"name": {"ko": "교통", "en": "Transport"}})
    at = datetime(2025, 3, 1, tzinfo=UTC)
    bikes = dataset("bike-stands", city.elsewhere, title={"ko": "자전거 거치대", "en": "Bike stands"}, theme=transport,
                    keywords={"ko": ["자전거"], "en": ["bike", "bus stop"]}, issued=at)  # fmt: skip
    publish(Resource.objects.create(dataset=bikes, name="stands"), ROWS, COLUMNS)
    buses = dataset("버스-정류장", city.elsewhere, title={"ko": "버스 정류장", "en": "Bus stops"}, theme=transport,
                    keywords={"en": ["bus", "bus stop"]}, description={"en": "Where buses stop"},
                    origin="generated", issued=at)  # fmt: skip
    publish(Resource.objects.create(dataset=buses, name="정류장"), ROWS, COLUMNS)
    links = dataset("weather-link", city.department, title={"ko": "날씨", "en": "Weather"}, issued=at)
    Resource.objects.create(dataset=links, name="feed", kind="link", link="https://example.org/feed.json?x=1")
    for slug, more in (("secret-internal", {"access": "internal"}), ("secret-draft", {"state": "draft"})):
        made = dataset(
            slug, city.department, title={"en": "Secretzq bus"}, keywords={"en": ["secretzq"]}, theme=transport, **more
        )
        publish(Resource.objects.create(dataset=made, name="rows"), ROWS, COLUMNS)
    index.rebuild()
    return city


@pytest.fixture
def ask(client) -> Callable[..., Any]:
    """`ask("package_show", id="x")`: the result of an action, by POST; `token=` goes along; `fails=404` gives the error."""

    def call(name: str, *, token: str = "", fails: int = 0, **parameters: Any) -> Any:
        headers = {"Authorization": token} if token else {}
        body = json.dumps(parameters)
        response = client.post(f"/api/3/action/{name}", body, content_type="application/json", headers=headers)
        assert response.status_code == (fails or 200), response.content.decode()
        found = json.loads(response.content)
        return found["error"] if fails else found["result"]

    return call
