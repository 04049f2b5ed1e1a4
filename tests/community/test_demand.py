"""Searches that found nothing: counted by their words, never by who searched, and shown only when several did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madang.catalog import index
from madang.community import demand
from madang.community.models import MissedSearch
from tests.city import City
from tests.community.counting import counts  # noqa: F401

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 30)


def search(words: str, network: str, day: date, monkeypatch: Any) -> None:
    """Somebody of a network searches on a day, and the worker counts."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    Client(REMOTE_ADDR=network).get(reverse("search"), {"q": words})
    demand.log().flush()
    demand.roll_up(day)
    demand.roll_up(day)


@pytest.fixture
def ready(city: City) -> City:
    index.rebuild()
    return city


def test_words_of_one_network_are_never_shown(ready: City, monkeypatch: Any) -> None:
    for back in range(10):
        search("미세먼지 측정소", "203.0.113.1", TODAY - timedelta(days=back), monkeypatch)
    assert MissedSearch.objects.get().times == 10
    assert not demand.listed().exists()
    assert "미세먼지" not in Client().get(reverse("requests")).content.decode()


def test_words_of_several_on_several_days_are_listed(ready: City, monkeypatch: Any) -> None:
    for number in range(12):
        search(" 미세먼지  측정소", f"203.0.113.{number}", TODAY - timedelta(days=2 - number % 3), monkeypatch)
    one = demand.listed().get()
    assert (one.words, one.times, one.days) == ("미세먼지 측정소", 12, 3)
    said = Client().get(reverse("requests")).content.decode()
    assert f"{reverse('request_new')}?text=%EB%AF%B8%EC%84%B8" in said


def test_many_on_one_day_are_not_enough(ready: City, monkeypatch: Any) -> None:
    for number in range(12):
        search("미세먼지 측정소", f"203.0.113.{number}", TODAY, monkeypatch)
    assert not demand.listed().exists()


def test_what_is_found_is_not_counted(ready: City, monkeypatch: Any) -> None:
    search("인구", "203.0.113.1", TODAY, monkeypatch)
    search("", "203.0.113.1", TODAY, monkeypatch)
    Client().get(reverse("search"), {"q": "미세먼지 측정소", "theme": "population"})
    demand.log().flush()
    demand.roll_up(TODAY)
    demand.roll_up(TODAY)
    assert not MissedSearch.objects.exists()


def test_the_api_counts_too(ready: City) -> None:
    Client().get("/api/v1/datasets", {"search": "미세먼지 측정소"})
    demand.log().flush()
    demand.roll_up(TODAY)
    demand.roll_up(TODAY)
    assert MissedSearch.objects.get().words == "미세먼지 측정소"


@pytest.mark.parametrize("words", [
    "010-1234-5678", "홍길동 900101-1234567", "a.b@example.org", "주문 2026112200", "１２３４５６", "x", "12345", "!!!",
    "길" * 61, "하나 둘 셋 넷 다섯 여섯 일곱", "https://example.org/x", "\u202e\u200b",
])  # fmt: skip
def test_what_looks_personal_or_says_no_subject_is_not_kept(words: str) -> None:
    assert demand.normal(words) == ""


def test_notes_tell_nothing_of_who_searched(ready: City) -> None:
    Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Browser77").get(reverse("search"), {"q": "미세먼지 측정소"})
    demand.log().flush()
    [file] = demand.folder().iterdir()
    noted = file.read_text()
    assert "203.0.113" not in noted
    assert "Browser77" not in noted
    assert set(demand._read(noted.encode()) or {}) == {"words", "language", "group"}
    demand.roll_up(TODAY)
    demand.roll_up(TODAY)
    assert list(demand.folder().iterdir()) == [], "notes are deleted when they are counted"


def test_rare_words_are_forgotten_and_old_demand_too(db: None) -> None:
    facts = {"language": "ko", "times": 9, "crowd": 7}
    old, gone = TODAY - demand.RARE - timedelta(days=1), TODAY - demand.KEPT - timedelta(days=1)
    MissedSearch.objects.create(words="드문 말", first_on=old, last_on=TODAY, groups=2, days=5, **facts)
    MissedSearch.objects.create(words="많이 찾는 말", first_on=old, last_on=old, groups=3, days=3, **facts)
    MissedSearch.objects.create(words="잊힌 말", first_on=gone, last_on=gone, groups=9, days=9, **facts)
    demand.forget(TODAY)
    assert [one.words for one in MissedSearch.objects.all()] == ["많이 찾는 말"]


def test_a_torn_or_forged_note_is_passed_over(db: None) -> None:
    demand.folder().mkdir()
    (demand.folder() / f"{TODAY}.host.1.taken").write_bytes(
        b'{"words": "half\n[]\n\xff\n{"words": "whole", "language": "en", "group": 99}\n'
    )
    assert demand.roll_up(TODAY) == 1
    assert MissedSearch.objects.get().words == "whole"


def test_it_does_not_grow_for_ever(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(demand, "MOST", 1)
    demand._add("first words", "en", TODAY, [1])
    demand._add("second words", "en", TODAY, [1])
    demand._add("first words", "en", TODAY, [2])
    assert [(one.words, one.times) for one in MissedSearch.objects.all()] == [("first words", 2)]
