"""How the study measures: along streets, by a table, and with coordinates that are partly wrong."""

import numpy as np
import pytest
import shapely

from madang.analysis.studies import care_siting
from tests.analysis.studies.toy_city import STEP, given, hush, places, settings, squares


def streets(*lines, **columns):
    """Lines through so many squares east and north."""
    shapes = [shapely.linestrings(np.array(line) * STEP) for line in lines]
    return given({"geometry": list(shapely.to_wkb(shapes)), **columns})


def found(**tables):
    return care_siting.study({"areas": squares(side=2), **tables}, settings(standard=1200.0), hush)


def said(result):
    return " ".join(one["en"] for one in result.quality["travel"])


def test_ways_go_along_streets_and_around_what_nobody_may_walk():
    around = [(0.5, 0.5), (0.5, 1.5), (1.5, 1.5), (1.5, 0.5)]
    short, closed = [(0.5, 0.5), (1.5, 0.5)], streets(around, [(0.5, 0.5), (1.5, 0.5)], highway=["path", "motorway"])
    facility = places((0.5, 0.5))
    today = {
        name: result.tables["access"].sort_by("code")["metres_before"].to_pylist()
        for name, result in (("open", found(facilities=facility, streets=streets(around, short))),
                             ("closed", found(facilities=facility, streets=closed)))
    }  # fmt: skip
    assert today["open"] == pytest.approx([0, 1000, 1000, 2000], rel=5e-3, abs=1)
    assert today["closed"] == pytest.approx([0, 1000, 3000, 2000], rel=5e-3, abs=1)


def test_the_page_on_which_sites_move_knows_that_the_run_took_streets():
    around = [(0.5, 0.5), (0.5, 1.5), (1.5, 1.5), (1.5, 0.5), (0.5, 0.5)]
    assert found(streets=streets(around)).scene.given_ways
    assert not found().scene.given_ways


def test_sites_off_every_street_are_listed():
    result = found(facilities=places((0.5, 0.5), (0.5, 3.0)), streets=streets([(0.5, 0.5), (0.5, 1.5)]))
    listed = {note["code"]: note for note in result.quality["notes"]}
    assert listed["unreachable-sites"]["count"] == 3  # a facility and two centres
    assert "Place 2" in listed["unreachable-sites"]["items"]
    assert "km of streets" in said(result)


def test_some_swapped_rows_are_listed_and_left_out():
    far = shapely.to_wkb(
        [
            shapely.box((x + 400) * STEP, y * STEP, (x + 401) * STEP, (y + 1) * STEP)
            for x, y in ((0, 0), (0, 1), (1, 0), (1, 1))
        ]
    )
    areas = squares(side=2, geometry=[bytes(shape) for shape in far])
    facilities = places((400.5, 0.5), (401.5, 0.5), (0.5, 400.5))
    result = care_siting.study({"areas": areas, "facilities": facilities}, settings(), hush)
    listed = {note["code"]: note for note in result.quality["notes"]}
    assert listed["not-placed"]["items"] == ["Place 3"]
