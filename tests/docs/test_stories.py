"""The example of the page on stories is published and shows its figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from madang.accounts.policy import Actor
from madang.community import stories, stories_text
from tests.community import texts

PAGE = Path(__file__).parents[2] / "docs" / "stories.md"


@pytest.mark.django_db
def test_the_example_is_shown(client, city):
    [example] = re.findall(r"```story\n(.*?)```", PAGE.read_text(), re.S)
    made = texts.story(city, example, published=False, title={"ko": "Example"})
    stories.publish(made, Actor(city.publisher))
    page = client.get("/en/stories/example/").content.decode()
    assert re.findall(r"<data value=\"(\d+)\">", page) == ["818594", "139417", "3", "557865"]
    assert "story-figure-title" in page
    assert "live gone" not in page
    assert "story-gap" not in page


def test_the_limits_are_those_of_the_code():
    text = PAGE.read_text()
    assert f"{stories_text.LONGEST:,} characters" in text
    assert f"{stories_text.MOST_FIGURES} figures and {stories_text.MOST_NUMBERS} numbers" in text
