"""Classes of values: every value in one, breaks between values, colours that can be told apart."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.lib.maps.classes import LARGEST, METHODS, MOST, classes, roundest
from madang.lib.maps.natural import natural_starts

NUMBERS = (
    st.floats(min_value=-1e12, max_value=1e12, allow_nan=False) | st.integers(-5, 5).map(float) | st.just(float("nan"))
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(NUMBERS, max_size=40), st.sampled_from([*METHODS, "own"]), st.integers(-3, 99),
    st.lists(st.floats(-100, 100), max_size=9), st.none() | st.floats(-10, 10),
)  # fmt: skip
def test_every_value_has_a_class_and_counts_add_up(numbers, method, count, own, centre):
    values = np.array(numbers, dtype=float)
    found = classes(values, method, count, own, centre)
    known = values[~np.isnan(values)]
    assert sum(found.counts) == len(known)
    assert found.without == len(values) - len(known)
    assert len(found) <= MOST
    assert list(found.edges) == sorted(found.edges)
    at = found.of(values)
    assert ((at >= 0) == ~np.isnan(values)).all()
    assert np.bincount(at[at >= 0], minlength=len(found)).tolist() == list(found.counts)
    for place, value in zip(at[at >= 0], known, strict=True):
        low, high = found.edges[place], found.edges[place + 1]
        assert low <= value <= high or method == "own"


def test_classes_as_people_expect_them():
    values = np.arange(1, 101, dtype=float)
    assert classes(values, "quantiles", 4).counts == (25, 25, 25, 25)
    assert classes(values, "equal", 3).edges == (1, 34, 67, 100)
    assert classes(values, "pretty", 5).edges == (0, 20, 40, 60, 80, 100)
    assert classes(values, "own", own=[10, 50]).counts == (9, 40, 51)
    turned = classes(values - 50, "quantiles", 4, centre=0.0)
    assert (turned.turn, turned.counts[:2], sum(turned.counts[2:])) == (2, (24, 25), 51)


def test_what_is_no_number_or_too_large_is_no_value():
    found = classes(np.array([np.nan, np.inf, -np.inf, LARGEST, -LARGEST, 1.0, 2.0]))
    assert (sum(found.counts), found.without) == (2, 5)
    assert len(classes(np.array([np.nan]))) == 0
    assert classes(np.array([7.0, 7.0])).counts == (2,)


def spread(parts):
    return sum(float(((np.array(part) - np.mean(part)) ** 2).sum()) for part in parts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=3, max_size=9), st.integers(2, 4))
def test_natural_breaks_are_the_best_of_all_divisions(numbers, count):
    """Slow and plain: every division of the values is tried."""
    known = np.sort(np.array(numbers, dtype=float))
    count = min(count, len(set(numbers)))
    starts = [0, *natural_starts(known, count), len(known)]
    ours = spread(known[a:b] for a, b in itertools.pairwise(starts))
    best = min(
        spread(known[a:b] for a, b in itertools.pairwise([0, *cuts, len(known)]))
        for cuts in itertools.combinations(range(1, len(known)), count - 1)
    )
    assert ours == pytest.approx(best, abs=1e-9)


def test_natural_breaks_of_a_million_values_are_found_with_bounded_work():
    rng = np.random.default_rng(7)
    values = np.concatenate([rng.normal(middle, 1, 100_000) for middle in (0, 50, 200)])
    found = classes(values, "natural", 3)
    assert found.counts == (100_000, 100_000, 100_000)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [(0.8, 1.3, 1), (17_433, 17_912, 17_500), (-3, 2, 0), (-18.2, -11.9, -15), (99, 101, 100), (5, 5.0001, 5.0001)],
)  # fmt: skip
def test_the_roundest_number_between_two_values(low, high, found):
    assert roundest(low, high) == found
