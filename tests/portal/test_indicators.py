"""Indicators as readers and officers meet them."""

from __future__ import annotations

import csv
import re

import pytest

from madang.accounts.policy import Actor
from madang.community.models import Computed, Indicator
from madang.ingest import publish as publishing
from tests.city import AT, publish
from tests.community import texts

pytestmark = pytest.mark.django_db


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def values(client, made) -> list[dict[str, str]]:
    sent = client.get(f"/ko/indicators/{made.slug}/values.csv")
    return list(csv.DictReader(sent.content.decode("utf-8-sig").splitlines()))


def form(**more: str) -> dict[str, str]:
    return {
        "organisation": "statistics", "title_ko": "돌봄 가까이", "unit_ko": "%", "cycle": "yearly", "decimals": "1", "times": "100",
        "direction": "more", "baseline_period": "2015", "baseline_value": "30", "target_period": "2030년", "target_value": "60",
        "sdg": "3.8",
        "table": "care/near", "measure": "sum(가까움)", "period": "연도", "per_table": "care/near",
        "per_measure": "sum(전체)", "per_period": "연도",
        "edition": "0", "do": "save", **more,
    }  # fmt: skip


def test_a_page_shows_target_against_actual(client, city):
    made = texts.indicator(city)
    page = text_of(client.get(f"/en/indicators/{made.slug}/"))
    assert re.search(r"<strong>30\.0</strong> <span class=\"unit\">%", page)
    assert "off track" in page
    assert "60.0 %" in page
    assert "25.0 %" in page, "one of four rows of the newest period has no value"
    assert "Good health and well-being" in page
    assert '<polyline class="trend-values"' in page
    assert "badge derived" in page
    assert 'class="badge bare status-off-track"><svg' in page, "a sign and words, not colour alone"


def test_the_value_is_shown_before_anything_is_saved(client, city):
    texts.care(city)
    client.force_login(city.editor)
    page = text_of(client.post("/en/indicators/new/", form(do="preview")))
    assert Indicator.objects.count() == Computed.objects.count() == 0
    assert "What it gives now" in page
    assert "30.0" in page
    assert "sum(가까움)" in page
    sent = client.post("/en/indicators/new/", form(sdg=""))
    assert sent.status_code == 302
    made = Indicator.objects.get()
    assert (made.target_period, made.sdg) == ("2030", "")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("measure", "sum(", "id_measure"), ("measure", "a, b", "one expression"), ("period", "((", "id_period"), ("where", "x =", "id_where"),
     ("table", "none/none", "no table none/none"), ("baseline_period", "soon", "no period"), ("sdg", "18", "have no 18"),
     ("milestones", "2020: 5", "no milestone"), ("milestones", "2020 = nan", "no milestone"), ("target_value", "1e400", "id_target_value"),
     ("target_period", "2014", "after the baseline"), ("target_value", "10", "worse side"), ("decimals", "99", "id_decimals")],
)  # fmt: skip
def test_what_is_odd_is_told_and_nothing_is_lost(client, city, field, value, said):
    texts.care(city)
    client.force_login(city.editor)
    page = text_of(client.post("/en/indicators/new/", form(**{field: value})))
    assert Indicator.objects.count() == 0
    assert "errorlist" in page
    assert said in page
    assert value in page or field == "target_value"


@pytest.mark.parametrize(
    ("measure", "period", "said"),
    [("가까움", "연도", "2 rows for 2015"), ("max(구)", "연도", "needs numbers"), ("sum(없음)", "연도", "없음"),
     ("sum(가까움)", "구", "no period"),
     ("sum(가까움)", "없음", "없음")],
)  # fmt: skip
def test_a_question_that_does_not_fit_says_why_and_is_not_published(client, city, measure, period, said):
    texts.care(city)
    client.force_login(city.publisher)
    asked = form(measure=measure, period=period, per_table="", per_measure="", per_period="", times="1")
    assert said in text_of(client.post("/en/indicators/new/", {**asked, "do": "preview"}))
    sent = client.post("/en/indicators/new/", {**asked, "do": "publish"}, follow=True)
    assert "cannot be published" in sent.content.decode()
    assert Indicator.objects.get().state == "draft"


