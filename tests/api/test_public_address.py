"""Behind a proxy the server is asked under another name than the city has: no dialect hands that name on."""

from __future__ import annotations

import pytest
from django.test import Client

from madang.catalog.models import Alias
from tests.api.mcp.speaking import call
from tests.city import City

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/catalog.jsonld",
    "/data.json",
    "/datasets/population/datapackage.json",
    "/feeds/dataset.atom",
    "/robots.txt",
    "/api/3/action/package_show?id=population",
    "/api/3/action/package_show?id=nothing",
    "/sample/json/SearchCatalogService/1/5",
    "/api/v1/datasets/population/resources/districts.csv-metadata.json",
)


@pytest.fixture(autouse=True)
def behind(city: City, settings) -> None:
    settings.MADANG = {**settings.MADANG, "url": "https://data.example.org/"}
    Alias.objects.create(name="Gu", resource=city.resource)


@pytest.mark.parametrize("address", ADDRESSES)
def test_absolute_addresses_begin_with_the_public_one(client: Client, address: str) -> None:
    response = client.get(address)
    text = response.getvalue().decode()
    assert "https://data.example.org/" in text
    assert "testserver" not in text


def test_those_of_tools_too(client: Client) -> None:
    told = call(client, "describe", dataset="population").response.content.decode()
    assert "https://data.example.org/" in told
    assert "testserver" not in told
