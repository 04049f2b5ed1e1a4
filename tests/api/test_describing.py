"""The dictionary of columns by program: what is read can be changed and sent back."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.catalog.models import Column
from tests.city import City

ADDRESS = "/api/v1/datasets/population/resources/districts/columns"


def put(client: Client, person: object, body: object, *, may_write: bool = True):
    _row, secret = Token.make(person, "script", may_write=may_write)  # type: ignore[arg-type]
    text = body if isinstance(body, str) else json.dumps(body)
    return client.put(ADDRESS, text, "application/json", headers={"Authorization": f"Bearer {secret}"})


def test_what_is_read_can_be_changed_and_sent_back(client: Client, city: City) -> None:
    told = client.get(ADDRESS).json()
    told["columns"][0]["label"] = {"ko": "구", "en": "District"}
    told["columns"][1]["codes"] = {"-1": {"en": "not counted"}}
    assert put(client, city.editor, told).status_code == 200
    again = client.get(ADDRESS).json()
    assert again["columns"][0]["label"] == {"ko": "구", "en": "District"}
    assert again["columns"][1]["codes"] == {"-1": {"en": "not counted"}}
    assert again["columns"] == told["columns"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"columns": [{"name": "nowhere", "label": {}}]}, "no-such-column"),
        ({"columns": [{"name": "인구", "label": "words"}]}, "odd-words"),
        ({"columns": [{"name": "인구", "label": {"fr": "gens"}}]}, "odd-words"),
        ({"columns": [{"name": "인구", "unit": "k" * 61}]}, "odd-words"),
        ({"columns": [{"name": "인구", "codes": ["1"]}]}, "odd-words"),
        ({"columns": "인구"}, "odd-body"),
        ([], "odd-body"),
        ("not JSON", "odd-body"),
    ],
)
def test_what_cannot_be_used_changes_nothing(client: Client, city: City, body: object, code: str) -> None:
    answer = put(client, city.editor, body)
    assert (answer.status_code, answer.json()["type"]) == (400, f"urn:madang:problem:{code}")
    assert not Column.objects.exclude(label={}).exists()


def test_only_who_may_describe(client: Client, city: City) -> None:
    good = {"columns": [{"name": "인구", "label": {"en": "People"}}]}
    assert put(client, city.stranger, good).status_code == 403
    assert put(client, city.editor, good, may_write=False).status_code == 403
    assert client.put(ADDRESS, json.dumps(good), "application/json").status_code == 401
