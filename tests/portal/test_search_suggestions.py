"""Suggestions while typing: what begins so, for whoever asks; half-typed syllables do not get in the way."""

from __future__ import annotations

import pytest

from madang.catalog import index
from tests.city import dataset

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(city, residents):
    dataset(
        "secret-plans", city.department, access="internal", title={"ko": "인구 내부 계획", "en": "Population plans"}
    )
    index.rebuild()
    return city


def told(client, text: str, language: str = "ko") -> list[str]:
    answer = client.get(f"/{language}/search/suggestions/", {"q": text})
    assert answer.status_code == 200
    return [one["address"] for one in answer.json()["suggestions"]]


def test_what_begins_so(client, found):
    for typed in ("인구", "ㅇㄱ", "인구ㅂ", "popul", "자치구별 인ㄱ"):
        assert "/ko/datasets/population/" in told(client, typed), typed
    assert "/ko/search/?q=population" in told(client, "popul"), "words are offered too"


def test_odd_typing_breaks_nothing(client, found):
    for typed in ("", " ", "\0", "x" * 5000, "'\"<", "ㅋㅋㅋㅋ", "\ud800".encode("utf-8", "replace"), "가" * 500):
        assert told(client, typed) == [], typed


def test_what_is_internal_is_suggested_to_members_alone(client, found):
    assert "/en/datasets/secret-plans/" not in told(client, "plans", "en")
    client.force_login(found.reader)
    assert "/en/datasets/secret-plans/" in told(client, "plans", "en")


def test_it_is_read_only(client, found):
    assert client.post("/ko/search/suggestions/", {"q": "인구"}).status_code == 405
    assert client.head("/ko/search/suggestions/?q=인구").status_code == 200
