"""Capacitated siting against trying every choice and every assignment, and its leaves against what they claim."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from madang.analysis.methods.capacitated import capacitated_covering, capacitated_p_median
from madang.analysis.methods.solution import Infeasible, NoneFound

INSTANCES = Path(__file__).resolve().parents[4] / "shared/data/benchmarks/cpmp"


def a_case(seed: int):
    draw = np.random.default_rng(seed)
    n, m = 6, 5
    points, candidates = draw.random((n, 2)) * 100, draw.random((m, 2)) * 100
    matrix = np.hypot(*(points[:, None] - candidates[None]).transpose(2, 0, 1)).round()
    need = draw.integers(0 if seed % 3 else 1, 6, n).astype(float)
    return need, matrix, draw.integers(4, 14, m).astype(float)


def every_assignment(need, matrix, capacity, p, fixed, left):
    """The least cost of all assignments, by trying every one; infinite if none has room."""
    n, m = matrix.shape
    free = [j for j in range(m) if j not in fixed]
    best = np.inf
    for chosen in itertools.combinations(free, min(p, len(free))):
        places = [*fixed, *chosen, *([-1] if np.isfinite(left).all() else [])]
        for to in itertools.product(places, repeat=n):
            used = np.zeros(m)
            total = 0.0
            for i, j in enumerate(to):
                total += left[i] if j < 0 else matrix[i, j]
                used[j] += need[i] if j >= 0 else 0.0
            if (used <= capacity).all():
                best = min(best, total)
    return best


@pytest.mark.parametrize("seed", range(12))
def test_the_p_median_is_that_of_trying_everything(seed):
    need, matrix, capacity = a_case(seed)
    fixed = (0,) if seed % 4 == 3 else ()
    best = every_assignment(need, matrix * need[:, None], capacity, 2, fixed, np.full(len(need), np.inf))
    if np.isinf(best):
        with pytest.raises(Infeasible):
            capacitated_p_median(need, matrix, capacity, 2, fixed=fixed, seconds=10)
        return
    found = capacitated_p_median(need, matrix, capacity, 2, fixed=fixed, seconds=10)
    assert found.objective == pytest.approx(best)
    assert found.proved
    used = np.bincount(found.assignment, weights=need, minlength=len(capacity))
    assert (used <= capacity).all()
    assert set(found.assignment) <= set(found.sites)
    assert found.bound == pytest.approx(
        min(found.objective, min(proved_by(leaf, need, matrix, capacity, 2, fixed) for leaf in found.leaves))
    )


def proved_by(leaf, need, matrix, capacity, p, fixed):
    """The bound of a leaf in plain words: every knapsack by trying all its subsets."""
    cost = matrix * need[:, None]
    for point, barred in leaf.barred:
        cost[point, barred[barred < len(capacity)]] = np.inf
    value = [best_knapsack(cost[:, j] - leaf.multipliers, need, capacity[j]) for j in range(len(capacity))]
    opened = sorted({*leaf.opened, *fixed})
    rest = sorted(value[j] for j in range(len(capacity)) if j not in opened and j not in leaf.closed)
    return leaf.multipliers.sum() + sum(value[j] for j in opened) + sum(rest[: p - len(set(leaf.opened) - set(fixed))])


def best_knapsack(price, need, room):
    best = 0.0
    for taken in itertools.product((False, True), repeat=len(price)):
        chosen = np.array(taken)
        if need[chosen].sum() <= room:
            best = min(best, price[chosen].sum())
    return best


@pytest.mark.parametrize("seed", range(8))
def test_covering_is_that_of_trying_everything(seed):
    need, matrix, capacity = a_case(seed)
    best = every_assignment(need, np.where(matrix <= 40, 0.0, np.inf), capacity, 2, (), need)
    found = capacitated_covering(need, matrix, 40.0, capacity, 2, seconds=10)
    assert found.objective == pytest.approx(need.sum() - best)
    assert found.proved
    assert found.objective == pytest.approx(need[found.assignment >= 0].sum())
    assert (matrix[np.flatnonzero(found.assignment >= 0), found.assignment[found.assignment >= 0]] <= 40).all()


@pytest.mark.parametrize("seed", range(20))
def test_it_is_so_for_odd_cases(seed):
    """Nobody's way costs, rooms too small, no site at all, most of them forbidden: infeasible only where trying everything finds none."""
    draw = np.random.default_rng(seed)
    n, m, p = int(draw.integers(2, 6)), 3, int(draw.integers(0, 4))
    matrix = draw.integers(0, 3, (n, m)) * 10.0 if seed % 2 else np.zeros((n, m))
    need, capacity = draw.integers(0, 6, n).astype(float), draw.integers(0, 9, m).astype(float)
    closed = tuple(int(j) for j in np.flatnonzero(draw.random(m) < 0.3))
    usable = np.where(np.isin(np.arange(m), closed), 0.0, capacity)
    cost = matrix * need[:, None]
    least = every_assignment(need, np.where(matrix <= 10, 0.0, np.inf), usable, p, (), need)
    found = capacitated_covering(need, matrix, 10.0, capacity, p, forbidden=closed, seconds=5)
    assert found.objective == pytest.approx(need.sum() - least)
    assert found.proved
    if not np.isfinite(every_with_idle_out(need, cost, usable, p)):
        with pytest.raises(Infeasible) as no:
            capacitated_p_median(need, matrix, capacity, p, forbidden=closed, seconds=5)
        assert min(no.value.shortfall.values()) > 0
    else:
        found = capacitated_p_median(need, matrix, capacity, p, forbidden=closed, seconds=5)
        assert found.objective == pytest.approx(every_with_idle_out(need, cost, usable, p))


