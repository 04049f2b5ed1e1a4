"""The error of area centres, by drawing people in a disc."""

import numpy as np
import pytest
import shapely

from madang.analysis.travel.centres import metres_from_centre, square_metres


def test_a_disc_is_two_thirds_of_its_radius_off():
    draw = np.random.default_rng(1)
    x, y = draw.uniform(-1, 1, (2, 400_000))
    away = np.hypot(x, y)
    assert metres_from_centre(np.array([np.pi * 500.0**2]))[0] == pytest.approx(away[away <= 1].mean() * 500, rel=2e-3)


def test_sizes_are_those_of_the_ellipsoid():
    square = shapely.box(127.0, 37.0, 127.01, 37.01)
    [size] = square_metres(np.array([square]))
    assert size == pytest.approx(889.9 * 1109.8, rel=1e-3)
