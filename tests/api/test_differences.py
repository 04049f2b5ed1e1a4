"""What changed between the rows of two revisions, at an address."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from madang.catalog.models import Revision
from tests.api import asking
from tests.city import COLUMNS, City, publish

DIFF = "/api/v1/datasets/population/resources/districts/diff"


def get(client: Client, address: str, **parameters: Any) -> Any:
    return json.loads(asking.get(client, address, **parameters).body)


@pytest.fixture
def newer(city: City) -> Revision:
    return publish(
        city.resource, {"자치구": ["종로구", "강남구", "노원구"], "인구": [139_417, 560_000, 480_000]}, COLUMNS
    )


def test_rows_that_came_went_and_changed(client: Client, city: City, newer: Revision) -> None:
    found = get(client, DIFF)
    assert (found["from"], found["to"], found["key"]) == (city.revision.pk, newer.pk, ["자치구"])
    assert [found[kind] for kind in ("added", "removed", "changed", "same")] == [1, 1, 1, 1]
    assert found["cells"] == {"인구": 1}
    assert found["rows"] == [
        {"before": {"자치구": "강남구", "인구": 557_865}, "after": {"자치구": "강남구", "인구": 560_000}, "times": 1}
    ]
    [came] = get(client, DIFF, kind="added")["rows"]
    assert (came["before"], came["after"]["자치구"]) == (None, "노원구")
    backwards = get(client, DIFF, **{"from": 2, "to": 1, "kind": "removed"})
    assert [row["before"]["자치구"] for row in backwards["rows"]] == ["노원구"]
    assert get(client, DIFF, limit=0)["rows"] == []
    assert get(client, DIFF, offset=1)["rows"] == []


def test_what_cannot_be_compared_is_refused(client: Client, city: City, newer: Revision) -> None:
    assert client.get(DIFF, {"kind": "odd"}).status_code == 400
    assert client.get(DIFF, {"limit": 1001}).status_code == 400
    for odd in ("¹", "9" * 5_000, "x"):
        assert client.get(DIFF, {"from": odd}).status_code == 404
    assert client.get(DIFF, {"to": 1}).status_code == 404  # the first has none before it
    city.dataset.access = "restricted"
    city.dataset.save()
    assert client.get(DIFF).status_code == 403


def test_a_withdrawn_revision_is_compared_with_nothing(client: Client, city: City, newer: Revision) -> None:
    get(client, DIFF)  # counted, and kept
    city.revision.state = Revision.State.WITHDRAWN
    city.revision.save()
    assert client.get(DIFF, {"from": 1, "to": 2}).status_code == 410
