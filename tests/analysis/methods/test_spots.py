"""Taxi spots against plain twins that try every choice, and the traps of the specification."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from madang.analysis import certificates
from madang.analysis.methods import spots
from madang.analysis.methods.cover import Cover
from madang.analysis.methods.solution import Infeasible
from madang.analysis.methods.spacing import spaced

Floats = NDArray[np.float64]


def metres(here: Floats, there: Floats) -> Floats:
    return np.asarray(np.hypot(*(here[:, None] - there[None]).transpose(2, 0, 1)))


def most(demand: Floats, near: Any, apart: Any, count: int, required: list[int], forbidden: list[int]) -> float | None:
    """The slow plain twin: every choice of up to `count` that keeps the spacing; None if there is none."""
    free = [j for j in range(near.shape[1]) if j not in required and j not in forbidden]
    best = None
    for more in range(count - len(required) + 1):
        for choice in combinations(free, more):
            sites = [*required, *choice]
            if all(apart[one, other] for one, other in combinations(sites, 2)):
                best = max(best or 0.0, float(demand[near[:, sites].any(axis=1)].sum()))
    return best


def small(seed: int) -> dict[str, Any]:
    """A city of a few points; some candidates at one place, some required, some forbidden, whole and broken demand."""
    draw = np.random.default_rng(seed)
    n, m = draw.integers(1, 30), draw.integers(3, 10)
    candidates = draw.random((m, 2))
    candidates[1] = candidates[0]
    some = draw.permutation(m).tolist()
    return {
        "demand": draw.random(n) if seed % 2 else draw.integers(0, 9, n).astype(float),
        "points_xy": draw.random((n, 2)),
        "candidates_xy": candidates,
        "radius": draw.uniform(0.1, 0.4),
        "count": int(draw.integers(2, m + 2)),
        "spacing": draw.uniform(0.05, 0.7) if seed % 5 else 0.0,
        "required": some[: seed % 3] if seed % 4 == 0 else [],
        "forbidden": some[2 : 2 + seed % 2],
    }


@pytest.mark.parametrize("block", range(4))
def test_no_choice_that_keeps_the_rules_covers_more_and_the_certificate_holds(block: int) -> None:
    refused = 0
    for seed in range(25 * block, 25 * block + 25):
        city = small(seed)
        near = metres(city["points_xy"], city["candidates_xy"]) <= city["radius"]
        between = metres(city["candidates_xy"], city["candidates_xy"])
        rules = city["required"], [one for one in city["forbidden"] if one not in city["required"]]
        best = most(city["demand"], near, between >= city["spacing"], city["count"], *rules)
        if best is None:
            refused += 1
            with pytest.raises(Infeasible) as raised:
                spots.choose(**city)
            assert set(raised.value.where["spacing"]) == set(city["required"])
            assert raised.value.shortfall["spacing"] == pytest.approx(city["spacing"] - between[tuple(rules[0])])
            continue
        found = spots.choose(**city, close=0.0)
        assert found.solution.objective == pytest.approx(best)
        assert found.solution.proved
        assert set(rules[0]) <= set(found.order.tolist())
        assert not set(rules[1]) & set(found.order.tolist())
        assert len(found.order) <= city["count"]
        assert all(between[pair] >= city["spacing"] for pair in combinations(found.order.tolist(), 2))
        verified = certificates.verify(certificates.export(found.kind, found.model, found.solution))
        assert verified.proved
        assert verified.objective == pytest.approx(best)
    assert refused or block != 0


def test_spots_come_by_what_each_adds() -> None:
    for seed in range(20):
        found, city = spots.choose(**small(seed) | {"required": []}), small(seed)
        near = metres(city["points_xy"], city["candidates_xy"]) <= city["radius"]
        left, total = city["demand"].copy(), city["demand"].sum()
        for at, spot in enumerate(found.order):
            gains = [left[near[:, other]].sum() for other in found.order[at:]]
            assert gains[0] == pytest.approx(max(gains))
            assert found.gain[at] == pytest.approx(gains[0])
            left[near[:, spot]] = 0.0
        assert len(found.order) == 0 or found.gain.min() > 0
        assert np.allclose(found.share * total, np.cumsum(found.gain))
        assert found.most * total == pytest.approx(found.solution.bound)


def crowded(spacing: float) -> dict[str, Any]:
    """A city of 300 points and 400 candidates around a few squares, where many good spots lie side by side."""
    draw = np.random.default_rng(4)
    squares = draw.random((9, 2)) * 3000
    return {
        "demand": draw.gamma(0.5, 1.0, 300),
        "points_xy": squares[draw.integers(0, 9, 300)] + draw.normal(0, 250, (300, 2)),
        "candidates_xy": squares[draw.integers(0, 9, 400)] + draw.normal(0, 250, (400, 2)),
        "radius": 350.0,
        "count": 12,
        "spacing": spacing,
    }


def test_where_spacing_binds_cliques_prove_what_the_question_without_it_cannot() -> None:
    free, bound = spots.choose(**crowded(0.0)), spots.choose(**crowded(650.0), close=0.005, seconds=60)
    assert bound.solution.gap <= 0.005
    assert free.solution.bound > 1.005 * bound.solution.objective
    assert len(bound.solution.more["cliques"]) > 0
    near = spaced(crowded(0.0)["candidates_xy"], 650.0).near
    assert all(set(clique.tolist()) <= set(near.of(one).tolist())
               for clique in bound.solution.more["cliques"] for one in clique)  # fmt: skip
    verified = certificates.verify(certificates.export(bound.kind, bound.model, bound.solution))
    assert verified.bound is not None
    assert verified.bound <= bound.solution.bound * (1 + 1e-9)


def test_the_same_seed_has_the_same_spots() -> None:
    one, two = (spots.choose(**crowded(300.0), seed=5) for _ in range(2))
    assert one.order.tolist() == two.order.tolist()
    assert (one.solution.bound, one.gain.tolist()) == (two.solution.bound, two.gain.tolist())


PLACES = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 0.0]])


def test_without_demand_no_spot_is_named() -> None:
    found = spots.choose(np.zeros(3), PLACES, PLACES, 50.0, 2)
    assert (len(found.order), len(found.share), found.most, found.solution.gap) == (0, 0, 0.0, 0.0)
    assert certificates.verify(certificates.export(found.kind, found.model, found.solution)).proved


def test_one_cell_is_one_spot_and_its_whole_demand() -> None:
    found = spots.choose(np.array([7.0]), PLACES[:1], PLACES[:1], 0.0, 5, spacing=300.0)
    assert (found.order.tolist(), found.share.tolist(), found.most) == ([0], [1.0], 1.0)


@pytest.mark.parametrize("spacing", [0.0, 30.0])
def test_places_twice_at_one_point_count_once(spacing: float) -> None:
    found = spots.choose(np.array([1.0, 5.0, 2.0]), PLACES, PLACES, 50.0, 9, spacing=spacing)
    assert (found.order.tolist(), found.gain.tolist()) == ([1, 0], [5.0, 3.0])  # 9 are asked, a third adds nothing


def test_required_spots_stay_though_they_add_nothing() -> None:
    found = spots.choose(np.array([0.0, 5.0, 0.0]), PLACES, PLACES, 50.0, 2, required=[2], forbidden=[2, 0])
    assert (sorted(found.order.tolist()), found.share[-1]) == ([1, 2], 1.0)


@pytest.mark.parametrize(
    ("asked", "short"),
    [
        ({"forbidden": [0, 1, 2]}, {"candidates": 2.0}),
        ({"required": [0, 1, 2]}, {"required": 1.0}),
        ({"required": [0, 1], "spacing": 130.0}, {"spacing": 30.0}),
        ({"candidates_xy": np.empty((0, 2))}, {"candidates": 2.0}),
    ],
)
def test_what_cannot_be_says_by_how_much(asked: dict[str, Any], short: dict[str, float]) -> None:
    city = {"demand": np.ones(3), "points_xy": PLACES, "candidates_xy": PLACES, "radius": 50.0, "count": 2} | asked
    for method in (spots.choose, lambda **city: spots.cover_by_k(most=city.pop("count"), **city)):
        with pytest.raises(Infeasible) as raised:
            method(**dict(city))
        assert raised.value.shortfall == short


@pytest.mark.parametrize(
    "asked",
    [
        {"demand": np.array([1.0, -1.0, 0.0])},
        {"demand": np.array([1.0, np.nan, 0.0])},
        {"points_xy": np.full((3, 2), np.nan)},
        {"spacing": -1.0},
        {"count": -1},
        {"required": [3]},
        {"radius": -1.0},
        {"radius": np.nan},
        {"demand": np.ones(2)},
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, Any]) -> None:
    city = {"demand": np.ones(3), "points_xy": PLACES, "candidates_xy": PLACES, "radius": 50.0, "count": 2} | asked
    with pytest.raises(ValueError, match=r"finite|wanted|go from"):
        spots.choose(**city)


def test_ways_along_streets_take_the_place_of_straight_lines() -> None:
    river = Cover(np.array([0, 1, 2, 3]), np.array([0, 1, 2], np.int32), 3)  # nobody crosses
    found = spots.choose(np.array([1.0, 2.0, 4.0]), PLACES, PLACES, 500.0, 1, cover=river)
    assert (found.order.tolist(), found.solution.objective) == ([2], 4.0)


def test_whoever_hears_how_far_it_is_may_stop_it() -> None:
    def stop(share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        spots.choose(**crowded(650.0), tell=stop)
