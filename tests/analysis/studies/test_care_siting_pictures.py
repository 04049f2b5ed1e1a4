"""What the maps of care siting say: who goes where, what no colour means, and what is not drawn."""

import numpy as np
import pytest

from madang.analysis.report import Groups, Map
from madang.analysis.studies import care_siting
from madang.analysis.studies.care_siting import pictures
from tests.analysis.studies.toy_city import hush, places, settings, squares

NEED = [0] * 16
NEED[0], NEED[5], NEED[10], NEED[15] = 200, 500, 300, 50


def maps(**changes) -> dict[str, Map]:
    tables = {"areas": squares(need_1=NEED), "facilities": places((0.5, 0.5))}
    report = care_siting.study(tables, settings(**changes), hush).report
    return {part.title["en"]: part for part in report.parts if isinstance(part, Map)}


def test_areas_have_the_colour_of_the_new_site_to_which_most_of_their_people_go():
    groups = next(layer for layer in maps()["Who goes to the new sites"].layers if isinstance(layer, Groups))
    assert {at: int(groups.group[at]) for at in (0, 5, 10, 15)} == {0: -1, 5: 0, 10: 1, 15: 1}
    assert set(groups.group[np.array(NEED) == 0]) == {-1}


@pytest.mark.parametrize("limit", ["PART", "SEEN"])
def test_a_map_on_which_nothing_would_be_seen_is_left_away(monkeypatch: pytest.MonkeyPatch, limit: str):
    monkeypatch.setattr(pictures, limit, 1.1)
    assert "Who goes to the new sites" not in maps()


def test_maps_say_what_has_no_value_and_do_not_name_shades_that_turn_in_the_dark():
    every = maps()
    (left,) = (layer for layer in every["Who stays left out"].layers if getattr(layer, "values", None) is not None)
    assert left.none["ko"] == "소외되지 않음"
    first = every["Where to open"]
    assert "짙은" not in first.description["ko"]
    assert "ark" not in first.description["en"]
    assert first.layers[0].palette != every["How far it still is"].layers[0].palette


def test_a_map_without_the_facilities_of_today_says_why(monkeypatch: pytest.MonkeyPatch):
    assert "not drawn" not in maps()["Where to open"].description["en"]
    monkeypatch.setattr(pictures, "MOST_DOTS", 0)
    assert "1 facilities of today would cover the map" in maps()["Where to open"].description["en"]
