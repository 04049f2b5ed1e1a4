"""A city as a plane, judged by lines over the ellipsoid."""

import numpy as np
import pytest

from madang.analysis.travel import straight
from madang.analysis.travel.plane import Plane


@pytest.mark.parametrize("city", [(126.98, 37.56), (-2.98, 53.41), (0.0, 0.0)])
def test_lengths_across_a_city_are_those_over_the_ellipsoid(city):
    places = np.array(city) + np.random.default_rng(1).uniform(-0.1, 0.1, (40, 2))
    plane = Plane.around(places)
    xy = plane.metres(places)
    found = straight(places, places, 1.0)
    between = np.hypot(*(xy[:, None] - xy[found.candidates]).transpose(2, 0, 1))
    assert between == pytest.approx(found.length, rel=3e-3, abs=1e-6)
    assert plane.degrees(xy) == pytest.approx(places)
