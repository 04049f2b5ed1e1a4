"""What the page of a dataset tells search engines and harvesters."""

from __future__ import annotations

import json
import re

import pytest

from madang.catalog.models import Column
from tests.city import dataset

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def said(client, address: str) -> dict:
    (text,) = BLOCK.findall(client.get(address).content.decode())
    return json.loads(text)


def test_what_search_engines_ask(city, client):
    Column.objects.create(
        resource=city.resource, name="인구", label={"en": "Residents"}, description={"en": "Registered"}
    )
    found = said(client, "/en/datasets/population/")
    assert (found["@type"], found["name"], found["alternateName"]) == (
        "Dataset",
        "Population by district",
        ["자치구별 인구"],
    )
    assert found["description"].startswith("Registered residents, counted by district.")
    assert 50 <= len(found["description"]) <= 5000
    assert found["license"] == city.dataset.licence.url
    assert found["isAccessibleForFree"] is True
    assert found["creator"]["name"] == "Statistics"
    assert {"@type": "PropertyValue", "name": "Residents", "description": "Registered", "unitText": "명"} in found[
        "variableMeasured"
    ]
    csv = next(way for way in found["distribution"] if way["encodingFormat"] == "text/csv")
    assert csv["contentUrl"] == "http://testserver/api/v1/datasets/population/resources/districts.csv"
    assert "temporalCoverage" not in found  # nobody has said it
    assert "spatialCoverage" not in found


def test_coverage(city, client):
    city.dataset.period_start, city.dataset.spatial = "2020-01-01", {"ko": "서울"}
    city.dataset.save()
    city.revision.geometry = {"column": "a", "kind": "Point", "crs": "EPSG:4326", "bbox": [126.9, 37.5, 127.1, 37.6]}
    city.revision.save()
    found = said(client, "/ko/datasets/population/")
    assert found["temporalCoverage"] == "2020-01-01/.."
    assert found["spatialCoverage"] == {
        "@type": "Place",
        "name": "서울",
        "geo": {"@type": "GeoShape", "box": "37.5 126.9 37.6 127.1"},
    }


def test_words_cannot_end_the_block(city, client):
    dataset(
        "odd",
        city.department,
        title={"en": "</script><script>alert(1)</script><!--"},
        description={"en": "a\u2028b & <b>"},
    )
    page = client.get("/en/datasets/odd/").content.decode()
    assert "<script>alert" not in page
    assert said(client, "/en/datasets/odd/")["name"] == "</script><script>alert(1)</script><!--"


def test_restricted_rows_are_described_without_files(city, client):
    city.dataset.access = "restricted"
    city.dataset.save()
    found = said(client, "/ko/datasets/population/")
    assert "distribution" not in found
    assert found["isAccessibleForFree"] is False
    assert b"datapackage.json" not in client.get("/ko/datasets/population/").content


def test_the_other_descriptions_are_linked_and_there(city, client):
    page = client.get("/ko/datasets/population/").content.decode()
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]*" href="http://testserver([^"]+)">', page)
    assert {kind for kind, _ in links} == {
        "text/turtle",
        "application/ld+json",
        "application/rdf+xml",
        "application/json",
    }
    for kind, address in links:
        assert client.get(address)["Content-Type"].startswith(kind)
    assert 'href="/feeds/dataset.atom?lang=ko"' in client.get("/ko/").content.decode()


@pytest.mark.parametrize(
    ("accept", "to"),
    [
        ("text/turtle", "/dataset/population.ttl"), ("application/ld+json, text/html;q=0.5", "/dataset/population.jsonld"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None), ("*/*", None), ("", None), ("image/png", None),
    ],
)  # fmt: skip
def test_a_page_gives_way_to_a_description(city, client, accept, to):
    answer = client.get("/ko/datasets/population/", headers={"Accept": accept})
    assert (answer.status_code, answer.get("Location")) == ((303, to) if to else (200, None))
    assert "Accept" in answer["Vary"]


def test_nothing_gives_way_to_what_is_hidden(city, client):
    dataset("unfinished", city.department, state="draft")
    assert client.get("/ko/datasets/unfinished/", headers={"Accept": "text/turtle"}).status_code == 404
