"""The night hour by hour, and the best spots now: pages of a published run."""

from __future__ import annotations

import html
import re
from datetime import datetime
from urllib.parse import urldefrag, urljoin
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.utils import timezone

from madang.catalog.models import Dataset
from madang.lib.maps.projection import frame
from madang.portal.studies import night_map
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
    assert "Weekdays 03–04 h: 5 spots reach 50.0% of the expected demand." in page
    for at in (0, 7):
        assert f"<title>격자 {at % 6}-{at // 6}: {nights.visitors(at, 'weekday', 3):.2g}</title>" in page
    assert "Expected visitors in the hour" in page
    busiest = re.search(
        r'<th scope="row">(격자 [^<]*)</th>(?:<td class="number">([^<]*)</td>){1}<td class="number">([^<]*)<', page
    )
    assert busiest[0].count("격자 1-0") == 1, "most visitors, not most people: of the first cell all sleep there"
    assert busiest.groups()[1:] == ("70", "105")
    assert "<title>격자 5-5: not told</title>" in page, "a cell that is suppressed has no number"
    assert page.count('class="night-mark"') == 5
    assert nights.VERDICT["en"] in page
    assert "?day=weekend&amp;hour=5" in page, "each square of the heat leads to its hour"
    assert listed(text(client, place)) == wanted("weekend", 1), "the hour of most visitors, when nothing is said"
    assert "대기 자리" in text(client, place.replace("/en/", "/ko/"))


def test_the_heat_is_of_what_the_map_draws_and_older_runs_draw_everybody(client, city):
    total = sum(nights.visitors(at, "weekend", 2) for at in range(35))
    whole = sum(nights.expected(at, "weekend", 2) for at in range(36))
    run = nights.published(city)
    page = text(client, f"/en/studies/runs/{run.pk}/night/")
    assert re.search(rf"Weekends and holidays 02–03 h: </span>{total:,.0f}<", page)
    assert "Expected visitors of the cells that may be told" in page, "one has no number"
    assert re.search(rf"Saturday 02–03 h: </span>{whole:,.0f}<", page), (
        "all activity stands below, by the day of the week"
    )
    older = nights.published(city, "older", without="visitors")
    page = text(client, f"/en/studies/runs/{older.pk}/night/")
    assert listed(page) == wanted("weekend", 0)
    assert f"<title>격자 0-0: {nights.expected(0, 'weekend', 0):,.0f}</title>" in page
    assert "Expected people or events in the hour" in page
    assert "Expected activity of all cells together." in page
    assert "isitors" not in page
    assert "Weekends and holidays 02–03 h: </span>" not in page


def test_the_spots_of_the_whole_night_come_with_their_own_cover_and_link(client, city):
    run = nights.published(city)
    page = text(client, f"/en/studies/runs/{run.pk}/night/?day=weekday&hour=3&set=night")
    assert listed(page) == wanted("weekday", None)
    assert "Weekdays 03–04 h on the map; over the whole night 5 spots reach 40.0% of the expected demand." in page
    assert "With 3 spots 30.0% of the demand is within reach" in page, "an hour has a cover of five spots"
    address = html.unescape(re.search(r'href="(/api/[^"]*)"', page)[1])
    found = client.get(address).json()
    assert [one["properties"]["spot"] for one in found["features"]] == wanted("weekday", None)
    page = text(client, f"/en/studies/runs/{run.pk}/night/?day=weekday&hour=3")
    found = client.get(html.unescape(re.search(r'href="(/api/[^"]*)"', page)[1])).json()
    assert [one["properties"]["spot"] for one in found["features"]] == wanted("weekday", 3)


def test_discs_make_room_for_one_another_with_a_line_to_their_place(client, city):
    assert "night-lead" not in text(client, f"/en/studies/runs/{nights.published(city).pk}/night/"), (
        "a kilometre apart on a small map"
    )
    alone = np.array([[5000.0, 5000.0]])
    for crowd in (np.zeros((8, 2)), np.random.default_rng(3).normal(0, 150, (30, 2))):
        moved = night_map.apart(np.vstack([crowd, alone]), 380)
        far = np.hypot(*(moved[:, None] - moved).T) + 9999 * np.eye(len(moved))
        assert far.min() > 340
        assert (moved[-1] == alone[0]).all()
    spots = [{"rank": at + 1, "spot": "종로<", "longitude": 126.98, "latitude": 37.57} for at in range(32)]
    drawn = night_map.discs_of(frame(np.array([[126.9, 37.5], [127.1, 37.6]]), 960, 720), spots)
    assert (drawn.count("night-lead"), drawn.count("<text"), drawn.count('night-mark little"')) == (30, 30, 2)
    assert "종로&lt;" in drawn


def test_hours_after_midnight_go_on_where_the_slider_does(client, city):
    run = nights.published(city, parameters={"first_hour": 22, "last_hour": 3})
    page = text(client, f"/en/studies/runs/{run.pk}/night/?day=weekday&hour=25")
    assert 'min="22" max="27" step="1" value="25"' in page
    assert 'aria-valuetext="01–02 h"' in page
    assert listed(page) == wanted("weekday", 1)


@pytest.mark.parametrize(
    ("query", "why"),
    [("hour=7", "밤 시간"), ("hour=x", "밤 시간"), ("day=someday", "구분하는 요일"), ("day=mon&hour=99", "밤 시간")],
)
def test_a_moment_that_there_is_not_is_refused(client, city, query, why):
    run = nights.published(city)
    for page in ("night", "spots"):
        assert why in text(client, f"/ko/studies/runs/{run.pk}/{page}/?{query}", 400)


def test_best_spots_now_are_those_of_the_citys_clock(client, city, monkeypatch):
    run = nights.published(city)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 28, 2, 20, tzinfo=SEOUL))
    page = text(client, "/en/studies/runs/latest/spots/")
    assert listed(page) == wanted("weekend", 2)
    assert "It is 02:20 in the city" in page
    assert client.get("/en/studies/runs/latest/spots/")["Cache-Control"] == "no-cache"
    other = text(client, "/en/studies/runs/latest/spots/?day=weekday")
    assert listed(other) == wanted("weekday", 2), "another day at the hour that it is"
    assert "It is 02:20" not in other
    assert "?day=weekday&amp;hour=3" in other, "the next hour of that night"
    assert listed(text(client, "/en/studies/runs/latest/spots/?hour=4")) == wanted("weekend", 4), (
        "another hour of the day that it is"
    )
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
