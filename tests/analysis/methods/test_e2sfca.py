"""E2SFCA against the formula of the paper, written out pair by pair."""

import numpy as np
import pytest

from madang.analysis.methods.distances import Distances, from_matrix
from madang.analysis.methods.e2sfca import LUO_QI, e2sfca, gaussian, zones


def plain(need, matrix, supply, radius, weight):
    """The two steps of Luo and Qi (2009), equations 2 and 3."""
    n, m = matrix.shape
    ratio = []
    for j in range(m):
        asked = sum(need[k] * weight(matrix[k, j]) for k in range(n) if matrix[k, j] <= radius)
        ratio.append(supply[j] / asked if asked > 0 else 0.0)
    return [sum(ratio[j] * weight(matrix[i, j]) for j in range(m) if matrix[i, j] <= radius) for i in range(n)]


def ring(weights, radius):
    """The weight of a length: the first ring whose outer edge it does not pass."""
    edges = [radius * (at + 1) / len(weights) for at in range(len(weights))]
    return lambda length: next(w for edge, w in zip(edges, weights, strict=True) if length <= edge)


def bell(radius):
    return lambda length: (np.exp(-0.5 * (length / radius) ** 2) - np.exp(-0.5)) / (1 - np.exp(-0.5))


def case(seed):
    draw = np.random.default_rng(seed)
    n, m = draw.integers(1, 12, 2)
    matrix = draw.uniform(0, 2000, (n, m))
    matrix[draw.random((n, m)) < 0.2] = np.inf
    return draw.integers(0, 5, n) * 10.0, matrix, draw.integers(0, 4, m) * 1.0


@pytest.mark.parametrize("seed", range(40))
def test_as_the_paper_says(seed):
    need, matrix, supply = case(seed)
    access = e2sfca(need, from_matrix(matrix), supply, 900.0)
    assert access == pytest.approx(plain(need, matrix, supply, 900.0, ring(LUO_QI, 900.0)))
    access = e2sfca(need, from_matrix(matrix), supply, 900.0, gaussian)
    assert access == pytest.approx(plain(need, matrix, supply, 900.0, bell(900.0)))


@pytest.mark.parametrize("seed", range(20))
def test_supply_is_shared_out_in_full(seed):
    need, matrix, supply = case(seed)
    access = e2sfca(need, from_matrix(matrix), supply, 900.0)
    reached = ((matrix <= 900) & (need > 0)[:, None]).any(axis=0)
    assert need @ access == pytest.approx(supply[reached].sum())


def test_the_edge_of_a_ring_belongs_to_it():
    decay = zones()
    assert decay(np.array([0.0, 1 / 3, 0.34, 2 / 3, 0.67, 1.0])).tolist() == [1, 1, 0.68, 0.68, 0.22, 0.22]
    assert gaussian(np.array([0.0, 1.0])) == pytest.approx([1, 0])


def test_a_new_place_takes_nothing_from_anybody():
    need, matrix, supply = case(3)
    distances = from_matrix(matrix)
    more = supply.copy()
    more[0] += 5
    assert (e2sfca(need, distances, more, 900.0) >= e2sfca(need, distances, supply, 900.0) - 1e-12).all()


def test_lists_that_end_within_the_radius_are_refused():
    short = Distances(np.array([[0]], np.int32), np.array([[100.0]]), np.array([400.0]), 5)
    e2sfca(np.ones(1), short, np.ones(5), 400.0)
    with pytest.raises(ValueError, match="1 demand points have more candidates within 500"):
        e2sfca(np.ones(1), short, np.ones(5), 500.0)
