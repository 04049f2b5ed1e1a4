"""Reports of errors: from a dataset, a column, a cell; answered in public; personal data seen by few."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from madang.catalog.models import Dataset
from madang.community.models import Report
from tests.city import COLUMNS, City
from tests.community.counting import counts, mail  # noqa: F401

pytestmark = pytest.mark.django_db
ABOUT = {"dataset": "population", "resource": "districts", "column": "자치구"}


def send(client: Client, about: dict[str, str] | None = None, **said: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in (about or ABOUT).items())
    return client.post(
        f"{reverse('report_new')}?{query}", {"kind": "wrong", "text": "종로구가 아니라 중구입니다", **said}
    )


def officer(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def answer(client: Client, one: Report, **said: str) -> Any:
    return client.post(reverse("report_answer", args=[one.uid]), said)


@pytest.fixture
def one(client: Client, city: City) -> Report:
    response = send(client, ABOUT | {"revision": city.revision.pk, "row": "1", "value": "종로구"})
    assert response.status_code == 302
    return Report.objects.get()


def test_it_says_what_is_meant(client: Client, city: City, one: Report) -> None:
    assert (one.dataset, one.resource, one.revision, one.column, one.row, one.value) == (
        city.dataset, city.resource, city.revision.pk, "자치구", "1", "종로구",
    )  # fmt: skip
    said = Client().get(reverse("report", args=[one.uid])).content.decode()
    assert "종로구가 아니라 중구입니다" in said
    assert Client().get(reverse("reports")).content.decode().count(str(one.uid)) == 1


def test_the_row_and_the_columns_lead_to_the_form(client: Client, city: City) -> None:
    city.resource.key = ["자치구"]
    city.resource.save()
    for address in (
        reverse("dataset", args=["population"]),
        "/ko/datasets/population/districts/row/%EC%A2%85%EB%A1%9C%EA%B5%AC",
    ):
        said = client.get(address).content.decode()
        there = said.partition('class="report-link" href="')[2].partition('"')[0].replace("&amp;", "&")
        asked = parse_qs(urlsplit(there).query)
        assert asked["column"] == [COLUMNS[0].name]
        form = client.get(there)
        assert form.status_code == 200
        assert COLUMNS[0].name in form.content.decode()
    assert asked["value"]
    assert asked["row"]


def test_open_ones_stand_on_the_page_and_closed_ones_stay_readable(client: Client, city: City, one: Report) -> None:
    about = reverse("dataset", args=["population"])
    said = client.get(about).content.decode()
    assert "답변 전 오류 신고 1건" in said
    assert "신고 1건</a>" in said, "and at the column"
    assert answer(officer(city.publisher), one, state="right", words="원본 대장과 같은 값입니다.").status_code == 302
    assert "답변 전 오류 신고" not in client.get(about).content.decode()
    assert str(one.uid) in client.get(reverse("reports"), {"dataset": "population", "state": "closed"}).content.decode()
    assert "원본 대장과 같은 값입니다." in Client().get(reverse("report", args=[one.uid])).content.decode()


def test_it_is_mended_in_a_revision_of_the_dataset(client: Client, city: City, one: Report) -> None:
    mended = city.revision
    assert answer(officer(city.publisher), one, state="mended").status_code == 400
    assert answer(officer(city.publisher), one, state="mended", revision="f" * 32).status_code == 400
    assert answer(officer(city.publisher), one, state="mended", revision=mended.pk).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.mended_in) == ("mended", mended.pk)


def test_only_the_owner_answers(client: Client, city: City, one: Report) -> None:
    said = {"state": "right", "words": "원본 대장과 같은 값입니다."}
    for client_ in (Client(), officer(city.citizen), officer(city.editor), officer(city.stranger)):
        assert answer(client_, one, **said).status_code == 403
    one.refresh_from_db()
    assert one.state == "open"


@pytest.mark.parametrize(("about", "status"), [
    ({"dataset": "no-such"}, 404), ({}, 404), ({"dataset": "population", "resource": "no-such"}, 404),
    (ABOUT | {"column": "no-such"}, 404), (ABOUT | {"revision": "f" * 32}, 404), ({"dataset": "a\0b"}, 404),
    (ABOUT | {"value": "<script>alert(1)</script>" * 40, "row": "\u202e" * 5000}, 200),
])  # fmt: skip
def test_what_is_not_there_is_not_believed(client: Client, city: City, about: dict[str, str], status: int) -> None:
    response = client.get(reverse("report_new"), about)
    assert response.status_code == status
    assert "<script>alert(1)" not in response.content.decode()


def test_personal_data_are_seen_by_those_who_answer_and_never_shown(client: Client, city: City) -> None:
    send(
        client,
        ABOUT | {"value": "900101-1234567", "row": "7"},
        kind="personal",
        text="일곱째 행의 값이 누군가의 번호로 보입니다",
    )
    one = Report.objects.get()
    address = reverse("report", args=[one.uid])
    assert (one.shown, one.value) == ("kept", "")
    for client_ in (Client(), officer(city.citizen), officer(city.reader), officer(city.stranger)):
        assert client_.get(address).status_code == 404
        assert client_.get(f"/api/v1/reports/{one.uid}").status_code == 404
    for page in (reverse("reports"), reverse("dataset", args=["population"]), "/feeds/reports.atom", "/api/v1/reports"):
        assert str(one.uid) not in Client().get(page).content.decode()
    for person in (city.publisher, city.steward, city.administrator):
        assert officer(person).get(address).status_code == 200
    answer(
        officer(city.publisher), one, state="mended", revision=city.revision.pk, words="해당 열을 뺐습니다. 고맙습니다."
    )
    said = Client().get(address).content.decode()
    assert "해당 열을 뺐습니다." in said
    assert "누군가의 번호" not in said


def test_a_value_that_looks_personal_is_not_copied(client: Client, city: City) -> None:
    send(client, ABOUT | {"value": "010-1234-5678", "row": "a.b@example.org"})
    one = Report.objects.get()
    assert (one.value, one.row) == ("", "")


def test_reports_on_what_is_hidden_are_hidden(client: Client, city: City, one: Report) -> None:
    for state, access in (("draft", "open"), ("published", "internal")):
        Dataset.objects.update(state=state, access=access)
        for address in (
            reverse("report", args=[one.uid]), reverse("report_new") + "?dataset=population", reverse("reports") + "?dataset=population",
            f"/api/v1/reports/{one.uid}", "/api/v1/datasets/population/reports", "/feeds/reports.atom?dataset=population",
        ):  # fmt: skip
            assert Client().get(address).status_code == 404, address
        for address in (reverse("reports"), "/api/v1/reports", "/feeds/reports.atom"):
            assert str(one.uid) not in Client().get(address).content.decode()
        assert Client().post(reverse("report_watch", args=[one.uid]), {}).status_code == 404


def test_the_same_is_reported_once(client: Client, city: City, one: Report) -> None:
    response = send(client, ABOUT | {"revision": city.revision.pk, "row": "1", "value": "종로구"})
    assert response["Location"] == reverse("report", args=[one.uid])
    assert Report.objects.count() == 1


def test_a_flood_is_stopped(client: Client, city: City) -> None:
    heard = [send(client, text=f"이 값은 {number}이어야 합니다").status_code for number in range(12)]
    assert heard == [302] * 10 + [400] * 2


@pytest.mark.parametrize(
    "said", [{"kind": "no-such"}, {"kind": ""}, {"text": "x" * 2_001}, {"text": "전화 010-1234-5678"}, {"website": "x"}]
)
def test_odd_reports_are_not_kept(client: Client, city: City, said: dict[str, str]) -> None:
    assert send(client, **said).status_code == 400
    assert not Report.objects.exists()


def test_a_hidden_report_says_why(client: Client, city: City, one: Report) -> None:
    team = officer(city.administrator)
    team.post(reverse("report_moderate", args=[one.uid, "hide"]), {"why": "abuse"})
    gone = Client().get(reverse("report", args=[one.uid]))
    assert gone.status_code == 410
    assert "중구입니다" not in gone.content.decode()
    assert Client().get(f"/api/v1/reports/{one.uid}").status_code == 404
    team.post(reverse("report_moderate", args=[one.uid, "show"]))
    assert Client().get(reverse("report", args=[one.uid])).status_code == 200
