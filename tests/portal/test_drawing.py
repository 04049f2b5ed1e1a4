"""Classes against a slow and plain count; outlines against the shapes they come from."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from madang.portal.figures.drawing import CLASSES, bars, choropleth, class_of, classes

NUMBERS = st.lists(st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6)), min_size=1, max_size=60)


@given(NUMBERS)
def test_every_value_falls_into_the_class_whose_bounds_hold_it(values):
    parts = classes(values)
    assert 1 <= len(parts) <= CLASSES
    assert parts[0][1] == min(values)
    assert parts[-1][2] == max(values)
    for value in values:
        name = class_of(value, parts)
        low, high = next((low, high) for part, low, high in parts if part == name)
        assert low <= value <= high


def test_many_different_values_are_shared_out_evenly():
    parts = classes(list(range(100)))
    counts = [sum(class_of(value, parts) == name for value in range(100)) for name, _, _ in parts]
    assert counts == [20] * 5


def test_a_map_draws_each_area_in_its_class_and_counts_those_without_value():
    squares = [shapely.to_wkb(shapely.box(126 + i, 37, 127 + i, 38)) for i in range(3)]
    drawn = choropleth([*squares, None], [1, 9, None, 5])
    assert drawn is not None
    assert drawn.width == 640
    assert [name for name, _ in drawn.paths] == ["q0", "q1", "qn"]
    assert drawn.without == 1
    assert all(path.count("M") == 1 and path.endswith("Z") for _, path in drawn.paths)


def test_nothing_to_draw_is_said():
    assert choropleth([], []) is None
    assert choropleth([None], [1]) is None


def test_holes_are_drawn_too():
    ring = shapely.to_wkb(shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2)))
    drawn = choropleth([ring], [1])
    assert drawn is not None
    assert drawn.paths[0][1].count("M") == 2


@pytest.mark.parametrize(
    ("pairs", "widths"), [([("a", 4), ("b", 2), ("c", None)], [100, 50]), ([("a", -1)], [0]), ([], [])]
)
def test_bars_are_shares_of_the_longest(pairs, widths):
    assert [bar.width for bar in bars(pairs)] == widths
