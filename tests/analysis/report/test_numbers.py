"""Numbers are written one way."""

from __future__ import annotations

import math

import pytest

from madang.analysis.report import numbers


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1234567, 0, "1,234,567"), (1234.5, 1, "1,234.5"), (0.0004, 2, "0.00"), (-0.0004, 2, "0.00"), (-1234.5, 1, "-1,234.5"),
        (None, 0, "–"), (math.nan, 2, "–"), (math.inf, 0, "∞"), (-math.inf, 0, "-∞"), (1e300, 0, "1e+300"), (-0.0, 0, "0"),
    ],
)  # fmt: skip
def test_written(value: float | None, digits: int, expected: str) -> None:
    assert numbers.written(value, digits) == expected


def test_years_are_not_grouped() -> None:
    assert numbers.written(2026, plain=True) == "2026"


def test_shares() -> None:
    assert numbers.share(0.25) == "25.0 %"
    assert numbers.share(None) == "–"


@pytest.mark.parametrize(
    ("values", "digits"),
    [([1, 2.0], 0), ([512.3, 2.0], 1), ([1.25, 3], 2), ([0.5], 3), ([], 0), ([None, math.nan], 0), ([1e300], 0)],
)
def test_digits_of_a_column(values: list[float | None], digits: int) -> None:
    assert numbers.digits_of(values) == digits
