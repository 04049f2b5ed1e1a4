"""Mails: an address is asked once, told when it confirmed, and deleted after the answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madang.accounts.policy import Actor
from madang.catalog.models import Dataset
from madang.community import moderation, responding, telling, watching
from madang.community.models import DataRequest, Report, Watcher
from madang.community.responding import Answer
from madang.community.senders import Sender
from tests.city import City
from tests.community.counting import counts, mail  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail")]
SENDER = Sender("anonymous", "203.0.113.1")


@pytest.fixture
def one(city: City) -> DataRequest:
    return DataRequest.objects.create(
        text="야간 버스\r\nBcc: everybody@example.org", language="ko", digest="d", organisation=city.department
    )


def tell() -> int:
    return telling.tell(timezone.now())


def link(body: str) -> str:
    return re.search(r"https://data.example.org(/\w+/requests/mail/\S+)", body)[1]


def test_an_address_is_asked_then_told_then_deleted(
    city: City, one: DataRequest, mailoutbox: list[EmailMessage]
) -> None:
    form = {"text": "심야 버스 승차 인원이 필요합니다", "looked": "1", "email": "Asker@Example.org"}
    assert Client().post("/en/requests/new/", form).status_code == 302
    asked = DataRequest.objects.get(text=form["text"])
    assert tell() == 1
    assert tell() == 0, "once"
    [first] = mailoutbox
    assert first.to == ["asker@example.org"]
    assert first.subject.startswith("Do you want to be told of the answer?")
    address = link(first.body)
    responding.answer(Actor(city.administrator), asked, Answer("planned", planned_on=timezone.localdate()))
    assert tell() == 0, "not before it was confirmed"
    page = Client().get(address)
    assert page.status_code == 200
    assert Watcher.objects.get().confirmed_at is None, "a program that opens links confirms nothing"
    assert Client().post(address).status_code == 302
    assert tell() == 1
    assert "planned" in mailoutbox[1].body
    assert Watcher.objects.exists(), "a plan is not the answer"
    said = Answer("declined", "법에 따라 공개하지 않습니다.", reason="law")
    responding.answer(Actor(city.administrator), asked, said)
    assert tell() == 1
    assert "a law forbids it" in mailoutbox[2].body
    assert not Watcher.objects.exists()
    assert Client().get(address).status_code == 410


def test_words_of_strangers_reach_no_header(city: City, one: DataRequest, mailoutbox: list[EmailMessage]) -> None:
    watching.watch(one, "a@example.org", "ko", SENDER)
    tell()
    [sent] = mailoutbox
    assert "everybody@example.org" not in str(sent.message()["Subject"]) + sent.body
    assert sent.recipients() == ["a@example.org"]


@pytest.mark.parametrize("email", [
    "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "<a@example.org>", "a", "a@", "홍@예.kr", "a" * 300 + "@b.org",
    "a@example.org\0", "\"a\r\n\"@example.org",
])  # fmt: skip
def test_what_is_no_address_is_refused(city: City, one: DataRequest, email: str) -> None:
    with pytest.raises(watching.OddAddress):
        watching.watch(one, email, "ko", SENDER)
    assert Client().post(reverse("request_watch", args=[one.uid]), {"email": email}).status_code in (302, 400)
    assert not Watcher.objects.filter(email__contains="b@example").exists()


def test_nobody_is_bombed_with_mail(city: City, mailoutbox: list[EmailMessage]) -> None:
    for number in range(12):
        one = DataRequest.objects.create(text=f"요청 {number}", language="ko", digest=str(number))
        watching.watch(one, "victim@example.org", "ko", Sender("anonymous", f"203.0.113.{number}"))
        watching.watch(one, "VICTIM@example.org ", "en", Sender("anonymous", f"198.51.100.{number}"))
        tell()
    assert len(mailoutbox) <= watching.MOST_A_DAY


def test_a_network_cannot_mail_many(city: City, one: DataRequest) -> None:
    for number in range(5):
        watching.watch(one, f"a{number}@example.org", "ko", SENDER)
    with pytest.raises(Exception, match="5 mail addresses a day"):
        watching.watch(one, "a9@example.org", "ko", SENDER)


def test_an_address_that_is_not_confirmed_is_forgotten(city: City, one: DataRequest) -> None:
    watching.watch(one, "a@example.org", "ko", SENDER)
    Watcher.objects.update(made_at=timezone.now() - timedelta(days=3))
    tell()
    assert not Watcher.objects.exists()


def test_a_link_opens_nothing_else(city: City, one: DataRequest) -> None:
    watching.watch(one, "a@example.org", "ko", SENDER)
    good = watching.link(Watcher.objects.get())
    key, _, mark = good.partition(":")
    for forged in (f"{int(key) + 1}:{mark}", key, f"{key}:", good[:-1], "x", "1:1:1"):
        assert Client().get(reverse("request_mail", args=[forged])).status_code == 410
    Client().post(reverse("request_mail", args=[good]), {"stop": "1"})
    assert not Watcher.objects.exists()


def test_a_server_that_refuses_is_asked_a_few_times(
    city: City, one: DataRequest, settings: Any, monkeypatch: Any
) -> None:
    tried = []

    def fail(self: EmailMessage) -> int:
        tried.append(self)
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", fail)
    watching.watch(one, "a@example.org", "ko", SENDER)
    for _ in range(9):
        assert tell() == 0
    assert len(tried) == telling.TRIES


def test_hidden_ones_are_told_to_nobody(city: City, one: DataRequest, mailoutbox: list[EmailMessage]) -> None:
    watching.watch(one, "a@example.org", "ko", SENDER)
    watching.confirm(Watcher.objects.get())
    moderation.hide(Actor(city.administrator), one, "abuse")
    tell()
    assert not Watcher.objects.exists()
    assert mailoutbox == []


def test_who_asked_for_a_joined_request_is_told_of_the_other(
    city: City, one: DataRequest, mailoutbox: list[EmailMessage]
) -> None:
    other = DataRequest.objects.create(text="심야 버스", language="ko", digest="o")
    watching.watch(other, "a@example.org", "ko", SENDER)
    Watcher.objects.update(asked_at=timezone.now(), confirmed_at=timezone.now())
    moderation.join(Actor(city.administrator), other, one)
    assert tell() == 0
    responding.answer(Actor(city.publisher), one, Answer("published", dataset=city.dataset))
    assert tell() == 1
    assert str(one.uid) in mailoutbox[0].body


def test_stewards_hear_of_personal_data_at_once(city: City, mailoutbox: list[EmailMessage]) -> None:
    Report.objects.create(
        kind="personal", shown="kept", dataset=city.dataset, text="3행에 주민번호", value="", language="ko"
    )
    assert tell() == 1
    assert tell() == 0
    [sent] = mailoutbox
    assert sent.to == [city.steward.email]
    assert "주민번호" not in sent.body


def test_nothing_of_a_closed_dataset_is_told(city: City, mailoutbox: list[EmailMessage]) -> None:
    report = Report.objects.create(
        kind="wrong", shown="public", dataset=city.dataset, text="3행이 틀렸습니다", language="ko"
    )
    for email in ("a@example.org", "b@example.org"):
        watching.watch(report, email, "ko", SENDER)
    Watcher.objects.update(asked_at=timezone.now(), confirmed_at=timezone.now())
    responding.answer(Actor(city.publisher), report, Answer("right", "원본과 대조했으며 값이 맞습니다"))
    Dataset.objects.filter(pk=city.dataset.pk).update(access="internal")
    assert tell() == 0
    assert mailoutbox == []


def test_without_a_mail_server_no_address_is_asked_for(city: City, one: DataRequest, settings: Any) -> None:
    settings.MADANG = {**settings.MADANG, "email": None}
    assert 'name="email"' not in Client().get(reverse("request_new")).content.decode()
    Client().post(reverse("request_watch", args=[one.uid]), {"email": "a@example.org"})
    assert not Watcher.objects.exists()
