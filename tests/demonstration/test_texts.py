"""The stories and indicators of the demonstration: complete, published with their data, and true about what is generated."""

from __future__ import annotations

import pytest
from django.test import Client

from madang.community import stories_numbers, stories_text
from madang.community.models import Indicator, Story
from madang.demonstration.catalogue import entries
from madang.demonstration.texts.indicators import INDICATORS
from madang.demonstration.texts.publishing import publish
from madang.demonstration.texts.stories import STORIES

SLUGS = {entry.slug: {name for sheet in entry.sheets for name in (sheet.name,)} for entry in entries()}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["title"]["en"])
def test_a_story_can_be_read_and_names_tables_that_there_are(story):
    for words in story["text"].values():
        text = stories_text.read(words)
        assert text.numbers
        asked = [stories_numbers.read(number) for number in text.numbers]
        tables = {(one.dataset, one.table) for one in asked if one.dataset}
        tables |= {(figure.slug, figure.name) for figure in text.figures if figure.name}
        assert all(table in SLUGS[slug] for slug, table in tables)
        assert {f"{slug}/{table}" for slug, table in tables} <= set(story["needs"])


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one["title"]["en"])
def test_an_indicator_says_that_its_target_is_an_example(one):
    assert "example" in one["target_source"]["en"]
    assert all(set(one[name]) == {"ko", "en"} for name in ("title", "definition", "unit", "target_source"))


@pytest.mark.django_db
def test_what_has_its_data_is_published_and_nothing_else(town):
    assert set(Story.objects.values_list("slug", flat=True)) == {"four-homes-in-ten", "five-hundred-metres-to-care"}
    assert list(Indicator.objects.values_list("slug", flat=True)) == ["older-people-within-500-m-of-day-care"]
    assert publish() == 0
    page = Client().get("/ko/stories/five-hundred-metres-to-care/").content.decode()
    assert "badge generated" in page
    assert "indicator-card" in page
    assert "live gone" not in page
    assert "story-gap" not in page
