"""Measures of evenness against their definitions, person by person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.analysis.methods import equity

AREAS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6)), min_size=1, max_size=12).filter(
    lambda areas: any(people for _, people in areas)
)


def persons(areas):
    """Everybody's value, one entry a person."""
    return np.repeat([value for value, _ in areas], [people for _, people in areas]).astype(float)


def arrays(areas):
    return np.array([value for value, _ in areas], float), np.array([people for _, people in areas], float)


@given(AREAS)
def test_gini_is_the_mean_difference_of_two_people(areas):
    everybody = persons(areas)
    wanted = 0.0
    if everybody.mean() > 0:
        wanted = np.abs(everybody[:, None] - everybody[None, :]).mean() / (2 * everybody.mean())
    assert equity.gini(*arrays(areas)) == pytest.approx(wanted, abs=1e-12)


@given(AREAS, st.sampled_from([0.1, 0.25, 0.5, 1.0]), st.booleans())
def test_the_worst_share_by_hundredths_of_people(areas, share, high_is_bad):
    parts = np.sort(np.repeat(persons(areas), 20))
    worst = parts[::-1] if high_is_bad else parts
    count = round(share * len(parts))
    value, weight = arrays(areas)
    found = equity.worst_share(value, weight, share, high_is_bad=high_is_bad)
    assert found == pytest.approx(worst[:count].mean() if count else worst[0])


@given(AREAS)
def test_the_lorenz_curve_passes_every_person(areas):
    everybody = np.sort(persons(areas))
    curve = equity.lorenz(*arrays(areas))
    assert curve[0].tolist() == [0, 0]
    assert curve[-1] == pytest.approx([1, 1])
    for people, held in curve:
        count = round(people * len(everybody))
        wanted = everybody[:count].sum() / everybody.sum() if everybody.sum() else people
        assert held == pytest.approx(wanted, abs=1e-12)


def test_all_the_same_is_even_and_one_with_all_is_not():
    assert equity.gini(np.full(4, 7.0), np.arange(4.0)) == 0
    assert equity.gini(np.array([0.0, 1.0]), np.array([99.0, 1.0])) == pytest.approx(0.99)


def test_fifths_hold_a_fifth_of_the_people_each():
    score = np.random.default_rng(2).permutation(1000).astype(float)
    weight = np.random.default_rng(3).uniform(1, 5, 1000)
    fifth = equity.fifths(score, weight)
    assert np.bincount(fifth, weight)[1:] / weight.sum() == pytest.approx(np.full(5, 0.2), abs=0.005)
    assert (np.diff(fifth[np.argsort(score)]) >= 0).all()


def test_equal_scores_share_a_fifth():
    assert len(set(equity.fifths(np.zeros(9), np.ones(9)))) == 1
    assert equity.fifths(np.array([0.0, 0.0, 1.0]), np.array([0.0, 0.0, 4.0])).tolist() == [1, 1, 3]


def test_whoever_reaches_nothing_is_not_averaged_away():
    with pytest.raises(ValueError, match="finite"):
        equity.gini(np.array([1.0, np.inf]), np.ones(2))
    assert equity.most(np.array([1.0, np.inf]), np.array([1.0, 0.0])) == 1


def test_nobody_and_odd_weights_are_refused():
    with pytest.raises(ValueError, match="nobody"):
        equity.gini(np.ones(2), np.zeros(2))
    with pytest.raises(ValueError, match="fewer than 0"):
        equity.lorenz(np.ones(2), np.array([1.0, -1.0]))
    with pytest.raises(ValueError, match="below 0"):
        equity.lorenz(np.array([-1.0]), np.ones(1))
