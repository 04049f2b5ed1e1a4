"""Swapped and impossible coordinates are named with their rows."""

import numpy as np
import pytest

from madang.analysis.travel import coordinates

SEOUL = np.array([[126.98, 37.57], [127.03, 37.50], [127.08, 37.65]])
LIVERPOOL = np.array([[-2.98, 53.41], [-2.95, 53.38], [-2.90, 53.43]])


def test_right_ones_pass():
    coordinates.check("areas", SEOUL)
    coordinates.check("sites", LIVERPOOL + 0.3, around=LIVERPOOL)


def test_korean_ones_are_seen_alone():
    with pytest.raises(coordinates.SwappedCoordinates, match="3 of 3 rows") as told:
        coordinates.check("시설", SEOUL[:, ::-1])
    assert "시설: 3개 행 중 3개 행에서 경도와 위도가 서로 바뀌었습니다" in told.value.text("ko")


def test_british_ones_are_seen_against_the_areas():
    coordinates.check("sites", LIVERPOOL[:, ::-1])  # nothing impossible: somewhere in the Indian Ocean
    with pytest.raises(coordinates.SwappedCoordinates, match="Choose the columns"):
        coordinates.check("sites", LIVERPOOL[:, ::-1], around=LIVERPOOL)


def test_some_rows_are_named():
    places = SEOUL.copy()
    places[1] = places[1, ::-1]
    with pytest.raises(coordinates.PartlySwappedCoordinates, match=r"1 of 3 rows, not in all \(row 2\)"):
        coordinates.check("sites", places)


def test_metres_and_empty_ones_are_impossible():
    with pytest.raises(coordinates.ImpossibleCoordinates, match=r"2 rows .*row 1, 3"):
        coordinates.check("sites", np.array([[207339.9, 563464.2], [127.0, 37.5], [np.nan, 37.5]]))
