"""The very large p-median: small enough here that brute force and a plain bound over all pairs are at hand."""

from __future__ import annotations

import numpy as np
import pytest

from madang.analysis.methods.p_median_far import grouped, p_median_far
from tests.analysis.methods.test_p_median import brute, lowest_bound


def country(points: int, candidates: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r = np.random.default_rng(seed)
    need = r.integers(0, 5, points).astype(float)
    return need, r.normal(size=(points, 2)) * 1000, r.normal(size=(candidates, 2)) * 1000


def lengths(points: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    return np.hypot(*(points[:, None] - candidates[None]).transpose(2, 0, 1))


@pytest.mark.parametrize(("seed", "p", "fixed", "forbidden"), [(0, 2, [], []), (1, 3, [4], [0, 7]), (2, 1, [1, 2], [])])
def test_the_bound_is_that_of_all_pairs_and_the_cost_is_near_it(seed, p, fixed, forbidden):
    need, points, candidates = country(120, 14, seed)
    matrix = lengths(points, candidates)
    found = p_median_far(need, points, candidates, p, fixed=fixed, forbidden=forbidden)
    best = brute(need, matrix, p, fixed, forbidden)
    assert found.bound == pytest.approx(lowest_bound(found, need, matrix, p, fixed, forbidden), rel=1e-9)
    assert found.bound <= best * (1 + 1e-12)
    assert best <= found.objective * (1 + 1e-12) <= best * 1.03
    assert found.objective == pytest.approx(float((need * matrix[:, found.sites].min(axis=1)).sum()))
    assert set(fixed) <= set(found.sites.tolist())
    assert not set(forbidden) & set(found.sites.tolist())


def test_the_same_on_one_thread_and_on_many():
    import numba

    need, points, candidates = country(900, 150, 5)
    many = p_median_far(need, points, candidates, 6, seed=2)
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        one = p_median_far(need, points, candidates, 6, seed=2)
    finally:
        numba.set_num_threads(before)
    assert one.sites.tolist() == many.sites.tolist()
    assert (one.objective, one.bound) == (many.objective, many.bound)
    assert one.gap < 0.02


def test_every_candidate_when_p_is_large_and_all_points_in_one_place():
    need, points, candidates = country(50, 8, 3)
    matrix = lengths(points, candidates)
    found = p_median_far(need, points, candidates, 8)
    assert found.proved
    assert found.bound == pytest.approx(lowest_bound(found, need, matrix, 8))
    points[:] = points[0]
    found = p_median_far(need, points, candidates, 1)
    assert found.objective == pytest.approx(need.sum() * matrix[0].min())
    assert found.bound <= found.objective


def test_groups_hold_what_lies_together():
    points = np.random.default_rng(1).random((1000, 2))
    group = grouped(points, 64)
    sizes = np.bincount(group)
    assert len(sizes) == 64
    assert sizes.min() >= 15
    assert max(np.ptp(points[group == k], axis=0).max() for k in range(64)) < 0.35
    assert grouped(points[:10], 64).tolist() == list(range(10))
    assert len(np.unique(grouped(np.zeros((40, 2)), 8))) <= 8
