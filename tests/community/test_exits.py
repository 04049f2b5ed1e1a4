"""Requests in the API and in feeds: what everybody may read, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest
from django.test import Client

from madang.accounts.policy import Actor
from madang.api.native.schemas import catalogue
from madang.api.native.schemas import community as schemas
from madang.community import moderation, reports, requests, responding
from madang.community.models import DataRequest
from madang.community.responding import Answer
from madang.community.senders import Sender
from tests.city import City

pytestmark = pytest.mark.django_db


def get(address: str, client: Client | None = None) -> Any:
    response = (client or Client()).get(address)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def ask(text: str) -> DataRequest:
    return requests.keep(requests.Wish.read(text, purpose="<b>연구</b>"), "ko", Sender("anonymous", "203.0.113.1"))[0]


@pytest.fixture
def one(city: City) -> DataRequest:
    made = ask("야간 버스 승차 인원 <script>alert(1)</script>")
    moderation.assign(Actor(city.administrator), made, city.department)
    made.refresh_from_db()
    responding.answer(
        Actor(city.publisher), made, Answer("published", "여기에 있습니다 & 무료입니다.", dataset=city.dataset)
    )
    return made


def test_the_api_tells_a_request_with_its_history(city: City, one: DataRequest) -> None:
    listed = get("/api/v1/requests?state=published&organisation=jongno&search=버스&sort=newest&limit=1")
    assert (listed["total"], listed["complete"], listed["next"]) == (1, True, None)
    told = get(listed["requests"][0]["url"].partition("testserver")[2])
    assert told["state"] == "published"
    assert [(event["what"], event["dataset"]) for event in told["history"]] == [
        ("assigned", None),
        ("answered", "population"),
    ]
    assert told["organisation"]["slug"] == "statistics"
    assert "publisher" not in json.dumps(told)
    city.dataset.access = "internal"
    city.dataset.save()
    assert get(f"/api/v1/requests/{one.uid}")["history"][1]["dataset"] is None


def test_answers_have_the_shapes_of_the_document(city: City, one: DataRequest) -> None:
    reports.keep(reports.Meant(city.dataset), "broken", "파일이 열리지 않습니다", "ko", "anonymous")
    schemas.Requests.model_validate(get("/api/v1/requests"))
    schemas.RequestTold.model_validate(get(f"/api/v1/requests/{one.uid}"))
    listed = get("/api/v1/datasets/population/reports")
    schemas.Reports.model_validate(listed)
    schemas.ReportTold.model_validate(get(listed["reports"][0]["url"].partition("testserver")[2]))
    catalogue.Dataset.model_validate(get("/api/v1/datasets/population"))


def test_it_is_paged(city: City) -> None:
    for number in range(5):
        ask(f"요청 번호 {number}의 자료를 공개해 주세요")
    first = get("/api/v1/requests?limit=2")
    assert (first["total"], first["returned"], first["complete"]) == (5, 2, False)
    last = get(first["next"].partition("testserver")[2].replace("offset=2", "offset=4"))
    assert (last["returned"], last["next"]) == (1, None)


def test_hidden_ones_do_not_exist(city: City, one: DataRequest) -> None:
    moderation.hide(Actor(city.administrator), one, "abuse")
    team = Client()
    team.force_login(city.administrator)
    for client in (Client(), team):
        for address in (f"/api/v1/requests/{one.uid}", f"/feeds/requests/{one.uid}.atom"):
            assert client.get(address).status_code == 404
    for address in ("/api/v1/requests", "/feeds/requests.atom"):
        assert str(one.uid) not in Client().get(address).content.decode()


@pytest.mark.parametrize("address", [
    "/api/v1/requests?state=x", "/api/v1/requests?sort=x", "/api/v1/requests?limit=0", "/api/v1/requests?offset=-1",
    "/api/v1/requests?offset=99999999999999999999", "/api/v1/reports?state=x", "/api/v1/reports?limit=1001", "/feeds/requests.atom?x=1",
    "/feeds/requests.atom?lang=xx",
])  # fmt: skip
def test_odd_questions_are_refused(city: City, address: str) -> None:
    assert Client().get(address).status_code == 400


@pytest.mark.parametrize("key", ["x", "0" * 32, "0" * 5000, "%00", "٣" * 32])
def test_odd_ids_are_not_found(city: City, key: str) -> None:
    for name in ("requests", "reports"):
        assert Client().get(f"/api/v1/{name}/{key}").status_code in (400, 404)
        assert Client().get(f"/ko/{name}/{key}/").status_code in (400, 404)


def test_feeds_tell_what_happened_in_the_readers_language(city: City, one: DataRequest) -> None:
    response = Client().get(f"/feeds/requests/{one.uid}.atom?lang=en")
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert [entry.title for entry in feed.entries[:2]] == ["published", "given to an organisation"]
    assert "여기에 있습니다 &amp; 무료입니다." in feed.entries[0].summary
    assert "<script>" not in response.content.decode()
    everything = feedparser.parse(Client().get("/feeds/requests.atom").content)
    assert everything.entries[0].link.endswith(f"/requests/{one.uid}/")
    assert (
        Client()
        .get("/feeds/requests.atom", HTTP_IF_NONE_MATCH=Client().get("/feeds/requests.atom")["ETag"])
        .status_code
        == 304
    )


def test_who_follows_a_joined_request_hears_of_the_other(city: City, one: DataRequest) -> None:
    other = ask("심야 버스에 타는 사람 수를 알고 싶습니다")
    moderation.join(Actor(city.administrator), other, one)
    feed = feedparser.parse(Client().get(f"/feeds/requests/{other.uid}.atom").content)
    assert feed.entries[-1].link.endswith(f"/requests/{one.uid}/")
    assert get(f"/api/v1/requests/{other.uid}")["merged_into"] == str(one.uid)


def test_a_dataset_says_how_many_reports_are_open(city: City) -> None:
    meant = reports.Meant.read(Actor(), "population", {"resource": "districts", "column": "자치구"})
    reports.keep(meant, "wrong", "종로구가 아닙니다", "ko", "anonymous")
    assert get("/api/v1/datasets/population")["reports"]["open"] == 1
    [told] = get("/api/v1/datasets/population/reports?state=open")["reports"]
    assert (told["column"], told["resource"], told["value"]) == ("자치구", "districts", None)
    assert get(f"/api/v1/reports/{told['report']}")["history"] == []
    assert get("/api/v1/reports?state=closed")["total"] == 0
    assert feedparser.parse(Client().get("/feeds/reports.atom?dataset=population").content).entries
