"""The page of what changed between two revisions."""

from __future__ import annotations

import pytest
from django.test import Client

from madang.catalog.models import Revision
from madang.portal.dataset import differences
from madang.query import limits
from tests.city import COLUMNS, City, publish

PAGE = "/en/datasets/population/districts/diff/"


@pytest.fixture
def newer(city: City) -> Revision:
    rows = {"자치구": ["종로구", "강남구", "<b>노원구"], "인구": [139_417, 560_000, 480_000]}
    return publish(city.resource, rows, COLUMNS)


def read(client: Client, **asked: str) -> str:
    response = client.get(PAGE, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_changed_cells_stand_beside_each_other(client: Client, city: City, newer: Revision) -> None:
    text = read(client)
    assert "<del>557,865</del> <ins>560,000</ins>" in text
    assert "<del>강남구" not in text
    assert "1 row is as it was" in text


def test_rows_that_came_and_went(client: Client, city: City, newer: Revision) -> None:
    came, went = read(client, kind="added"), read(client, kind="removed")
    assert "&lt;b&gt;노원구" in came
    assert "중구" not in came
    assert "121,312" in went


def test_odd_addresses_show_the_first_page(client: Client, city: City, newer: Revision) -> None:
    for odd in ("0", "¹", "9" * 5_000, "-1", "x"):
        assert "560,000" in read(client, page=odd)
    assert "560,000" in read(client, kind="nonsense")
    assert client.get(PAGE, {"from": "¹"}).status_code == 404


def test_too_much_to_compare_is_said_and_the_rest_stands(
    client: Client, city: City, newer: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> None:
        raise limits.TooSlow(seconds=30.0)

    monkeypatch.setattr(differences, "counted", slow)
    text = read(client)
    assert "took more than 30 seconds" in text
    assert "Compare" in text


def test_restricted_rows_stay_away(client: Client, city: City, newer: Revision) -> None:
    city.dataset.access = "restricted"
    city.dataset.save()
    assert client.get(PAGE).status_code == 403
