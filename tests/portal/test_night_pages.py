"""The night hour by hour, and the best spots now: pages of a published run."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urldefrag, urljoin
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from madang.catalog.models import Dataset
from tests import nights
from tests.portal.test_valid_pages import Page

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:2000]
    return answer.content.decode()


def listed(page):
    """The names of the spots, in their order."""
    return re.findall(r'class="night-name"[^>]*>([^<]+?)\s*<', page)


def wanted(day, hour):
    return [row["spot"] for row in nights.tables()["spots"] if (row["day"], row["hour"]) == (day, hour)]


def test_an_hour_shows_its_own_spots_and_demand(client, city):
    run = nights.published(city)
    place = f"/en/studies/runs/{run.pk}/night/"
    page = text(client, f"{place}?day=weekday&hour=3")
    assert listed(page) == wanted("weekday", 3)
    assert "Weekday 03–04 h: 5 spots reach 50.0% of the expected demand." in page
    for at in (0, 7):
        assert f"<title>격자 {at % 6}-{at // 6}: {nights.expected(at, 'weekday', 3):,.0f}</title>" in page
    assert "<title>격자 5-5: not told</title>" in page, "a cell that is suppressed has no number"
    assert page.count('class="night-mark"') == 5
    assert nights.VERDICT["en"] in page
    assert listed(text(client, f"{place}?day=weekday&hour=3&set=night")) == wanted("weekday", None)
    assert "?day=weekend&amp;hour=5" in page, "each square of the heat leads to its hour"
    assert listed(text(client, place)) == wanted("weekend", 0), "the busiest hour, when nothing is said"
    assert "고른 자리" in text(client, place.replace("/en/", "/ko/"))


def test_hours_after_midnight_go_on_where_the_slider_does(client, city):
    run = nights.published(city, parameters={"first_hour": 22, "last_hour": 3})
    page = text(client, f"/en/studies/runs/{run.pk}/night/?day=weekday&hour=25")
    assert 'min="22" max="27" step="1" value="25"' in page
    assert 'aria-valuetext="01–02 h"' in page
    assert listed(page) == wanted("weekday", 1)


@pytest.mark.parametrize("query", ["hour=7", "hour=x", "day=someday", "day=mon&hour=99"])
def test_a_moment_that_there_is_not_is_refused(client, city, query):
    run = nights.published(city)
    assert "밤 시간" in text(client, f"/ko/studies/runs/{run.pk}/night/?{query}", 400) or "day=some" in query
    if "hour" in query:
        text(client, f"/en/studies/runs/{run.pk}/spots/?{query}", 400)


def test_best_spots_now_are_those_of_the_citys_clock(client, city, monkeypatch):
    run = nights.published(city)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 28, 2, 20, tzinfo=SEOUL))
    page = text(client, "/en/studies/runs/latest/spots/")
    assert listed(page) == wanted("weekend", 2)
    assert "It is 02:20 in the city" in page
    assert client.get("/en/studies/runs/latest/spots/")["Cache-Control"] == "no-cache"
    x, y = nights.middle(2)
    assert f'href="geo:{y:.6f},{x:.6f}"' in page
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 29, 13, 0, tzinfo=SEOUL))
    page = text(client, f"/en/studies/runs/{run.pk}/spots/")
    assert "the night begins at 00:00" in page
    assert listed(page) == wanted("weekday", 0), "midnight of that Sunday belongs to Monday's calendar day"


def test_pages_follow_the_rights_of_the_dataset_and_the_result_leads_to_them(client, city):
    run = nights.published(city)
    there = f"/en/studies/runs/{run.pk}/"
    assert f"{there}night/" in text(client, there)
    assert text(client, f"{there}night/")
    Dataset.objects.filter(slug="night").update(access="internal")
    for page in (there, f"{there}night/", f"{there}spots/", "/en/studies/runs/latest/night/"):
        text(client, page, 404)
    client.force_login(city.reader)
    assert listed(text(client, f"{there}spots/"))
    Dataset.objects.filter(slug="night").update(access="restricted")
    text(client, f"{there}night/", 403)


def test_their_html_holds_together_and_each_link_leads_somewhere(client, city):
    run = nights.published(city)
    for page in ("night", "spots"):
        here = f"http://testserver/en/studies/runs/{run.pk}/{page}/"
        read = Page(text(client, here.removeprefix("http://testserver")))
        assert read.faults == []
        for link in {urldefrag(urljoin(here, link)) for link in read.links if "/static/" not in link}:
            if link.url.startswith("http://testserver/"):
                assert client.get(link.url.removeprefix("http://testserver"), follow=True).status_code == 200, link
            if link.url == here:
                assert link.fragment in ("", "content") or link.fragment in read.ids
