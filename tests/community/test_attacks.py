"""Attempts to misuse what anybody may send."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from madang.accounts.models import Token
from madang.accounts.policy import Actor
from madang.community import lists, moderation, requests, responding, supporting
from madang.community.models import DataRequest, Entry, Report, Support
from madang.community.requests import Wish
from madang.community.responding import Answer
from madang.community.senders import Sender
from madang.community.words import NamesSomebody, OddWords, cleaned
from tests.city import City
from tests.community.counting import counts  # noqa: F401

pytestmark = pytest.mark.django_db
SENDER = Sender("anonymous", "203.0.113.1")


def ask(text: str = "야간 버스 노선별 승차 인원") -> DataRequest:
    return requests.keep(Wish.read(text), "ko", SENDER)[0]


@pytest.mark.parametrize("text", [
    "a" * 10_000_000, "\u0301" * 5000, "가\u0300" * 900, "\U000e0041" * 3000, "\ud800" * 2001, "👨‍👩‍👧‍👦" * 500, "\u202e" * 5000,
    "\n" * 100_000,
])  # fmt: skip
def test_odd_and_huge_words_are_answered_quickly(text: str) -> None:
    heard = []
    try:
        heard.append(cleaned(text, requests.LONGEST, requests.SHORTEST))
    except OddWords as problem:
        heard.append(str(problem))
    assert len(heard[0]) <= requests.LONGEST
    heard[0].encode()


@pytest.mark.parametrize("text", [
    "번호는 ９００１０１－１２３４５６７ 입니다", "call 010.1234.5678 now", "01012345678 연락 주세요",
    "전화 010\u200b-1234-5678 이에요", "mail me@example.org please",
    "카드 4111-1111-1111-1111 로", "번호 900101\u00ad-1234567",
])  # fmt: skip
def test_personal_numbers_are_found_in_disguise(text: str) -> None:
    with pytest.raises(NamesSomebody):
        cleaned(text, 200)


def test_a_token_that_may_only_read_answers_nothing(city: City) -> None:
    one = ask()
    moderation.assign(Actor(city.administrator), one, city.department)
    _, secret = Token.make(city.publisher, "reads")
    said = {"state": "question", "words": "무엇이 필요합니까, 자세히 적어 주세요"}
    for headers in ({"Authorization": f"Bearer {secret}"}, {"Authorization": "Bearer mdg_wrong"}):
        assert Client().post(reverse("request_answer", args=[one.uid]), said, headers=headers).status_code in (401, 403)
    assert not Entry.objects.filter(what="answered").exists()


def test_an_organisation_above_answers_and_one_beside_does_not(city: City) -> None:
    one = ask()
    moderation.assign(Actor(city.administrator), one, city.department)
    one.refresh_from_db()
    assert responding.may_answer(Actor(city.steward), one), "steward of the council above"
    moderation.assign(Actor(city.administrator), one, city.elsewhere)
    one.refresh_from_db()
    assert not responding.may_answer(Actor(city.steward), one)
    assert not responding.may_answer(Actor(city.publisher), one)
    assert not responding.may_answer(Actor(city.stranger), one), "an editor does not speak for the organisation"


def test_nobody_answers_before_somebody_is_responsible(city: City) -> None:
    one = ask()
    assert not responding.may_answer(Actor(city.steward), one)
    assert responding.may_answer(Actor(city.administrator), one)


def test_a_report_is_answered_by_nobody_who_only_sees_the_data(city: City) -> None:
    one = Report.objects.create(kind="wrong", dataset=city.dataset, text="값이 다릅니다", language="ko")
    with pytest.raises(Exception, match="may not answer for"):
        responding.answer(Actor(city.stranger), one, Answer("right", "아무나 답합니다, 그렇지 않나요"))


def test_hidden_and_unknown_ones_take_nothing(client: Client, city: City) -> None:
    one = ask()
    moderation.hide(Actor(city.administrator), one, "advertising")
    for uid in (one.uid, "00000000-0000-4000-8000-000000000000"):
        for name in ("request_support", "request_reply", "request_watch"):
            assert client.post(reverse(name, args=[uid]), {"words": "x" * 20}).status_code == 404
        assert client.get(reverse("request_support", args=[uid])).status_code == 405


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_change_nothing(client: Client, city: City, method: str) -> None:
    one = ask()
    for name in ("request", "request_support", "request_answer"):
        assert getattr(client, method)(reverse(name, args=[one.uid])).status_code < 500
    one.refresh_from_db()
    assert (one.state, one.wanted) == ("waiting", 1)


def test_a_list_shows_no_state_of_others(city: City, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        one = ask(f"요청 {number}의 자료를 공개해 주세요")
        moderation.assign(Actor(city.administrator), one, city.department if number % 2 else city.elsewhere)
    with django_assert_max_num_queries(6):
        mine = lists.waiting_for(Actor(city.publisher))
    assert len(mine["requests"]) == 30
    assert lists.waiting_for(Actor(city.citizen)) == {"requests": [], "reports": []}
    assert lists.waiting_for(Actor()) == {"requests": [], "reports": []}


@pytest.mark.django_db(transaction=True)
def test_a_browser_that_presses_many_times_at_once_counts_once(city: City) -> None:
    one = ask()
    together, failed = threading.Barrier(4), []

    def press() -> None:
        together.wait()
        try:
            supporting.support(one, "browser x", SENDER)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.refresh_from_db()
    assert failed == []
    assert (one.wanted, Support.objects.count()) == (2, 1)


def test_who_repeats_the_words_adds_one_and_no_more(city: City) -> None:
    one = ask()
    for _ in range(4):
        ask()
    one.refresh_from_db()
    assert one.wanted == 2
    requests.keep(Wish.read(one.text), "ko", Sender("anonymous", "203.0.113.2"))
    one.refresh_from_db()
    assert one.wanted == 3


def test_supports_of_one_browser_cannot_be_put_together(city: City) -> None:
    for one in (ask(), ask("공원 화장실의 여는 시간을 알려 주세요")):
        supporting.support(one, "browser x", SENDER)
    first, second = Support.objects.values_list("who", flat=True)
    assert first != second
    assert "browser" not in first + second


def test_a_network_without_accounts_may_not_fill_the_disk(city: City, monkeypatch: Any) -> None:
    monkeypatch.setattr(requests, "MOST_WAITING", 1)
    ask()
    with pytest.raises(requests.TooManyWaiting):
        ask("다른 자료도 공개해 주세요")
    assert requests.keep(Wish.read("계정이 있으면 받습니다, 공개해 주세요"), "ko", Sender("key", "user 1"))[1]
