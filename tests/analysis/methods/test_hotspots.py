"""Gi* against its definition and against esda; chances counted; false discoveries held."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from shapely import box

from madang.analysis.methods import hotspots, neighbours


def grid(side):
    """Squares of a chessboard, row by row."""
    return np.array([box(x, y, x + 1, y + 1) for y in range(side) for x in range(side)])


def plain_gi_star(values, weights):
    """Ord and Getis (1995), formula by formula."""
    n, mean = len(values), sum(values) / len(values)
    spread = (sum(value**2 for value in values) / n - mean**2) ** 0.5
    found = []
    for row in weights.toarray():
        total, squares = row.sum(), (row**2).sum()
        below = spread * ((n * squares - total**2) / (n - 1)) ** 0.5
        found.append((row @ values - mean * total) / below if below > 1e-9 else 0.0)
    return np.array(found)


def test_gi_star_is_its_formula():
    values = np.random.default_rng(1).gamma(0.5, 4, 49)
    near = neighbours.touching(grid(7))
    assert hotspots.gi_star(values, near) == pytest.approx(plain_gi_star(values, near))


@pytest.mark.long
def test_gi_star_is_what_esda_says():
    """Long only because esda takes five seconds to import."""
    from esda.getisord import G_Local
    from libpysal.weights import WSP

    values = np.random.default_rng(1).gamma(0.5, 4, 49)
    near = neighbours.touching(grid(7))
    z = hotspots.gi_star(values, near)
    weights = WSP(near).to_W(silence_warnings=True)
    other = G_Local(values, weights, transform="B", permutations=0, star=None)
    assert z == pytest.approx(other.Zs)


def test_a_warm_corner_is_found_and_nothing_else():
    values = np.random.default_rng(2).poisson(20, (12, 12)).astype(float)
    values[:3, :3] += 40
    q = hotspots.false_discovery(hotspots.p_values(values.ravel(), neighbours.touching(grid(12)))).reshape(12, 12)
    assert (q[:3, :3] <= 0.05).all()
    assert (q[5:, 5:] > 0.05).all()


def test_chances_are_those_of_all_ways_to_deal_the_values():
    """Seven cells in a row: every way to give the seven values to a cell and its neighbours, counted one by one."""
    values = np.array([9.0, 1.0, 2.0, 2.0, 0.0, 5.0, 4.0])
    row = np.array([box(x, 0, x + 1, 1) for x in range(7)])
    near = neighbours.touching(row)
    found = hotspots.p_values(values, near)
    for cell, members in enumerate(near.toarray() > 0):
        sums = [sum(one) for one in combinations(values, members.sum())]
        wanted = np.mean([total >= values[members].sum() for total in sums])
        assert found[cell] == pytest.approx(wanted, abs=0.01), cell


def test_the_normal_curve_would_see_hot_spots_in_chance():
    """Why chances are counted: of skewed values dealt at random, as activity is, z alone calls several times too many hot."""
    rng = np.random.default_rng(3)
    near = neighbours.nearest(rng.random((200, 2)))
    dealt = rng.gamma(0.3, 1, (20, 200))
    by_curve, counted = norm.sf(hotspots.gi_star(dealt, near)), hotspots.p_values(dealt, near, draws=9_999)
    assert (by_curve < 0.001).mean() > 0.005
    assert (counted < 0.001).mean() < 0.0015
    assert (counted < 0.05).mean() == pytest.approx(0.05, abs=0.01)


def test_false_discoveries_stay_below_their_rate():
    """Nothing but chance in 300 maps: at q = 0.1 a tenth of them may show anything at all, and more only within 1.65 standard errors."""
    rng = np.random.default_rng(4)
    near = neighbours.touching(grid(10))
    dealt = rng.gamma(0.5, 1, (300, 100))
    shown = [(hotspots.false_discovery(p) <= 0.1).any() for p in hotspots.p_values(dealt, near, draws=999)]
    assert 0 < np.mean(shown) <= 0.1 + 1.65 * (0.1 * 0.9 / 300) ** 0.5


@given(st.lists(st.floats(0, 1) | st.just(np.nan), max_size=12))
def test_false_discovery_is_benjamini_and_hochberg(p):
    p = np.array(p, float)
    told = sorted(value for value in p if not np.isnan(value))
    found = hotspots.false_discovery(p)
    for value, q in zip(p, found, strict=True):
        if np.isnan(value):
            assert np.isnan(q)
            continue
        least = min(len(told) / (place + 1) * other for place, other in enumerate(told) if other >= value)
        assert q == pytest.approx(min(least, 1))


def test_islands_equal_values_one_cell_and_the_same_place():
    apart = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1), box(0, 1, 1, 2), box(9, 9, 10, 10)])
    near = neighbours.touching(apart)
    assert near.toarray().astype(int).tolist() == [[1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 0, 1]]
    assert hotspots.gi_star(np.full(4, 7.0), near).tolist() == [0, 0, 0, 0]
    assert hotspots.p_values(np.full(4, 7.0), near).tolist() == [1, 1, 1, 1]
    # An island is as extreme as its own value among all: one in four, and never significant by that alone.
    assert hotspots.p_values(np.array([0.0, 1, 2, 9]), near)[3] == pytest.approx(0.25, abs=0.01)
    assert hotspots.gi_star(np.array([5.0]), neighbours.nearest(np.zeros((1, 2)))).tolist() == [0]
    same = np.array([[0.0, 0.0]] * 3 + [[5.0, 0.0]])
    assert neighbours.nearest(same, 9).nnz == 16


def test_near_shapes_are_neighbours_over_a_gap_and_values_must_fit():
    near = neighbours.touching(np.array([box(0, 0, 1, 1), box(1.01, 0, 2, 1)]), gap=0.02)
    assert near.nnz == 4
    with pytest.raises(ValueError, match="do not fit"):
        hotspots.gi_star(np.ones(3), near)
    with pytest.raises(ValueError, match="finite"):
        hotspots.gi_star(np.array([1, np.nan]), near)
