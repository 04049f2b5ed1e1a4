"""Swapped and impossible coordinates are named with their rows."""

import numpy as np
import pytest

from madang.analysis.travel import coordinates

SEOUL = np.array([[126.98, 37.57], [127.03, 37.50], [127.08, 37.65]])
LIVERPOOL = np.array([[-2.98, 53.41], [-2.95, 53.38], [-2.90, 53.43]])


def test_right_ones_pass():
    assert not coordinates.odd_rows("areas", SEOUL).any()
    assert not coordinates.odd_rows("sites", LIVERPOOL + 0.3, around=LIVERPOOL).any()
    assert not coordinates.odd_rows("nobody", np.empty((0, 2))).any()


def test_korean_ones_are_seen_alone():
    with pytest.raises(coordinates.SwappedCoordinates, match="3 of 3 rows") as told:
        coordinates.odd_rows("시설", SEOUL[:, ::-1])
    assert "시설: 3개 행 중 3개 행에서 경도와 위도가 서로 바뀌었습니다" in told.value.text("ko")


def test_british_ones_are_seen_against_the_areas():
    assert not coordinates.odd_rows("sites", LIVERPOOL[:, ::-1]).any()  # nothing impossible: in the Indian Ocean
    with pytest.raises(coordinates.SwappedCoordinates, match="Choose the columns"):
        coordinates.odd_rows("sites", LIVERPOOL[:, ::-1], around=LIVERPOOL)


def test_some_rows_are_told_to_be_left_out():
    places = SEOUL.copy()
    places[1] = places[1, ::-1]
    assert coordinates.odd_rows("sites", places).tolist() == [False, True, False]
    places[2] = [np.nan, 37.5]
    assert coordinates.odd_rows("sites", np.vstack([places, SEOUL])).tolist() == [
        False,
        True,
        False,
        False,
        False,
        False,
    ]


def test_metres_are_no_degrees():
    metres = np.array([[207339.9, 563464.2], [127.0, 37.5], [207339.9, 563464.2]])
    with pytest.raises(
        coordinates.ImpossibleCoordinates,
        match=r"2 of 3 rows .*row 1, 3; the first: 207339.9, 563464.2.* national grid",
    ):
        coordinates.odd_rows("sites", metres)
