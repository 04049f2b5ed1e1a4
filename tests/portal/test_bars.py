"""The bars over a column: their labels, and the filter that each of them means."""

from __future__ import annotations

from itertools import pairwise

import pytest

from madang.portal.dataset.bars import bars
from madang.portal.dataset.sheet_filters import Filter
from madang.query.profile.model import Bin, Column, Frequent


def labels(kind: str, *ends: str | int | float) -> list[str]:
    pairs = list(pairwise(ends))
    made = tuple(Bin(low, high, 5, place == len(pairs) - 1) for place, (low, high) in enumerate(pairs))
    return [bar.label for bar in bars(Column("c", kind, 100, 0, 90, histogram=made))]


@pytest.mark.parametrize(
    ("kind", "ends", "said"),
    [
        ("integer", (0, 10, 20), ["0 – 9", "10 – 20"]),
        ("integer", (1, 2, 1_500), ["1", "2 – 1,500"]),
        ("number", (0.5, 1.0, 2.25), ["0.5 – 1", "1 – 2.25"]),
        ("date", ("2024-01-01", "2025-01-01", "2025-02-03"), ["2024", "2025-01-01 – 02-03"]),
        ("date", ("2020-01-01", "2025-01-01", "2025-02-01", "2025-02-01"), ["2020 – 2024", "2025-01", "2025-02-01"]),
        ("date", ("2024-11-05", "2025-02-01", "2025-05-01", "2025-06-30"), ["2024-11-05 – 2025-01-31", "2025-02 – 04", "2025-05 – 06"]),
        ("date", ("0001-01-01", "9999-12-31"), ["0001-01-01 – 9999-12-31"]),
        ("datetime", ("2026-01-01T00:00:00", "2026-01-01T06:00:00", "2026-01-01T09:30:00"),
         ["2026-01-01 00:00 – 06:00", "2026-01-01 06:00 – 09:30"]),
        ("datetime", ("2025-12-30T10:00:00", "2026-01-01T00:00:00", "2026-02-01T00:00:00", "2026-02-02T05:00:00"),
         ["2025-12-30 – 12-31", "2026-01", "2026-02-01 – 02-02"]),
        ("time", ("00:00:00", "02:00:00", "03:00:00"), ["00:00:00 – 02:00:00", "02:00:00 – 03:00:00"]),
    ],
)  # fmt: skip
def test_ranges_are_said_briefly(kind, ends, said):
    assert labels(kind, *ends) == said


def test_a_bar_is_the_filter_that_counts_the_same_rows():
    whole = bars(Column("n", "integer", 10, 0, 9, histogram=(Bin(0, 5, 4), Bin(5, 9, 6, True))))
    assert [bar.filters for bar in whole] == [(Filter("n", "between", "0..4"),), (Filter("n", "between", "5..9"),)]
    part = bars(Column("n", "number", 10, 0, 9, histogram=(Bin(0.0, 0.5, 4), Bin(0.5, 0.9, 6, True))))
    assert part[0].filters == (Filter("n", "ge", "0.0"), Filter("n", "lt", "0.5"))
    assert part[1].filters == (Filter("n", "ge", "0.5"), Filter("n", "le", "0.9"))


def test_values_are_bars_when_they_are_few():
    few = Column("n", "integer", 10, 0, 2, histogram=(Bin(1, 2, 10, True),), frequent=(Frequent(2, 7), Frequent(1, 3)))
    assert [(bar.label, bar.rows, bar.ordered) for bar in bars(few)] == [("1", 3, False), ("2", 7, False)]
    texts = Column("t", "text", 10, 0, 3, frequent=(Frequent("", 4), Frequent("x" * 200, 3, True), Frequent("y", 3)))
    assert [bar.filters[0].operator for bar in bars(texts)] == ["blank", "begins", "eq"]
    switch = Column("b", "boolean", 10, 0, 2, frequent=(Frequent(True, 6), Frequent(False, 4)))
    assert [bar.filters for bar in bars(switch)] == [(Filter("b", "eq", "true"),), (Filter("b", "eq", "false"),)]


def test_what_has_rows_can_be_seen():
    made = bars(Column("n", "integer", 10_001, 0, 99, histogram=(Bin(0, 5, 10_000), Bin(5, 9, 1), Bin(9, 12, 0, True))))
    assert [bar.height > 0 for bar in made] == [True, True, False]
    assert made[0].length == 100
