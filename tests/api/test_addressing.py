"""The names of a table for clients of other portals, over the native API."""

from __future__ import annotations

import json

import pytest

from madang.accounts.models import Token
from madang.catalog.models import Alias

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/datasets/population/resources/districts/addressing"


def put(client, body, user=None):
    headers = {"Authorization": f"Bearer {Token.make(user, 't', may_write=True)[1]}"} if user else {}
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.put(ADDRESS, text, content_type="application/json", headers=headers)


def test_names_are_set_and_read(client, city):
    assert client.get(ADDRESS).json() == {"services": [], "arguments": [], "key": []}
    told = {"services": ["Gu"], "arguments": ["인구"], "key": ["자치구"]}
    assert put(client, told, city.editor).json() == told
    assert put(client, {"arguments": []}, city.editor).json() == {**told, "arguments": []}
    assert client.get(ADDRESS).json() == {**told, "arguments": []}
    assert client.get("/sample/json/Gu/1/5/").json()["Gu"]["list_total_count"] == 3


@pytest.mark.parametrize(("body", "status", "code"), [
    ({"services": ["a b"]}, 400, "odd-addressing"), ({"services": ["taken"]}, 409, "name-taken"), ({"more": []}, 400, "odd-addressing"),
    ({"arguments": ["x"]}, 400, "no-such-column"), ({"key": [None]}, 400, "odd-addressing"), ([], 400, "odd-addressing"),
    ("{", 400, "odd-addressing"), (b"\xff", 400, "odd-addressing"), ("[" * 100_000, 400, "odd-addressing"), (None, 400, "odd-addressing"),
    ({"services": ["\ud800"]}, 400, "odd-addressing"), ({"services": ["a\u0000"]}, 400, "odd-addressing"),
    ({"key": ["\ud800"]}, 400, "no-such-column"),
])  # fmt: skip
def test_what_cannot_be_is_told(client, city, body, status, code):
    Alias.objects.create(name="taken", resource=city.dataset.resources.create(name="other"))
    answer = put(client, body, city.editor)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:madang:problem:{code}")


def test_only_editors_with_a_token_may(client, city):
    assert put(client, {"services": ["a"]}).status_code == 401
    assert put(client, {"services": ["a"]}, city.stranger).status_code == 403
    client.force_login(city.editor)
    assert put(client, {"services": ["a"]}).status_code in (401, 403)
    assert not Alias.objects.filter(name="a").exists()
