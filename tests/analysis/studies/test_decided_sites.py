"""What people decide about single sites, and the scene on which they try it, on the little city."""

import json

import pytest

from madang.analysis import scenarios
from madang.analysis.scenarios import Changes, Scene
from madang.analysis.studies import care_siting
from madang.analysis.studies.care_siting import problems
from tests.analysis.studies.toy_city import hush, places, settings, squares

NEED = [0] * 5 + [500] + [0] * 4 + [300] + [0] * 4 + [50]


@pytest.fixture
def areas():
    return squares(need_1=NEED)


def chosen(found) -> set[str]:
    return {row["site"] for row in found.tables["sites"].to_pylist()}


def test_a_site_is_kept_and_another_forbidden_by_name(areas):
    kept, forbidden = "District 4 Square 4-4", "District 2 Square 2-2"
    found = care_siting.study({"areas": areas}, settings(keep=f" {kept} \r\n\r\n", forbid=forbidden), hush)
    assert chosen(found) == {kept, "District 3 Square 3-3"}


def test_a_facility_closes_by_name(areas):
    today = places((1.5, 1.5), (2.5, 2.5))
    found = care_siting.study({"areas": areas, "facilities": today}, settings(sites=1, close="Place 1"), hush)
    assert found.quality["today"]["within"] == 300.0
    assert chosen(found) == {"District 2 Square 2-2"}


@pytest.mark.parametrize("parameter", ["keep", "forbid", "close"])
def test_a_name_that_nothing_has_is_refused(areas, parameter):
    with pytest.raises(problems.NoSuchSite, match="Nowhere"):
        care_siting.study({"areas": areas}, settings(**{parameter: "Nowhere"}), hush)


def test_nothing_can_be_both(areas):
    site = "District 2 Square 2-2"
    with pytest.raises(problems.OpenAndNever, match="Square 2-2"):
        care_siting.study({"areas": areas}, settings(keep=site, forbid=site), hush)


def test_the_scene_tells_the_same_as_the_study(areas):
    today = places((0.5, 0.5))
    found = care_siting.study({"areas": areas, "facilities": today}, settings(detour=1.3), hush)
    scene = Scene.from_json(json.loads(json.dumps(found.scene.as_json())))
    now, then = scenarios.evaluate(scene), found.quality["then"]
    assert (now.need, now.reached) == (then["people"], then["within"])
    assert now.mean == pytest.approx(then["mean"], abs=0.2)
    assert now.farthest == pytest.approx(then["longest"], abs=0.2)
    assert now.worst == pytest.approx(then["worst_tenth"], abs=0.2)
    before = scenarios.evaluate(scene, Changes(closed=frozenset(one.key for one in scene.sites if one.chosen)))
    assert before.mean == pytest.approx(found.quality["today"]["mean"], abs=0.2)
    assert len(scene.outlines) == 16
    assert [one.name for one in scene.sites if not one.chosen] == ["Place 1"]
