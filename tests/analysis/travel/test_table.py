"""A user's table of travel, pair by pair."""

import numpy as np
import pytest

from madang.analysis.travel import from_table
from madang.analysis.travel.table import NoDestinationInCommon, NoOriginInCommon, OddTravel, TwoLengths

POINTS, SITES = ["A", "B", "C"], [1, 2]


def test_pairs_become_lists_and_missing_ones_are_not_reached():
    found = from_table(["A", "A", "B", "Z"], ["2", "1", " 1 ", "1"], [3.0, 9.0, 4.0, 1.0], POINTS, SITES)
    assert found.distances.candidates.tolist() == [[1, 0], [0, -1], [-1, -1]]
    assert found.distances.length[0].tolist() == [3.0, 9.0]
    assert np.isinf(found.distances.length[1, 1])
    assert found.distances.complete
    assert found.unit == "minutes"
    assert found.lost_points.tolist() == [2]
    assert "3 of 6 pairs" in found.said[0]["en"]
    assert "1 rows of it name nothing" in found.said[1]["en"]


def test_units():
    assert from_table(["A"], [1], [1.5], POINTS, SITES, unit="kilometres").distances.length[0, 0] == 1500
    assert from_table(["A"], [1], [90], POINTS, SITES, unit="seconds").distances.length[0, 0] == 1.5


def test_the_nearest_say_what_they_leave_out():
    found = from_table(["A", "A", "B"], [1, 2, 1], [9.0, 3.0, 4.0], POINTS, SITES, nearest=1)
    assert found.distances.candidates.tolist() == [[1], [0], [-1]]
    assert found.distances.beyond.tolist() == [9.0, np.inf, np.inf]


def test_an_empty_length_is_a_missing_pair():
    found = from_table(["A", "A"], [1, 2], [np.nan, 3.0], POINTS, SITES)
    assert found.distances.candidates[0].tolist() == [1]


def test_twice_the_same_is_once_and_two_lengths_are_refused():
    assert from_table(["A", "A"], [1, 1], [2.0, 2.0], POINTS, SITES).distances.length[0].tolist() == [2.0]
    with pytest.raises(TwoLengths, match="from A to 1"):
        from_table(["A", "A"], [1, 1], [2.0, 3.0], POINTS, SITES)


def test_lengths_below_zero_and_other_codes_are_refused():
    with pytest.raises(OddTravel, match="row 2"):
        from_table(["A", "B"], [1, 1], [2.0, -1.0], POINTS, SITES)
    with pytest.raises(NoOriginInCommon, match="the table says 11110, the study A"):
        from_table(["11110"], [1], [2.0], POINTS, SITES)
    with pytest.raises(NoDestinationInCommon):
        from_table(["A"], ["x"], [2.0], POINTS, SITES)
