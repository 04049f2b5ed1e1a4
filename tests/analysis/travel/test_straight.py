"""Straight lines against PROJ's geodesic, and lists of the nearest against all of them."""

import numpy as np
import pyproj
import pytest

from madang.analysis.travel import straight


def places(count: int, seed: int, around=(127.0, 37.5), degrees=0.3) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-degrees, degrees, (count, 2)) + np.array(around)


def geodesic(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Metres (n, m) on the ellipsoid, one pair at a time."""
    geod = pyproj.Geod(ellps="WGS84")
    return np.array([[geod.inv(*a, *b)[2] for b in there] for a in here])


@pytest.mark.parametrize("around", [(127.0, 37.5), (-2.98, 53.4), (179.9, -40.0), (25.0, 69.0)])
def test_lengths_are_geodesics_within_one_in_a_hundred_thousand(around):
    points, candidates = places(12, 1, around), places(9, 2, around)
    found = straight(points, candidates, factor=1.0)
    wanted = geodesic(points, candidates)
    assert np.take_along_axis(wanted, found.candidates, axis=1) == pytest.approx(found.length, rel=1e-5, abs=0.01)
    assert (np.diff(found.length, axis=1) >= 0).all()
    assert found.complete


def test_the_factor_multiplies():
    points, candidates = places(5, 1), places(4, 2)
    assert straight(points, candidates, 1.3).length == pytest.approx(straight(points, candidates, 1.0).length * 1.3)


def test_the_nearest_are_the_head_of_all_and_beyond_is_the_first_left_out():
    points, candidates = places(200, 3), places(60, 4)
    whole, some = straight(points, candidates), straight(points, candidates, nearest=7)
    assert (some.candidates == whole.candidates[:, :7]).all()
    assert some.length == pytest.approx(whole.length[:, :7])
    assert some.beyond == pytest.approx(whole.length[:, 7])
    assert not some.complete


def test_as_many_as_there_are_leave_nothing_out():
    found = straight(places(5, 1), places(4, 2), nearest=4)
    assert found.complete
    assert found.candidates.shape == (5, 4)


def test_candidates_at_one_place_come_by_their_number():
    candidates = np.repeat(places(3, 5), 3, axis=0)
    found = straight(places(20, 6), candidates, nearest=6)
    assert (found.candidates % 3 == np.tile([0, 1, 2], (20, 2))).all()


def test_a_point_at_a_candidate_is_there():
    here = places(3, 7)
    assert straight(here, here, nearest=1).length == pytest.approx(0.0, abs=1e-6)


def test_nobody_and_no_candidates():
    assert straight(places(0, 1), places(3, 2)).candidates.shape == (0, 3)
    assert straight(places(2, 1), places(0, 2)).candidates.shape == (2, 0)


@pytest.mark.long
def test_a_hundred_thousand_points_among_ten_thousand_candidates():
    points, candidates = places(100_000, 8), places(10_000, 9)
    found = straight(points, candidates, nearest=50)
    some = slice(None, None, 5_000)
    whole = straight(points[some], candidates)
    assert (found.candidates[some] == whole.candidates[:, :50]).all()
    assert found.beyond[some] == pytest.approx(whole.length[:, 50])
