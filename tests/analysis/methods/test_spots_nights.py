"""One set for the night, cover against k, the usual recipes, where spots could be, and side streets: each beside a plain twin."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from madang.analysis.methods import spots
from madang.analysis.methods.spots import candidates, cruising
from tests.analysis.methods.test_spots import crowded, metres

Floats = NDArray[np.float64]


def night(seed: int, hours: int = 4) -> tuple[Floats, Floats, Floats]:
    """Demand by hour (h, 25) that wanders from west to east, its points and eight candidates."""
    draw = np.random.default_rng(seed)
    points, places = draw.random((25, 2)), draw.random((8, 2))
    away = np.abs(points[:, 0] - np.linspace(0, 1, hours)[:, None])
    return draw.random((hours, 25)) * np.exp(-3 * away), points, places


def best(demand: Floats, near: Floats, count: int) -> float:
    return max(float(demand[near[:, list(sites)].any(axis=1)].sum()) for sites in combinations(range(8), count))


def test_one_set_for_the_night_is_the_best_for_the_sum_and_says_what_it_costs() -> None:
    for seed in range(5):
        demand, points, places = night(seed)
        near = metres(points, places) <= 0.3
        found = spots.stable(demand, points, places, 0.3, 3, close=0.0)
        reached = near[:, found.night.order].any(axis=1)
        own = [best(hour, near, 3) for hour in demand]
        assert found.night.solution.objective == pytest.approx(best(demand.sum(axis=0), near, 3))
        assert found.best == pytest.approx(own)
        assert found.covered == pytest.approx(demand[:, reached].sum(axis=1))
        assert found.whole_cost == pytest.approx(1 - demand[:, reached].sum() / sum(own))
        assert (found.covered <= found.best + 1e-12).all()
        times = [sum(spot in hour.order for hour in found.hourly) / 4 for spot in found.night.order]
        assert found.stays(found.night).tolist() == times


def test_a_night_with_an_hour_without_demand_costs_nothing_in_it() -> None:
    demand, points, places = night(1)
    demand[2] = 0.0
    found = spots.stable(demand, points, places, 0.3, 3)
    assert (found.best[2], found.covered[2]) == (0.0, 0.0)
    assert found.stays(found.night).max() <= 0.75
    silent = spots.stable(np.zeros((2, 25)), points, places, 0.3, 3)
    assert (silent.whole_cost, len(silent.night.order)) == (0.0, 0)


def test_cover_by_k_is_what_each_number_of_spots_reaches_alone() -> None:
    for seed in range(6):
        demand, points, places = night(seed)
        near = metres(points, places) <= 0.3
        found = spots.cover_by_k(demand[0], points, places, 0.3, 7, close=0.0)
        own = [best(demand[0], near, count) / demand[0].sum() for count in range(1, 8)]
        assert found.count.tolist() == [1, 2, 3, 4, 5, 6, 7]
        assert found.share == pytest.approx(own)
        assert found.bound == pytest.approx(own)
        ruled = spots.cover_by_k(demand[0], points, places, 0.3, 5, required=[3], spacing=0.25, close=0.0)
        alone = [spots.choose(demand[0], points, places, 0.3, count, required=[3], spacing=0.25, close=0.0)
                 for count in ruled.count]  # fmt: skip
        assert ruled.count.tolist() == [1, 2, 3, 4, 5]
        assert ruled.share == pytest.approx([one.share[-1] for one in alone])
        assert ruled.bound == pytest.approx([one.most for one in alone])


def test_without_time_every_number_of_spots_has_a_true_bound_all_the_same() -> None:
    city = crowded(500.0)
    most = city.pop("count")
    hurried, patient = (spots.cover_by_k(**city, most=most, seconds=seconds) for seconds in (0.0, 60.0))
    assert (patient.gap <= 0.005).all()
    assert (hurried.bound >= patient.share - 1e-12).all()
    assert (hurried.share <= patient.bound + 1e-12).all()
    assert (hurried.bound < 1.3 * hurried.share).all()
    assert (np.diff(patient.share) >= 0).all()
    assert spots.cover_by_k(**city | {"demand": np.zeros(300)}, most=2).share.tolist() == [0.0, 0.0]


def test_the_usual_recipes_beside_plain_loops() -> None:
    city = crowded(0.0)
    demand, points, places, radius = (city[name] for name in ("demand", "points_xy", "candidates_xy", "radius"))
    assert spots.busiest(demand, 5).tolist() == sorted(range(300), key=lambda one: -demand[one])[:5]
    assert spots.busiest(np.array([0.0, 2.0, 0.0]), 3).tolist() == [1]
    squares = metres(places, points) ** 2
    height = np.where(squares <= (4 * radius) ** 2, np.exp(-squares / (2 * radius**2)), 0.0) @ demand
    chosen: list[int] = []
    while len(chosen) < 6:
        far = [j for j in range(400) if all(np.hypot(*(places[j] - places[one])) > radius for one in chosen)]
        chosen.append(max(far, key=lambda one: float(height[one])))
    assert spots.peaks(demand, points, places, radius, 6).tolist() == chosen
    assert spots.peaks(np.zeros(300), points, places, radius, 6).tolist() == []


def test_spots_are_judged_by_what_was_not_looked_at() -> None:
    draw = np.random.default_rng(3)
    held, weights, at = draw.random((50, 2)), draw.random(50), draw.random((3, 2))
    near = (metres(held, at) <= 0.2).any(axis=1)
    assert spots.judged(at, held, 0.2) == pytest.approx(near.mean())
    assert spots.judged(at, held, 0.2, weights) == pytest.approx(weights[near].sum() / weights.sum())
    assert spots.judged(at[:0], held, 0.2) == 0.0
    assert np.isnan(spots.judged(at, held[:0], 0.2))


def test_candidates_stand_evenly_along_streets_and_once_where_streets_meet() -> None:
    bend = np.array([[0.0, 0.0], [300.0, 0.0], [300.0, 100.0]])
    found = candidates.along([bend, np.array([[300.0, 100.0], [300.0, 250.0]]), bend[:1], bend[:0]], 100.0)
    assert found.tolist() == [[0, 0], [100, 0], [200, 0], [300, 0], [300, 100], [300, 175], [300, 250]]
    places, number = candidates.merged(np.array([[5.0, 5.0], [1.0, 1.0], [5.0, 5.001], [9.0, 9.0]]))
    assert (places.tolist(), number.tolist()) == ([[5, 5], [1, 1], [9, 9]], [0, 1, 0, 2])
    assert len(candidates.along([], 100.0)) == 0
    with pytest.raises(ValueError, match="above 0"):
        candidates.along([bend], 0.0)


def test_a_grid_has_even_distances_where_points_are_and_stays_when_one_is_added() -> None:
    points = np.random.default_rng(2).random((200, 2)) * 1000
    grid = candidates.grid(points, 90.0)
    apart = metres(grid, grid) + np.where(np.eye(len(grid)), np.inf, 0.0)
    assert apart.min() == pytest.approx(90.0)
    assert (np.isclose(apart, 90.0).sum(axis=1).max()) == 6
    assert metres(grid, points).min(axis=1).max() <= 90.0
    assert metres(points, grid).min(axis=1).max() <= 52.0
    row, column = np.mgrid[-2:16, -3:15].reshape(2, -1)
    every = np.column_stack((90 * (column + 0.5 * (row % 2)), 45 * np.sqrt(3) * row))
    used = every[metres(every, points).min(axis=1) <= 90.0]
    assert {tuple(one) for one in np.round(grid, 6)} == {tuple(one) for one in np.round(used, 6)}
    more = candidates.grid(np.vstack((points, [[5000.0, 5000.0]])), 90.0)
    assert {tuple(one) for one in np.round(grid, 6)} < {tuple(one) for one in np.round(more, 6)}
    assert len(candidates.grid(points[:1], 90.0)) >= 1
    assert len(candidates.grid(points[:0], 90.0)) == 0


def test_small_counts_stay_near_the_mean_and_large_ones_speak() -> None:
    draw = np.random.default_rng(7)
    rate, empties = draw.gamma(4.0, 0.05, 400), draw.integers(1, 200, 400).astype(float)
    boardings = draw.poisson(rate * empties).astype(float)
    ratio, mean = cruising.shrunken(boardings, empties)
    assert mean == pytest.approx(boardings.sum() / empties.sum())
    raw = boardings / empties
    assert (np.abs(ratio - mean) <= np.abs(raw - mean) + 1e-12).all()
    assert np.abs(ratio - rate).mean() < 0.9 * np.abs(raw - rate).mean()
    spread = (empties * (raw - mean) ** 2).sum() / empties.sum() - mean / empties.mean()
    assert ratio[3] == pytest.approx((mean * mean / spread + boardings[3]) / (mean / spread + empties[3]))
    same, level = cruising.shrunken(np.array([5.0, 10.0, 0.0]), np.array([50.0, 100.0, 0.0]))
    assert same.tolist() == [level] * 3  # nothing but chance, and a street that nobody drove
    assert cruising.shrunken(np.zeros(2), np.zeros(2))[1] == 0.0


def test_side_streets_are_near_their_spot_above_the_mean_and_seen_often_enough() -> None:
    draw = np.random.default_rng(8)
    at, places = draw.random((3, 2)) * 1000, draw.random((200, 2)) * 1500
    empties = draw.integers(0, 200, 200).astype(float)
    boardings = draw.poisson(draw.gamma(2.0, 0.1, 200) * empties).astype(float)
    found = cruising.side_streets(at, places, boardings, empties, within=400.0, least=30.0, most=4)
    ratio, mean = cruising.shrunken(boardings, empties)
    lengths = metres(places, at)
    rows: list[tuple[int, int]] = []
    for spot in range(3):
        own = [j for j in range(200) if lengths[j].argmin() == spot and lengths[j].min() <= 400]
        own = [j for j in own if empties[j] >= 30 and ratio[j] > mean]
        rows += [(spot, j) for j in sorted(own, key=lambda j: -ratio[j])[:4]]
    assert list(zip(found.spot.tolist(), found.place.tolist(), strict=True)) == rows
    assert found.ratio == pytest.approx(ratio[found.place])
    none = cruising.side_streets(at[:0], places, boardings, empties)
    assert len(none.spot) == 0
    with pytest.raises(ValueError, match="none below 0"):
        cruising.side_streets(at, places, boardings, -empties)
