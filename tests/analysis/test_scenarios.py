"""Scenarios: the figures of a change are those of a slow and plain computation over all pairs, and odd changes are refused."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from pyproj import Geod

from madang.analysis import scenarios
from madang.analysis.scenarios import Changes, OddScenario, Scene, Site, evaluate
from madang.analysis.travel import straight

GEOD = Geod(ellps="WGS84")


def scene(points: int = 60, sites: int = 9, seed: int = 1, **more) -> Scene:
    random = np.random.default_rng(seed)
    places = np.column_stack([126.8 + random.random(points) * 0.3, 37.4 + random.random(points) * 0.2])
    need = random.integers(0, 50, points).astype(float)
    at = np.column_stack([126.8 + random.random(sites) * 0.3, 37.4 + random.random(sites) * 0.2])
    made = tuple(
        Site(f"s{n}", f"곳 {n}", (float(x), float(y)), n > 5, str(n) if n > 5 else "") for n, (x, y) in enumerate(at)
    )
    facts = {"standard": 1500.0, "factor": 1.3} | more
    return Scene(tuple(f"동 {n}" for n in range(points)), np.arange(points), places, need, made, **facts)


def way(one, other) -> float:
    """The geodesic of PROJ."""
    return float(GEOD.inv(*one, *other)[2])


def plainly(made: Scene, changes: Changes) -> dict[str, float]:
    """Every person one by one."""
    open_places = [
        changes.moved.get(site.key, site.place) for site in made.sites if site.key not in changes.closed
    ] + list(changes.added)
    people = []
    for place, need in zip(made.places.tolist(), made.need.tolist(), strict=True):
        near = min((way(place, one) * made.factor for one in open_places), default=math.inf)
        people += [near] * int(need)
    people.sort(reverse=True)
    tenth, last = divmod(len(people), 10)
    worst = (sum(people[:tenth]) + people[tenth] * last / 10) / (len(people) / 10)
    return {
        "reached": sum(one <= made.standard for one in people), "mean": sum(people) / len(people), "worst": worst,
        "farthest": people[0], "need": len(people),
    }  # fmt: skip


CHANGES = {
    "nothing": Changes(),
    "moved": Changes(moved={"s7": (126.95, 37.5)}),
    "closed": Changes(closed=frozenset(("s0", "s1", "s2"))),
    "added": Changes(added=((126.9, 37.45), (127.0, 37.55))),
    "all at once": Changes({"s6": (126.85, 37.41), "s0": (127.05, 37.59)}, frozenset(("s3", "s0")), ((126.99, 37.42),)),
    "one is left": Changes(closed=frozenset(f"s{n}" for n in range(8))),
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", CHANGES)
def test_the_figures_are_those_of_every_person(name, seed):
    made = scene(seed=seed)
    found, plain = evaluate(made, CHANGES[name]), plainly(made, CHANGES[name])
    for figure, value in plain.items():
        assert getattr(found, figure) == pytest.approx(value, rel=2e-5), figure
    assert found.share == pytest.approx(plain["reached"] / plain["need"])


def test_ways_are_those_of_a_run():
    made = scene(200, 30)
    found = straight(made.places, np.array([site.place for site in made.sites]), made.factor, nearest=1)
    at, way = made.nearest
    assert np.array_equal(at, found.candidates[:, 0])
    assert way == pytest.approx(found.length[:, 0], rel=1e-9)


def test_pieces_give_the_same_as_the_whole(monkeypatch):
    whole = evaluate(scene(500, 40))
    monkeypatch.setattr(scenarios, "CHUNK", 64)
    pieces = evaluate(scene(500, 40))
    assert np.array_equal(whole.way, pieces.way)


def test_without_any_site_nobody_is_reached():
    found = evaluate(scene(), Changes(closed=frozenset(f"s{n}" for n in range(9))))
    assert (found.reached, found.mean, found.farthest, found.worst) == (0.0, math.inf, math.inf, math.inf)


def test_without_need_there_is_nothing_to_divide_by():
    made = scene()
    nobody = replace(made, need=np.zeros(len(made.need)))
    assert evaluate(nobody).share == 0.0


ODD = {
    "a site that is not there": Changes(closed=frozenset(("s99",))),
    "forbidding one that is not there": Changes(forbid=frozenset(("x" * 10_000,))),
    "no number": Changes(moved={"s1": (math.nan, 37.5)}),
    "endless": Changes(added=((math.inf, -math.inf),)),
    "another country": Changes(added=((2.35, 48.85),)),
    "swapped": Changes(added=((37.5, 126.9),)),
    "too many": Changes(added=((126.9, 37.5),) * 201),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_changes_are_refused_in_both_languages(name):
    with pytest.raises(OddScenario) as refused:
        evaluate(scene(), ODD[name])
    assert all(0 < len(text) < 300 for text in refused.value.texts().values())


def test_a_scene_is_kept_as_json_and_comes_back():
    made = scene(outlines=("POINT (1 2)",) * 60, given_ways=True)
    again = Scene.from_json(json.loads(json.dumps(made.as_json())))
    assert (again.areas, again.standard, again.outlines, again.given_ways) == (made.areas, 1500.0, made.outlines, True)
    assert [(one.key, one.name, one.chosen, one.candidate) for one in again.sites] == [
        (one.key, one.name, one.chosen, one.candidate) for one in made.sites
    ]
    assert evaluate(again).mean == pytest.approx(evaluate(made).mean, abs=0.2)


def test_points_add_up_to_their_areas():
    two = replace(scene(4), areas=("가", "나", "빈"), owner=np.array([0, 0, 1, 1]), need=np.array([1.0, 3.0, 0.0, 0.0]))
    assert two.people.tolist() == [4.0, 0.0, 0.0]
    assert two.share_of(np.array([True, False, True, True])).tolist() == [0.25, 0.0, 0.0]
    assert two.middles[0] == pytest.approx(two.places[:2].mean(axis=0))


ODD_SCENES = {
    "few": {"need": np.zeros(3)},
    "outlines": {"outlines": ("POINT (1 2)",)},
    "owner": {"owner": np.full(60, 60)},
}


@pytest.mark.parametrize("odd", ODD_SCENES)
def test_a_scene_whose_parts_do_not_belong_together_is_none(odd):
    with pytest.raises(ValueError, match=r"60"):
        replace(scene(), **ODD_SCENES[odd])
