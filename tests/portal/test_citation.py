"""The page of a citation: to be printed, linked and checked by somebody who knows no API."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.catalog.models import Dataset, Revision
from tests.city import COLUMNS, City, publish

CITED = {"dataset": "population", "resource": "districts", "where": "인구 > 130000"}


@pytest.fixture
def cited(client: Client, city: City) -> str:
    made = client.post("/api/v1/citations", json.dumps(CITED), content_type="application/json")
    key: str = json.loads(made.content)["citation"]
    return key


def page(client: Client, key: str, language: str = "en", **more: Any) -> str:
    response = client.get(f"/{language}/citations/{key}/", **more)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_says_what_was_asked_and_how_to_cite_it(client: Client, cited: str) -> None:
    english, korean = page(client, cited), page(client, cited, "ko")
    assert "인구 &gt; 130000" in english
    assert f"Question {cited} of revision 1 (2026-06-30), 2 rows" in english
    assert "이렇게 인용하세요" in korean
    assert f"개정판 1(2026-06-30)에 대한 질의 {cited}, 2행" in korean
    assert "@misc{madang-" in english
    [address] = re.findall(r'href="(/api/v1/[^"]+/rows\?[^"]+)"', english)
    body = b"".join(client.get(address.replace("&amp;", "&")))
    assert body.decode().splitlines() == ["자치구,인구", "종로구,139417", "강남구,557865"]


def test_the_permalink_leads_to_the_readers_language(client: Client, cited: str) -> None:
    for accepts, language in (("en", "en"), ("ko", "ko")):
        answer = client.get(f"/citations/{cited}/", headers={"Accept-Language": accepts})
        assert (answer.status_code, answer["Location"]) == (302, f"/{language}/citations/{cited}/")


def test_asking_again_says_whether_it_stands(client: Client, city: City, cited: str) -> None:
    again = client.post(f"/en/citations/{cited}/").content.decode()
    assert again.count("The same answer.") == 1
    publish(city.resource, {"자치구": ["종로구"], "인구": [139_417]}, COLUMNS)
    again = client.post(f"/en/citations/{cited}/").content.decode()
    assert "The cited revision:</strong> The same answer." in again
    assert "The current revision:</strong> Another answer. 0 rows more, 1 fewer." in again
    assert (
        "현재 개정판:</strong> 답이 다릅니다. 0행이 늘고 1행이 줄었습니다."
        in client.post(f"/ko/citations/{cited}/").content.decode()
    )


def test_it_needs_the_form_of_this_site(city: City, cited: str) -> None:
    assert Client(enforce_csrf_checks=True).post(f"/en/citations/{cited}/").status_code == 403


def test_who_may_not_read_the_rows_sees_nothing(client: Client, city: City, cited: str) -> None:
    Dataset.objects.filter(pk=city.dataset.pk).update(access=Dataset.Access.INTERNAL)
    assert client.get(f"/ko/citations/{cited}/").status_code == 404
    assert client.post(f"/ko/citations/{cited}/").status_code == 404
    client.force_login(city.reader)
    page(client, cited)


def test_of_withdrawn_data_only_the_tombstone_is_left(client: Client, city: City, cited: str) -> None:
    Revision.objects.update(state=Revision.State.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_reason="이름")
    gone = client.get(f"/ko/citations/{cited}/")
    assert gone.status_code == 410
    assert "이름" in gone.content.decode()
    assert "130000" not in gone.content.decode()


def test_an_unknown_one(client: Client, db: None) -> None:
    assert client.get("/ko/citations/aaaaaaaaaaaa/").status_code == 404
