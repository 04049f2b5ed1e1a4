"""Rows of totals: found by their words, and by arithmetic where a table is small enough to be one of statistics."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from madang.ingest.shape.furniture import Furniture
from madang.ingest.shape.totals import Totals, sums

NONE = float("nan")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([[61, 13], [11, 2], [20, 4], [30, 7]], [0]),
        ([[11, 2], [20, 4], [30, 7], [61, 13]], [3]),
        ([[110], [200], [155], [465]], [3]),
        ([[1], [2], [3], [7]], []),
        ([[11, 1], [20, 5], [4, 9], [35, 15], [5, 7], [6, 8], [1, 1], [12, 16], [47, 31]], [3, 7, 8]),
        ([[1, 10], [2, 20], [3, 30], [4, 40], [5, 50]], []),
        ([[11.5, NONE], [20.25, 4], [NONE, 9], [31.75, 13]], [3]),
        ([[11, 2], [20, 4], [30, 7], [62, 13.5]], []),
        ([[0, 0], [0, 0], [0, 0], [0, 0], [0, 0]], []),
    ],
    ids=["top", "bottom", "one column", "too small", "groups", "counting", "blanks", "nearly", "zeros"],
)
def test_sums_of_other_rows(rows, found):
    assert sums(np.array(rows, float)) == found


def test_random_numbers_are_seldom_sums():
    """Two columns of counts agree by accident in fewer than one table of fifty."""
    luck = np.random.default_rng(5)
    tables = [luck.integers(0, 300, (25, 2)).astype(float) for _ in range(300)]
    assert sum(bool(sums(table)) for table in tables) <= 6


def noted(rows: list[tuple[str, ...]]) -> list[tuple[int, str]]:
    """Lines and labels of the total rows of a table of text, whose first row stands in line 2."""
    columns = {f"c{at}": [row[at - 1] for row in rows] for at in range(1, len(rows[0]) + 1)}
    totals, furniture = Totals(), Furniture()
    totals.look(pa.table({**columns, "line": range(2, len(rows) + 2)}))
    totals.note(furniture)
    return [(entry["line"], entry["text"]) for entry in furniture.entries]


def test_a_total_row_without_a_word_for_it_is_found_by_its_numbers():
    """The city stands above its districts, as in the files of Seoul; thousands are separated."""
    rows = [
        ("서울시", "3,060", "1,400"),
        ("종로구", "1,000", "500"),
        ("중구", "1,050", "450"),
        ("용산구", "1,010", "450"),
    ]
    assert noted(rows) == [(2, "서울시")]


def test_a_word_for_a_total_is_enough():
    assert noted([("종로구", "1"), ("합계", "7"), ("중구", "2"), (" Total ", "9")]) == [(3, "합계"), (5, " Total ")]


def test_a_word_in_every_row_is_a_label():
    assert noted([("합계", "종로구", "1"), ("합계", "중구", "2"), ("합계", "용산구", "9")]) == []
