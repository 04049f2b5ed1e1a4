"""The pages of requests: asking, supporting, answering, following, hiding."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from madang.catalog import index
from madang.community.models import DataRequest, Shown, Support
from tests.city import City
from tests.community.counting import counts, mail  # noqa: F401

pytestmark = pytest.mark.django_db
WISH = {
    "text": "야간 버스 노선별 시간대별 승차 인원",
    "place": "종로구",
    "period": "2024년 이후",
    "purpose": "귀갓길 연구",
}


def ask(client: Client, **more: str) -> Any:
    return client.post(reverse("request_new"), {**WISH, "looked": "1", **more})


def asked(client: Client, **more: str) -> DataRequest:
    assert ask(client, **more).status_code == 302
    return DataRequest.objects.order_by("-pk")[0]


def page(client: Client, one: DataRequest) -> str:
    response = client.get(reverse("request", args=[one.uid]))
    assert response.status_code == 200
    return response.content.decode()


def answer(client: Client, one: DataRequest, **said: str) -> Any:
    return client.post(reverse("request_answer", args=[one.uid]), said)


def test_anybody_asks_and_everybody_reads_it(client: Client, city: City) -> None:
    one = asked(client)
    assert (one.place, one.period, one.purpose, one.language, one.asked_by) == (
        "종로구",
        "2024년 이후",
        "귀갓길 연구",
        "ko",
        "anonymous",
    )
    for client_ in (Client(), client):
        assert WISH["text"] in page(client_, one)
    assert WISH["text"] in Client().get(reverse("requests")).content.decode()


def test_words_of_a_search_are_filled_in(client: Client, city: City) -> None:
    said = client.get(reverse("request_new"), {"text": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert(1)" not in said
    assert "&lt;script&gt;alert(1)" in said


def test_what_exists_is_shown_before_a_request_is_kept(client: Client, city: City) -> None:
    index.rebuild()
    response = client.post(reverse("request_new"), {"text": "자치구별 인구 자료가 필요합니다"})
    said = response.content.decode()
    assert 'href="/ko/datasets/population/"' in said
    assert not DataRequest.objects.exists()
    assert 'name="looked"' in said, "who saw it may send"
    assert ask(client, text="자치구별 인구 자료가 필요합니다").status_code == 302


def test_a_short_korean_wish_is_one_and_what_is_hardly_near_does_not_stop_it(client: Client, city: City) -> None:
    asked(client, text="시간별 날씨")
    index.rebuild()
    assert client.post(reverse("request_new"), {"text": "따릉이 대여소"}).status_code == 302
    assert DataRequest.objects.filter(text="따릉이 대여소").exists()
    refused = client.post(reverse("request_new"), {"text": "물"})
    assert refused.status_code == 400
    assert "요청은 4~2,000자로 씁니다. 지금은 1자입니다." in refused.content.decode()
    assert "A request has 4 to 2,000 characters" in client.post("/en/requests/new/", {"text": ""}).content.decode()


def test_what_comes_near_stands_before_the_form_and_the_button_says_what_it_does_now(
    client: Client, city: City
) -> None:
    asked(client, text="따릉이 대여소별 대여 건수")
    said = client.post(reverse("request_new"), {"text": "따릉이 대여소"}).content.decode()
    assert said.index("따릉이 대여소별") < said.index("<textarea")
    assert said.count('id="near"') == 1
    assert "그래도 보내기" in said
    assert "요청 보내기" not in said


def test_near_requests_are_found_by_parts_of_words(client: Client, city: City) -> None:
    one = asked(client)
    said = client.get(reverse("request_near"), {"text": "버스의 시간대별 승차인원"}).content.decode()
    assert str(one.uid) in said
    assert str(one.uid) not in client.get(reverse("request_near"), {"text": "공원 화장실 위치"}).content.decode()


@pytest.mark.parametrize("more", [
    {"text": "짧음"}, {"text": "x" * 2_001}, {"text": "​" * 50}, {"text": "승차 인원 010-1234-5678 으로 연락"},
    {"purpose": "메일 a.b@example.org"}, {"place": "x" * 121}, {"website": "https://spam.example"},
])  # fmt: skip
def test_what_is_odd_or_names_somebody_or_comes_from_a_program_is_not_kept(
    client: Client, city: City, more: dict[str, str]
) -> None:
    response = ask(client, **more)
    assert response.status_code == 400
    assert "errorlist" in response.content.decode()
    assert not DataRequest.objects.exists()


def test_a_flood_is_stopped(client: Client, city: City) -> None:
    heard = [ask(client, text=f"{WISH['text']} {number}").status_code for number in range(7)]
    assert heard == [302] * 5 + [400] * 2
    assert DataRequest.objects.count() == 5


def test_support_counts_once_for_each_browser(client: Client, city: City) -> None:
    one, other = asked(client), Client()
    address = reverse("request_support", args=[one.uid])
    for _ in range(3):
        other.post(address)
    one.refresh_from_db()
    assert one.wanted == 2
    assert 'aria-pressed="true"' in page(other, one)
    other.post(address, {"take_back": "1"})
    other.post(address, {"take_back": "1"})
    one.refresh_from_db()
    assert one.wanted == 1


def test_a_made_up_cookie_is_no_browser(client: Client, city: City) -> None:
    one = asked(client)
    for number in range(5):
        stuffing = Client()
        stuffing.cookies["madang_supporter"] = f"browser{number}:forged"
        stuffing.post(reverse("request_support", args=[one.uid]))
        assert stuffing.cookies["madang_supporter"].value != f"browser{number}:forged"
    assert Support.objects.count() == 5, "each is a new browser, as without a cookie"


def test_stuffing_from_one_network_ends(client: Client, city: City) -> None:
    one = asked(client)
    last = [Client().post(reverse("request_support", args=[one.uid])).status_code for _ in range(22)]
    assert last[-1] == 429
    one.refresh_from_db()
    assert one.wanted == 21


def test_support_leads_back_only_within_the_site(client: Client, city: City) -> None:
    one = asked(client)
    address = reverse("request_support", args=[one.uid])
    assert client.post(address, {"next": "/ko/requests/?sort=newest"})["Location"] == "/ko/requests/?sort=newest"
    for there in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        assert client.post(address, {"next": there})["Location"] == reverse("request", args=[one.uid])


def test_forms_need_the_mark_of_the_page(city: City) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("request_new"), {**WISH, "looked": "1"}).status_code == 403
    one = asked(Client())
    for name in ("request_support", "request_reply", "request_watch", "request_answer"):
        assert strict.post(reverse(name, args=[one.uid])).status_code == 403


@pytest.fixture
def assigned(client: Client, city: City) -> DataRequest:
    """A request that the department of statistics must answer."""
    one = asked(client)
    team = Client()
    team.force_login(city.administrator)
    team.post(reverse("request_moderate", args=[one.uid, "assign"]), {"organisation": "statistics"})
    one.refresh_from_db()
    assert one.organisation == city.department
    return one


def officer(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_officer_answers_in_public(client: Client, city: City, assigned: DataRequest) -> None:
    response = answer(
        officer(city.publisher), assigned, state="published", dataset="population", words="이 데이터셋에 있습니다."
    )
    assert response.status_code == 302
    said = page(Client(), assigned)
    assert 'href="/ko/datasets/population/"' in said
    assert "이 데이터셋에 있습니다." in said
    assert city.publisher.email not in said
    assigned.refresh_from_db()
    assert (assigned.state, assigned.dataset) == ("published", city.dataset)


def test_nobody_answers_for_others(client: Client, city: City, assigned: DataRequest) -> None:
    said = {"state": "declined", "reason": "law", "words": "법에 따라 공개하지 않습니다."}
    assert answer(Client(), assigned, **said).status_code == 403
    for person in (city.citizen, city.reader, city.editor, city.stranger):
        assert answer(officer(person), assigned, **said).status_code == 403
        assert "request_answer" not in page(officer(person), assigned)
    assigned.refresh_from_db()
    assert assigned.state == "waiting"
    for action in ("assign", "hide", "show", "join"):
        assert officer(city.steward).post(reverse("request_moderate", args=[assigned.uid, action])).status_code == 404


@pytest.mark.parametrize("said", [
    {"state": "published"}, {"state": "published", "dataset": "no-such"}, {"state": "planned"},
    {"state": "planned", "planned_on": "2001-01-01"}, {"state": "declined", "words": "이유를 길게 적어 봅니다."},
    {"state": "declined", "reason": "law"}, {"state": "declined", "reason": "moon", "words": "이유를 길게 적어 봅니다."},
    {"state": "question"}, {"state": "waiting", "words": "아직 아무것도 정하지 않았습니다."}, {"state": ""},
    {"state": "question", "words": "담당자 010-1234-5678 로 전화 주세요"},
])  # fmt: skip
def test_an_answer_that_lacks_something_is_not_given(
    client: Client, city: City, assigned: DataRequest, said: dict[str, str]
) -> None:
    response = answer(officer(city.publisher), assigned, **said)
    assert response.status_code == 400
    assert "errorlist" in response.content.decode()
    assigned.refresh_from_db()
    assert assigned.state == "waiting"


def test_a_day_that_cannot_be_planned_is_asked_for_in_a_sentence(
    client: Client, city: City, assigned: DataRequest
) -> None:
    client.force_login(city.publisher)
    said = answer(client, assigned, state="planned").content.decode()
    assert "공개 예정일을 오늘부터 10년 안에서 고르세요." in said
    assert '<datalist id="datasets"><option value="population">' in said


def test_an_answer_names_no_dataset_that_others_may_not_see(client: Client, city: City, assigned: DataRequest) -> None:
    city.dataset.state = "draft"
    city.dataset.save()
    assert answer(officer(city.publisher), assigned, state="published", dataset="population").status_code == 400
    city.dataset.state = "published"
    city.dataset.save()
    answer(officer(city.publisher), assigned, state="published", dataset="population")
    city.dataset.state = "draft"
    city.dataset.save()
    assert "자치구별 인구" not in page(Client(), assigned), "closed later, it is not named any more"


def test_a_question_back_is_answered_by_anybody(client: Client, city: City, assigned: DataRequest) -> None:
    reply = reverse("request_reply", args=[assigned.uid])
    assert Client().post(reply, {"words": "묻지 않은 것에 답합니다."}).status_code == 400
    answer(officer(city.publisher), assigned, state="question", words="어느 노선의 자료가 필요합니까?")
    assert Client().post(reply, {"words": "N13번과 N15번 노선입니다."}).status_code == 302
    said = page(Client(), assigned)
    assert "N13번과 N15번 노선입니다." in said
    assigned.refresh_from_db()
    assert assigned.state == "waiting"


def test_what_waits_too_long_is_overdue(client: Client, city: City, assigned: DataRequest) -> None:
    assert "답변 기한 지남</span>" not in page(Client(), assigned)
    DataRequest.objects.update(since=timezone.now() - timedelta(days=15))
    assert "답변 기한 지남</span>" in page(Client(), assigned)
    assert WISH["text"] in client.get(reverse("requests"), {"state": "overdue"}).content.decode()
    assert WISH["text"] in officer(city.publisher).get(reverse("workspace_requests")).content.decode()
    assert WISH["text"] not in officer(city.stranger).get(reverse("workspace_requests")).content.decode()


def test_a_hidden_request_says_why_and_nothing_else(client: Client, city: City) -> None:
    one, team = asked(client), officer(city.administrator)
    team.post(reverse("request_moderate", args=[one.uid, "hide"]), {"why": "personal"})
    gone = Client().get(reverse("request", args=[one.uid]))
    assert gone.status_code == 410
    assert WISH["text"] not in gone.content.decode()
    assert "개인정보가 있었습니다" in gone.content.decode()
    assert WISH["text"] not in client.get(reverse("requests")).content.decode()
    one.refresh_from_db()
    assert (one.text, one.place, one.purpose) == ("", "", ""), "personal data are erased, not only hidden"
    assert team.post(reverse("request_moderate", args=[one.uid, "show"])).status_code == 410
    assert ask(client).status_code == 400, "the same words do not come back"
    for name in ("request_support", "request_reply", "request_watch"):
        assert Client().post(reverse(name, args=[one.uid])).status_code == 404


def test_the_same_requests_are_joined_and_their_supporters_added(client: Client, city: City) -> None:
    one, other = asked(client), asked(client, text="심야 버스에 몇 명이 타는지")
    fan = Client()
    fan.post(reverse("request_support", args=[other.uid]))
    team = officer(city.administrator)
    team.post(reverse("request_moderate", args=[other.uid, "join"]), {"into": str(one.uid)})
    one.refresh_from_db()
    assert one.wanted == 3
    assert str(one.uid) in page(Client(), other)
    assert str(other.uid) not in client.get(reverse("requests")).content.decode()
    fan.post(reverse("request_support", args=[one.uid]))
    one.refresh_from_db()
    assert one.wanted == 3, "they wanted it already"
    assert team.post(reverse("request_moderate", args=[one.uid, "join"]), {"into": str(one.uid)}).status_code == 409


def test_requests_kept_before_there_was_a_page_are_not_shown(client: Client, city: City) -> None:
    one = asked(client)
    DataRequest.objects.update(shown=Shown.KEPT)
    address = reverse("request", args=[one.uid])
    assert Client().get(address).status_code == 404
    assert officer(city.steward).get(address).status_code == 404
    assert officer(city.administrator).get(address).status_code == 200


def test_lists_are_narrowed_ordered_and_paged(client: Client, city: City, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        DataRequest.objects.create(
            text=f"요청 {number:02} 버스" if number % 2 else f"요청 {number:02} 공원", language="ko", digest=str(number), wanted=number + 1,
            organisation=city.department if number % 3 == 0 else None,
        )  # fmt: skip
    with django_assert_max_num_queries(12):
        said = client.get(reverse("requests")).content.decode()
    assert said.index("요청 29") < said.index("요청 28")
    assert "요청 05" not in said
    assert "요청 05" in client.get(reverse("requests"), {"page": "2"}).content.decode()
    parks = client.get(reverse("requests"), {"q": "공원", "organisation": "seoul"}).content.decode()
    assert "요청 24" in parks
    assert "버스" not in parks.partition("wishes")[2]
    for odd in (
        {"page": "0"},
        {"page": "x"},
        {"sort": "x"},
        {"state": "x"},
        {"organisation": "x\0"},
        {"q": "\0"},
        {"q": "%_'\"\\" * 50},
    ):
        assert client.get(reverse("requests"), odd).status_code == 200


def test_script_in_words_stays_words(client: Client, city: City) -> None:
    one = asked(client, text="<script>alert(1)</script> \u202e버스 자료를 주세요", place="<b>서울</b>")
    for said in (page(client, one), client.get(reverse("requests")).content.decode()):
        assert "<script>alert(1)" not in said
        assert "\u202e" not in said
        assert "<b>서울" not in said
