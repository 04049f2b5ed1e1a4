"""Whatever is refused below /api/v1 is refused with a problem document."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.city import City

MANY = "&".join(f"a{number}=1" for number in range(1_500))


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not-found"),
        ("GET", "/api/v1/datasets/", 404, "not-found"),
        ("GET", "/api/v1/datasets/a%00b", 404, "not-found"),
        ("GET", f"/api/v1/datasets?{MANY}", 400, "odd-request"),
        ("POST", "/api/v1/datasets", 405, "other-method"),
        ("TRACE", "/api/v1/datasets", 405, "other-method"),
        ("HEAD", "/api/v1/citations", 405, "other-method"),
        ("BREW", "/api/v1/sql", 405, "other-method"),
    ],
)
def test_it_is_a_document(client: Client, city: City, method: str, address: str, status: int, code: str) -> None:
    response = client.generic(method, address, headers={"Accept-Language": "en"})
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    if status == 405:
        assert response["Allow"]
    if method != "HEAD":
        told = json.loads(response.content)
        assert (told["type"], told["status"]) == (f"urn:madang:problem:{code}", status)
        assert set(told["texts"]) == {"en", "ko"}


def test_a_foreign_host_is_told_so(client: Client, city: City) -> None:
    response = client.get("/api/v1/datasets", headers={"Host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_pages_stay_pages(client: Client, city: City) -> None:
    assert client.get("/ko/nothing/")["Content-Type"].startswith("text/html")


def test_a_fault_of_ours_tells_nothing(client: Client, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    client.raise_request_exception = False
    monkeypatch.setattr("madang.api.native.datasets.visible", fail)
    response = client.get("/api/v1/datasets/population")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert b"secret" not in response.content


def test_half_a_character_in_the_catalogue_breaks_nothing(client: Client, city: City) -> None:
    city.dataset.description = {"ko": "반쪽 \ud83d 글자"}
    city.dataset.save()
    found = json.loads(client.get("/api/v1/datasets/population").content)
    assert found["description"] == {"ko": "반쪽 ? 글자"}
