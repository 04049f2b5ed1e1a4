"""Stories as readers and writers meet them."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from madang.accounts.policy import Actor
from madang.ingest import publish as publishing
from tests.city import ROWS, publish
from tests.community import texts

pytestmark = pytest.mark.django_db


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def form(**more: str) -> dict[str, str]:
    return {"organisation": "statistics", "authors": "홍길동", "follows": "yes", "title_ko": "사람 이야기", "summary_ko": "요약",
            "text_ko": f"사람은 {texts.NUMBER}입니다.", "edition": "0", "do": "save", **more}  # fmt: skip


def test_a_story_shows_its_number_with_unit_date_and_source(client, city):
    made = texts.story(city)
    page = text_of(client.get(reverse("story", args=[made.slug])))
    assert re.search(r'<data value="818594">818,594</data> 명', page)
    assert "자치구별 인구" in page
    assert "2026년 6월 30일" in page
    assert "/versions/1/" in page
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert said["@type"] == "Article"
    assert said["headline"] == "사람 이야기"
    assert said["author"] == [{"@type": "Person", "name": "홍길동"}]


def test_the_other_language_is_offered_and_the_fallback_is_said(client, city):
    made = texts.story(city)
    page = text_of(client.get(f"/en/stories/{made.slug}/"))
    assert "reading the Korean one" in page
    assert 'lang="ko">사람 이야기</h1>' in page


def test_a_chart_stands_where_its_address_stood(client, city):
    made = texts.story(city, "앞\n\n/ko/datasets/population/districts/chart/?kind=bar&x=자치구&y=인구\n\n뒤")
    page = text_of(client.get(f"/ko/stories/{made.slug}/"))
    assert '<figure class="story-figure panel">' in page
    assert "<svg" in page
    assert "chart/chart.vl.json" in page
    assert "og:image" in page


def test_followed_data_are_new_pinned_data_are_old_and_both_say_so(client, city):
    live, pinned = texts.story(city), texts.story(city, follows=False)
    publish(city.resource, {**ROWS, "인구": [1, 2, 3]}, texts.COLUMNS_OF_CITY, number=2)
    page = text_of(client.get(f"/ko/stories/{live.slug}/"))
    assert '<data value="6">6</data>' in page
    assert "818,594" in page, "the value that it was written with"
    assert "자료가 바뀌었습니다" in page
    for address in (f"/ko/stories/{pinned.slug}/", f"/ko/stories/{live.slug}/versions/1/"):
        page = text_of(client.get(address))
        assert '<data value="818594">' in page
        assert '<data value="6">' not in page


def test_a_withdrawn_number_is_named_and_its_value_is_gone(client, city):
    made = texts.story(city, follows=False)
    publishing.withdraw(city.revision, "이름이 들어 있었습니다.", Actor(city.publisher))
    page = text_of(client.get(f"/ko/stories/{made.slug}/"))
    assert "818,594" not in page
    assert "이름이 들어 있었습니다." in page
    assert "live gone" in page
