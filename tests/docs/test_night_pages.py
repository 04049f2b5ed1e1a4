"""The page on the night says what an app gets."""

import json
import re
from pathlib import Path

import pytest

from madang.accounts.policy import OPERATOR
from madang.analysis import nights as refusals
from madang.api.native.spots import ASKED, WORDS
from madang.lib.problems import Problem
from tests import nights
from tests.api.asking import get

PAGE = (Path(__file__).parents[2] / "docs/night-pages.md").read_text()


@pytest.mark.django_db
def test_the_address_on_the_page_answers_with_what_the_page_names(client, city):
    nights.published(city)
    (address,) = re.findall(r"<!-- address -->\n```\nGET (\S+)", PAGE)
    found = json.loads(get(client, address).body)
    assert len(found["features"]) == 3
    assert set(WORDS) == found["features"][0]["properties"].keys()
    named = set(re.findall(r"`([a-z_-]+)`", PAGE))
    assert set(WORDS) <= named
    assert {one.name for one in ASKED} - {"lang"} <= named
    assert {"origin", "day", "hour", "until", "next"} <= found["madang"].keys() & named
    run = refusals.night_of(refusals.StudyRun(parameters={}))
    for odd in (lambda: run.day("day"), lambda: run.hour(12), lambda: refusals.published(OPERATOR, "none")):
        with pytest.raises(Problem) as refused:
            odd()
        assert refused.value.code in named