def every_with_idle_out(need, cost, capacity, p):
    """As `every_assignment`, of the points that need anything."""
    some = need > 0
    return every_assignment(need[some], cost[some], capacity, p, (), np.full(int(some.sum()), np.inf))


def test_infeasible_is_proved_not_guessed():
    with pytest.raises(Infeasible) as no:  # enough room in sum, and for each alone, but never for all
        capacitated_p_median(np.full(4, 3.0), np.ones((4, 3)), np.array([5.0, 4.0, 4.0]), 3)
    assert no.value.shortfall == {"assignment": pytest.approx(3.0)}
    with pytest.raises(NoneFound, match="0 seconds"):
        capacitated_p_median(*a_hard_fit(), seconds=0)


def a_hard_fit():
    """Needs that fill three sites to the last, which no short look finds."""
    draw = np.random.default_rng(2)
    parts = [np.diff(np.sort(np.concatenate(([0, 1000], draw.integers(1, 1000, 6))))) for _ in range(3)]
    need = draw.permutation(np.concatenate(parts)).astype(float)
    return need, np.ones((len(need), 3)), 1000.0, 3


def test_what_has_no_room_is_named():
    need, matrix = np.array([5.0, 5.0, 5.0]), np.ones((3, 3))
    with pytest.raises(Infeasible) as no:
        capacitated_p_median(need, matrix, 6.0, 2)
    assert no.value.shortfall == {"capacity": 3.0}
    with pytest.raises(Infeasible) as no:
        capacitated_p_median(need, matrix, 4.0, 3)
    assert no.value.shortfall == {"capacity": 3.0, "largest need": 1.0}
    matrix[1] = np.inf
    with pytest.raises(Infeasible) as no:
        capacitated_p_median(need, matrix, 9.0, 2)
    assert no.value.shortfall == {"unreachable": 5.0}
    assert no.value.where == {"unreachable": (1,)}


def test_odd_inputs():
    need, matrix = np.array([2.0, 0.0, 3.0, 3.0]), np.zeros((4, 3))
    assert capacitated_p_median(need, matrix, 8.0, 9).objective == 0.0  # all in one place, more sites than candidates
    assert capacitated_p_median(np.zeros(4), np.ones((4, 3)), 1.0, 1).objective == 0.0  # nobody needs anything
    first, second = (capacitated_p_median(*a_case(5), 3, seed=4) for _ in range(2))
    assert (first.assignment == second.assignment).all()
    assert first.bound == second.bound


@pytest.mark.long
@pytest.mark.skipif(not INSTANCES.is_dir(), reason="the instances of OR-Library are not at hand")
@pytest.mark.parametrize("number", range(1, 11))
def test_published_optima_are_reached_and_proved(number):
    words = (INSTANCES / f"pmedcap1_{number}.txt").read_text().split()
    n, p, capacity = (int(word) for word in words[2:5])
    rows = np.array(words[5 : 5 + 4 * n], float).reshape(n, 4)
    matrix = np.floor(np.hypot(*(rows[:, None, axis] - rows[None, :, axis] for axis in (1, 2))))
    found = capacitated_p_median(rows[:, 3], matrix, capacity, p, weight=np.ones(n), seconds=200)
    assert found.objective == float(words[1])
    assert found.proved