def test_a_column_that_is_gone_leaves_the_last_known_value(client, city):
    table = texts.care(city)
    made = texts.indicator(city, table)
    publish(table, {"연도": [2026], "전체": [5]}, (texts.COLUMNS[0], texts.COLUMNS[3]), number=2)
    page = text_of(client.get(f"/en/indicators/{made.slug}/"))
    assert "It cannot be computed now." in page
    assert "가까움" in page
    assert "The last known value is 30.0 %, of 2025." in page
    assert "cannot be computed" in text_of(client.get("/en/indicators/"))


def test_a_withdrawn_revision_takes_its_values_along(client, city):
    table = texts.care(city)
    made = texts.indicator(city, table)
    publishing.withdraw(table.current, "이름이 들어 있었습니다.", Actor(city.publisher))
    assert Computed.objects.count() == 0
    page = text_of(client.get(f"/ko/indicators/{made.slug}/"))
    assert "이름이 들어 있었습니다." in page
    assert "<strong>30" not in page


@pytest.mark.parametrize("facts", [{"access": "restricted"}, {"access": "internal"}, {"state": "draft"}], ids=str)
def test_data_that_are_no_longer_for_everybody_show_nothing(client, city, facts):
    table = texts.care(city)
    made = texts.indicator(city, table)
    assert "45" in text_of(client.get(f"/en/indicators/{made.slug}/"))  # read once, so that every value is kept
    for name, value in facts.items():
        setattr(table.dataset, name, value)
    table.dataset.save()
    hidden = facts != {"access": "restricted"}
    assert client.get(f"/en/indicators/{made.slug}/embed/").status_code == (404 if hidden else 200)
    for address in (f"/en/indicators/{made.slug}/", f"/en/indicators/{made.slug}/values.csv",
                    "/en/indicators/", f"/api/v1/indicators/{made.slug}"):  # fmt: skip
        said = text_of(client.get(address))
        assert "45" not in re.sub(r"\?[0-9a-f]{12}|[0-9a-f]{32}", "", said), address
        assert not (hidden and "datasets/care" in said), address


def test_late_data_are_said_to_be_late(client, city):
    made = texts.indicator(city, texts.care(city, cycle="daily"))
    assert "New data were due on" in text_of(client.get(f"/en/indicators/{made.slug}/"))


def test_a_table_without_periods_grows_with_its_revisions(client, city):
    table = texts.care(city)
    question = {"measure": "sum(가까움)", "period": "", "where": "연도 = 2020"}
    made = texts.indicator(
        city, table, question=question, per_table=None, per_question={}, times=1.0, baseline_period="2026"
    )
    later = texts.YEARS | {"가까움": [1, 1, 50, 50, 1, 1]}
    publish(table, later, texts.COLUMNS, number=2, published_at=AT.replace(month=9))
    rows = values(client, made)
    assert [(row["period"], row["value"]) for row in rows] == [("2026-06-30", "45.0"), ("2026-09-30", "100.0")]
    page = text_of(client.get(f"/ko/indicators/{made.slug}/"))
    assert page.count('<tr><th scope="row">') >= 4, "each revision has its line"


def test_a_moved_goalpost_is_told(client, city):
    made = texts.indicator(city)
    client.force_login(city.editor)
    assert client.post(f"/ko/indicators/{made.slug}/edit/", form(edition="1", target_value="40")).status_code == 403
    client.force_login(city.publisher)
    assert client.post(f"/ko/indicators/{made.slug}/edit/", form(edition="1", target_value="40")).status_code == 302
    assert client.post(f"/ko/indicators/{made.slug}/edit/", form(edition="1", target_value="35")).status_code == 409
    client.logout()
    page = text_of(client.get(f"/ko/indicators/{made.slug}/"))
    assert "<del>60</del> → <ins>40</ins>" in page


def test_a_frame_may_stand_anywhere_and_sets_no_cookie(client, city):
    made = texts.indicator(city)
    framed = client.get(f"/en/indicators/{made.slug}/embed/")
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert not framed.cookies
    assert "trend-values" in text_of(framed)


def test_hostile_words_stay_words(client, city):
    nasty = '"><script>alert(1)</script>'
    made = texts.indicator(
        city, title={"ko": nasty}, definition={"ko": nasty}, unit={"ko": nasty}, target_source={"ko": nasty}
    )
    for address in ("/ko/indicators/", f"/ko/indicators/{made.slug}/", f"/ko/indicators/{made.slug}/embed/"):
        assert "<script>alert" not in text_of(client.get(address)), address
