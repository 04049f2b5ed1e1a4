"""Requests for data: few, screened, open to everybody on their page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from madang.accounts.models import Token
from madang.community import requests, senders
from madang.community.models import DataRequest
from tests.api.mcp.speaking import call
from tests.city import City

WISH = "야간 버스 노선별 시간대별 승차 인원, 2024년 이후, 귀갓길 연구에 씁니다"


@pytest.fixture(autouse=True)
def counts(tmp_path: Path, settings: Any) -> Any:
    settings.HOME = tmp_path
    senders.tally.cache_clear()
    yield
    senders.tally.cache_clear()


def test_is_kept_and_says_what_happens_to_it(client: Client, city: City) -> None:
    found = call(client, "request_data", text=WISH)
    kept = DataRequest.objects.get()
    assert (str(kept.uid), kept.text, kept.language, kept.asked_by, kept.state) == (
        found.facts["request"], WISH, "ko", "anonymous", "waiting",
    )  # fmt: skip
    assert found.facts["public"] is True
    assert found.facts["page"] in found.text
    page = client.get(found.facts["page"].partition("testserver")[2])
    assert WISH in page.content.decode(), "its page is there"


def test_the_same_words_are_one_request_counted_twice(client: Client, city: City) -> None:
    first = call(client, "request_data", text=WISH)
    again = call(client, "request_data", text=f"  {WISH.replace(' ', '   ')} ")
    assert again.facts["request"] == first.facts["request"]
    assert again.facts["new"] is False
    assert DataRequest.objects.get().wanted == 2
    assert "답변 대기" in again.text
    assert "waiting" in call(client, "request_data", text=WISH, language="en").text


def test_the_administration_only_looks_at_it(client: Client, city: City) -> None:
    call(client, "request_data", text=WISH)
    assert WISH not in call(client, "search", text=WISH).text
    address = reverse("admin:community_datarequest_changelist")
    assert client.get(address).status_code == 302
    client.force_login(city.administrator)
    assert WISH[:40] in client.get(address).content.decode()
    page = client.get(reverse("admin:community_datarequest_change", args=[DataRequest.objects.get().pk]))
    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    assert client.get(reverse("admin:community_datarequest_add")).status_code == 403


def test_a_budget_of_its_own(client: Client, city: City) -> None:
    heard = [call(client, "request_data", text=f"{WISH} {number}") for number in range(6)]
    assert [one.refused for one in heard] == [False] * 5 + [True]
    assert heard[5].facts["problem"] == "too-many-sent"
    token = Token.make(city.citizen, "t")[1]
    assert not call(client, "request_data", token, text=f"{WISH} once more").refused
    assert DataRequest.objects.filter(asked_by="key").count() == 1


@pytest.mark.parametrize("text", [
    "eek", "x" * 2_001, " " * 50, "\u200b" * 50, f"{WISH} 900101-1234567", f"{WISH} 010-1234-5678", f"{WISH} a.b@example.org",
    f"{WISH} ４１１１ 1111 1111 1111", f"{WISH} 900101 1234567",
])  # fmt: skip
def test_what_is_odd_or_names_somebody_is_refused_and_not_kept(client: Client, city: City, text: str) -> None:
    found = call(client, "request_data", text=text, language="en")
    assert found.refused
    assert found.facts["status"] == 400
    assert not DataRequest.objects.exists()
    assert not call(client, "request_data", text=WISH).refused, "a refusal costs nothing"


def test_controls_are_taken_out(client: Client, city: City) -> None:
    found = call(client, "request_data", text=f"{WISH}\n\u202e\x1b[2J<script>alert(1)</script>")
    assert found.facts["kept"] == f"{WISH} [2J<script>alert(1)</script>"
    client.force_login(city.administrator)
    assert "<script>alert(1)" not in client.get(reverse("admin:community_datarequest_changelist")).content.decode()


def test_many_addresses_do_not_fill_the_disk(client: Client, city: City, monkeypatch: Any) -> None:
    monkeypatch.setattr(requests, "MOST_WAITING", 1)
    call(client, "request_data", text=WISH)
    refused = call(client, "request_data", text=f"{WISH}, please", language="en")
    assert refused.facts["problem"] == "too-many-waiting"
    assert not call(client, "request_data", text=WISH).refused, "the same words cost no room"


def test_it_needs_its_words(client: Client, city: City) -> None:
    assert call(client, "request_data").facts["problem"] == "missing-argument"
