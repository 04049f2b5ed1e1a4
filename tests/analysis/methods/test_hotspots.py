"""Gi* against its definition and against esda; chances counted; false discoveries held."""

import numpy as np
import pytest
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
