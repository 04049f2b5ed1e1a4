"""Nobody gets rows that they may not read, by whatever way DataStore names a table; those who may, do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.query.sql import pool
from tests.city import City
from tests.routes.hidden import Secret, secrets

PEOPLE = ("anonymous", "citizen", "stranger", "reader", "editor", "publisher", "administrator")


@pytest.fixture(scope="module", autouse=True)
def _children() -> Iterator[None]:
    yield
    pool.end()


def addresses(secret: Secret) -> Iterator[tuple[str, dict[str, Any]]]:
    """Ways to the rows of a table; none of them says the words of the rows."""
    for name in (str(secret.resource.uid), secret.resource.aliases.get().name):
        yield "/api/3/action/datastore_search", {"resource_id": name}
        yield "/ko/api/action/datastore_search", {"id": name, "q": "Row", "records_format": "csv"}
        yield "/api/3/action/datastore_search", {"id": name, "filters": json.dumps({"calls": 1}), "callback": "f"}
        yield "/api/3/action/datastore_search_sql", {"sql": f'SELECT place FROM "{name}"'}
        for form in ("csv", "tsv", "json", "xml"):
            yield f"/datastore/dump/{name}", {"format": form}


def read(client: Client, secret: Secret, token: str) -> list[str]:
    """The addresses that told the rows."""
    headers = {"Authorization": token} if token else {}
    told = []
    for address, query in addresses(secret):
        response = client.get(address, query, headers=headers)
        assert response.status_code < 500
        if secret.row in response.getvalue().decode():
            told.append(f"{address} {query}")
    return told


@pytest.mark.parametrize("name", PEOPLE)
def test_rows_are_told_to_those_who_may_read_them(client: Client, city: City, name: str) -> None:
    kept = secrets(city)
    token = "" if name == "anonymous" else Token.make(getattr(city, name), "t")[1]
    for secret in kept:
        told = read(client, secret, token)
        scripts = 2  # what a page loads as a script is answered as to a stranger
        expected = len(list(addresses(secret))) - scripts if name in secret.reads else 0
        assert len(told) == expected, told
    listed = client.get(
        "/api/3/action/datastore_search", {"resource_id": "_table_metadata"}, headers={"Authorization": token}
    )
    found = {row["name"] for row in json.loads(listed.content)["result"]["records"]}
    assert {str(secret.resource.uid) for secret in kept} & found == {
        str(secret.resource.uid) for secret in kept if name in secret.reads
    }


def test_a_cookie_opens_nothing(client: Client, city: City) -> None:
    client.force_login(city.administrator)
    assert [told for secret in secrets(city) for told in read(client, secret, "")] == []
