"""A new load that breaks the key of a table waits for a person; published all the same, the rows concerned answer 409."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from madang.accounts.policy import Actor
from madang.catalog.models import Resource, Revision
from madang.ingest import run as runs
from tests.city import City
from tests.ingest import loading

FIRST = ("학교번호,연도,학생수", "S1,2024,10", "S1,2025,11", "S2,2024,12", "S2,2025,13")


@pytest.fixture
def keyed(city: City, tmp_path: Path) -> Resource:
    loading.load(loading.csv(tmp_path / "a.csv", *FIRST), Actor(city.publisher), target={"resource": "schools"})
    Resource.objects.filter(name="schools").update(key=["학교번호", "연도"])
    return Resource.objects.get(name="schools")


@pytest.mark.django_db
def test_a_broken_key_waits_and_is_told_at_the_row(client: Client, city: City, keyed: Resource, tmp_path: Path):
    actor = Actor(city.publisher)
    doubled = loading.csv(tmp_path / "b.csv", *FIRST, "S2,2025,14")
    run = loading.load(doubled, actor, target={"resource": "schools"})
    [finding] = [one for one in run.receipt["findings"] if one["severity"] == "breaking"]
    assert (finding["code"], finding["count"]) == ("key-doubled", 1)
    assert run.state == "ready"
    assert client.get("/id/trial/schools/S2/2025").status_code == 303, "the old revision still serves"
    runs.decide(run, finding["id"], "justify", "보낸 곳에 확인했습니다.", actor)
    loading.execute(runs.publish(runs.Run.objects.get(pk=run.pk), actor, enqueue=False))
    assert Revision.objects.filter(resource=keyed).count() == 2
    assert client.get("/id/trial/schools/S2/2025").json()["type"] == "urn:madang:problem:key-of-several"
    assert client.get("/id/trial/schools/S1/2024").status_code == 303
    told = client.get("/api/v1/datasets/trial/resources/schools.csv-metadata.json").json()
    assert "primaryKey" not in told["tableSchema"]
