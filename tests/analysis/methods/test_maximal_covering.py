from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from madang.analysis.methods.cover import within
from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.maximal_covering import maximal_covering
from madang.analysis.methods.solution import Leaf, Solution

Floats = NDArray[np.float64]
Near = NDArray[np.bool_]
RADIUS = 0.35


def most(need: Floats, near: Near, p: int, fixed: list[int], forbidden: list[int]) -> float:
    """The slow plain twin: every choice is tried."""
    free = [j for j in range(near.shape[1]) if j not in fixed and j not in forbidden]
    choices = combinations(free, min(p, len(free)))
    return max(float(need[near[:, [*choice, *fixed]].any(axis=1)].sum()) for choice in choices)


def leaf_bound(need: Floats, near: Near, p: int, fixed: list[int], forbidden: list[int], leaf: Leaf) -> float:
    """L(u) as the module says it, in plain loops."""
    assert len(leaf.multipliers) == len(need)
    assert (leaf.multipliers >= 0).all()
    bound = sum(max(0.0, weight - u) for weight, u in zip(need, leaf.multipliers, strict=True))
    others = []
    for j in range(near.shape[1]):
        saved = leaf.multipliers[near[:, j]].sum()
        if j in fixed or j in leaf.opened:
            bound += saved
        elif j not in forbidden and j not in leaf.closed:
            others.append(saved)
    return float(bound + sum(sorted(others, reverse=True)[: p - len(leaf.opened)]))


def certified(solution: Solution, need: Floats, near: Near, p: int, fixed: list[int], forbidden: list[int]) -> None:
    bounds = [leaf_bound(need, near, p, fixed, forbidden, leaf) for leaf in solution.leaves]
    if solution.more["whole"]:
        bounds = [float(np.floor(bound + 1e-3)) for bound in bounds]
    assert max(*bounds, solution.objective) == pytest.approx(solution.bound)
    free = [j for j in range(near.shape[1]) if j not in fixed and j not in forbidden]
    for choice in combinations(free, min(p, len(free))):
        homes = [leaf for leaf in solution.leaves if set(leaf.opened) <= {*choice} and not {*leaf.closed} & {*choice}]
        assert len(homes) == 1


@pytest.mark.parametrize("seed", range(80))
def test_nothing_covers_more_and_the_leaves_say_so(seed: int) -> None:
    random = np.random.default_rng(seed)
    n, m = random.integers(1, 15), random.integers(1, 9)
    matrix = random.random((n, m))
    need = random.integers(0, 5, n).astype(float) if seed % 2 else random.random(n)
    some = random.permutation(m)
    fixed, forbidden = some[: seed % 3 // 2].tolist(), some[1 : 1 + seed % 2].tolist()
    p = int(random.integers(0, m + 2))
    near = matrix <= RADIUS
    solution = maximal_covering(need, within(from_matrix(matrix), RADIUS), p, fixed=fixed, forbidden=forbidden)
    assert solution.objective == pytest.approx(most(need, near, p, fixed, forbidden))
    assert solution.proved
    assert solution.objective == pytest.approx(need[near[:, solution.sites].any(axis=1)].sum())
    assert set(fixed) <= set(solution.sites.tolist())
    assert not set(forbidden) & set(solution.sites.tolist())
    assert len(solution.sites) == len(fixed) + min(p, m - len(fixed) - len(forbidden))
    certified(solution, need, near, p, fixed, forbidden)


def city(seed: int, points: int, sites: int) -> tuple[Floats, Floats]:
    """Need and distances; a site for every few points, some points twice at one place."""
    random = np.random.default_rng(seed)
    places = random.random((points, 2))
    places[: points // 10] = places[points // 10 : 2 * (points // 10)]
    matrix = np.hypot(*(places[:, None] - places[None, :sites]).transpose(2, 0, 1))
    return random.integers(0, 100, points).astype(float), matrix


@pytest.mark.parametrize(("seed", "p", "radius"), [(1, 5, 0.1), (2, 8, 0.15), (3, 12, 0.08), (4, 3, 0.3)])
def test_as_much_as_plain_highs_finds(seed: int, p: int, radius: float) -> None:
    import highspy

    need, matrix = city(seed, 150, 40)
    highs = highspy.Highs()
    highs.silent()
    opened = [highs.addBinary() for _ in range(40)]
    covered = [highs.addVariable(0, 1) for _ in need]
    highs.addConstr(sum(opened) == p)
    for one, row in zip(covered, matrix <= radius, strict=True):
        highs.addConstr(one <= sum((opened[j] for j in np.flatnonzero(row)), start=0 * opened[0]))
    highs.maximize(sum(weight * one for weight, one in zip(need, covered, strict=True)))
    solution = maximal_covering(need, within(from_matrix(matrix), radius), p)
    assert solution.proved
    assert solution.objective == pytest.approx(highs.getObjectiveValue())


@pytest.mark.long  # eight seconds to import
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_as_much_as_spopt_finds() -> None:
    import pulp
    from spopt.locate import MCLP

    need, matrix = city(5, 100, 30)
    theirs = MCLP.from_cost_matrix(matrix, need, 0.15, 6).solve(pulp.HiGHS(msg=False))
    assert maximal_covering(need, within(from_matrix(matrix), 0.15), 6).objective == theirs.problem.objective.value()


def test_the_same_twice() -> None:
    need, matrix = city(6, 300, 100)
    one, two = (maximal_covering(need, within(from_matrix(matrix), 0.09), 15, seed=3) for _ in range(2))
    assert one.sites.tolist() == two.sites.tolist()
    assert one.more == two.more
    assert all((a.multipliers == b.multipliers).all() for a, b in zip(one.leaves, two.leaves, strict=True))


def test_without_need_nothing_is_covered_and_that_is_proved() -> None:
    solution = maximal_covering(np.zeros(3), within(from_matrix(np.ones((3, 2))), 2.0), 1)
    assert (solution.objective, solution.proved, len(solution.sites)) == (0.0, True, 1)


def test_all_need_at_one_place() -> None:
    need = np.array([0.0, 7.0, 0.0])
    solution = maximal_covering(need, within(from_matrix(np.array([[0.0, 9.0], [9.0, 0.0], [0.0, 9.0]])), 1.0), 1)
    assert (solution.objective, solution.sites.tolist()) == (7.0, [1])


def test_whoever_nobody_reaches_stays_uncovered_with_all_open() -> None:
    solution = maximal_covering(
        np.array([3.0, 4.0]), within(from_matrix(np.array([[0.0, 1.0], [np.inf, 9.0]])), 1.0), 5
    )
    assert (solution.objective, solution.bound, solution.sites.tolist()) == (3.0, 3.0, [0, 1])


def test_standing_sites_do_not_count_to_p_and_their_cover_counts() -> None:
    cover = within(from_matrix(np.array([[0.0, 9.0, 9.0], [9.0, 0.0, 9.0], [9.0, 9.0, 0.0]])), 1.0)
    solution = maximal_covering(np.array([1.0, 2.0, 3.0]), cover, 1, fixed=(0,), forbidden=(2,))
    assert (solution.objective, solution.sites.tolist()) == (3.0, [0, 1])


@pytest.mark.parametrize(("need", "p"), [([-1.0], 1), ([1.0], -1), ([1.0, 1.0], 1)])
def test_what_makes_no_sense_is_refused(need: list[float], p: int) -> None:
    with pytest.raises(ValueError, match="none below 0"):
        maximal_covering(np.array(need), within(from_matrix(np.zeros((1, 1))), 1.0), p)
