"""Stories and indicators for programs: the API, the feed, the sitemap. The answers are held to their schemas."""

from __future__ import annotations

import json

import feedparser
import pytest

from madang.accounts.policy import Actor
from madang.api.native.schemas import texts as schemas
from madang.community import indicators, stories
from tests.community import texts

pytestmark = pytest.mark.django_db


def told(client, path: str, status: int = 200):
    response = client.get(path)
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_stories(client, city):
    texts.story(city, published=False, title={"ko": "초안"})
    made = texts.story(city)
    listed = told(client, "/api/v1/stories")
    schemas.Stories.model_validate(listed)
    assert [one["slug"] for one in listed["stories"]] == [made.slug]
    one = told(client, f"/api/v1/stories/{made.slug}")
    schemas.StoryTold.model_validate(one)
    assert one["text"]["ko"].startswith("사람은 [[")
    assert one["revisions"] == [
        {
            "dataset": "population",
            "resource": "districts",
            "revision": city.revision.pk,
            "number": 1,
            "origin": "observed",
        }
    ]
    assert client.get(one["permalink"]).status_code == 200


def test_a_draft_is_not_there_and_a_story_that_was_taken_back_says_so(client, city):
    draft, gone = texts.story(city, published=False), texts.story(city, title={"ko": "회수"})
    stories.take_back(gone, Actor(city.publisher), "틀린 값이 있었습니다.")
    for person in (None, city.editor):
        if person:
            client.force_login(person)
        assert told(client, f"/api/v1/stories/{draft.slug}", 404)["type"] == "urn:madang:problem:hidden"
    assert "틀린 값이 있었습니다." in told(client, f"/api/v1/stories/{gone.slug}", 410)["texts"]["ko"]
    assert told(client, "/api/v1/stories")["total"] == 0


def test_indicators(client, city):
    table = texts.care(city)
    made = texts.indicator(city, table)
    texts.indicator(city, table, published=False, title={"ko": "초안"})
    listed = told(client, "/api/v1/indicators")
    schemas.Indicators.model_validate(listed)
    assert listed["total"] == 1
    one = told(client, f"/api/v1/indicators/{made.slug}")
    schemas.IndicatorTold.model_validate(one)
    assert one["status"] == "off-track"
    assert one["newest"] == {
        "period": "2025",
        "value": 30.0,
        "expected": pytest.approx(50, abs=0.01),
        "unknown": 0.25,
        "rows": 4,
    }
    assert [point["value"] for point in one["points"]] == [30.0, 45.0, 30.0]
    rows = told(client, one["question"]["rows_url"].removeprefix("http://testserver"))
    assert [row["sum(가까움)"] for row in rows["rows"]] == [30, 45, 30]


def test_an_indicator_without_its_column_says_why(client, city):
    table = texts.care(city)
    made = texts.indicator(city, table)
    texts.publish(table, {"연도": [2026], "전체": [5]}, (texts.COLUMNS[0], texts.COLUMNS[3]), number=2)
    one = told(client, f"/api/v1/indicators/{made.slug}")
    schemas.IndicatorTold.model_validate(one)
    assert one["status"] == "broken"
    assert "가까움" in one["why"]["ko"]
    assert one["newest"]["value"] == 30.0


def test_the_feed_and_the_sitemap_follow(client, city):
    first = client.get("/sitemap.xml")
    made, measured = texts.story(city), texts.indicator(city)
    entries = feedparser.parse(client.get("/feeds/stories.atom?lang=ko").content).entries
    assert [(one.title, one.author) for one in entries] == [("사람 이야기", "홍길동, 통계과")]
    again = client.get("/sitemap.xml", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert f"/en/stories/{made.slug}/".encode("ascii", "ignore")[:12] in again.content
    assert f"/en/indicators/{measured.slug}/".encode() in again.content
    indicators.hide(measured, Actor(city.publisher))
    assert f"/en/indicators/{measured.slug}/".encode() not in client.get("/sitemap.xml").content
