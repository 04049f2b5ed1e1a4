import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from madang.analysis.methods import maximal_covering_model
from madang.analysis.methods.cover import within
from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.maximal_covering import maximal_covering
from madang.analysis.methods.solution import Leaf, Solution
from madang.analysis.methods.zero_half import odd_set

Floats = NDArray[np.float64]
Near = NDArray[np.bool_]
RADIUS = 0.35


def most(need: Floats, near: Near, p: int, fixed: list[int], forbidden: list[int]) -> float:
    """The slow plain twin: every choice is tried."""
    free = [j for j in range(near.shape[1]) if j not in fixed and j not in forbidden]
    choices = combinations(free, min(p, len(free)))
    return max(float(need[near[:, [*choice, *fixed]].any(axis=1)].sum()) for choice in choices)


def leaf_bound(
    need: Floats,
    near: Near,
    p: int,
    fixed: list[int],
    forbidden: list[int],
    leaf: Leaf,
    cuts: tuple[Sequence[int], ...],
) -> float:
    """L(u, v) as the module says it, in plain loops."""
    u, v = leaf.multipliers[: len(need)], leaf.multipliers[len(need) :]
    assert len(v) == len(cuts)
    assert (leaf.multipliers >= 0).all()
    bound = sum(multiplier * (len(cut) - 1) / 2 for cut, multiplier in zip(cuts, v, strict=True))
    for row in {tuple(row) for row in near}:
        group = [i for i in range(len(need)) if tuple(near[i]) == row]
        less = sum(multiplier * len(set(group) & set(cut)) for cut, multiplier in zip(cuts, v, strict=True))
        bound += max(0.0, sum(need[i] - u[i] for i in group) - less)
    others = []
    for j in range(near.shape[1]):
        saved = u[near[:, j]].sum()
        saved += sum(
            multiplier * math.ceil(near[list(cut), j].sum() / 2) for cut, multiplier in zip(cuts, v, strict=True)
        )
        if j in fixed or j in leaf.opened:
            bound += saved
        elif j not in forbidden and j not in leaf.closed:
            others.append(saved)
    return float(bound + sum(sorted(others, reverse=True)[: p - len(leaf.opened)]))


def certified(solution: Solution, need: Floats, near: Near, p: int, fixed: list[int], forbidden: list[int]) -> None:
    cuts = solution.more["cuts"]
    assert all(len(set(cut.tolist())) == len(cut) and len(cut) % 2 == 1 for cut in cuts)
    bounds = [leaf_bound(need, near, p, fixed, forbidden, leaf, cuts) for leaf in solution.leaves]
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


def test_cuts_prove_what_the_linear_programme_alone_leaves_open() -> None:
    """Twice three points between three sites: three sites in halves would cover all, three whole ones do not."""
    triangle = np.array([[True, True, False], [False, True, True], [True, False, True]])
    near = np.kron(np.eye(2, dtype=bool), triangle)
    need = np.array([2.0, 2.0, 3.0, 2.0, 2.0, 3.0])
    solution = maximal_covering(need, within(from_matrix(np.where(near, 0.0, 1.0)), 0.5), 3)
    assert (solution.objective, solution.bound) == (12.0, 12.0)
    assert {tuple(sorted(cut.tolist())) for cut in solution.more["cuts"]} <= {(0, 1, 2), (3, 4, 5)}
    assert len(solution.more["cuts"]) > 0
    certified(solution, need, near, 3, [], [])


@pytest.mark.parametrize("seed", range(6))
def test_every_odd_set_holds_for_every_choice(seed: int) -> None:
    random = np.random.default_rng(seed)
    near = random.random((9, 7)) < 0.35
    cover = within(from_matrix(np.where(near, 0.0, 1.0)), 0.5)
    for rows in combinations(range(9), 3):
        cut = odd_set(cover, np.array(rows, np.int32))
        for choice in range(2**7):
            opens = np.array([bool(choice >> j & 1) for j in range(7)])
            covered = near[list(rows)][:, opens].any(axis=1).sum()
            assert cut.times @ opens[cut.candidates] >= covered - 1


@pytest.mark.parametrize("seed", range(3))
def test_a_city_is_certified_with_few_leaves(seed: int) -> None:
    random = np.random.default_rng(seed)
    places = random.random((260, 2))
    matrix = np.hypot(*(places[:, None] - places[None, :80]).transpose(2, 0, 1))
    need = random.integers(1, 100, 260).astype(float)
    solution = maximal_covering(need, within(from_matrix(matrix), 0.1), 14)
    assert solution.proved
    bounds = [leaf_bound(need, matrix <= 0.1, 14, [], [], leaf, solution.more["cuts"]) for leaf in solution.leaves]
    assert math.floor(max(bounds) + 1e-3) == solution.objective


def test_a_case_too_large_for_linear_programmes_is_bounded_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maximal_covering_model, "LARGE", 0)
    need, matrix = city(7, 300, 100)
    cover = within(from_matrix(matrix), 0.09)
    rough = maximal_covering(need, cover, 15)
    monkeypatch.undo()
    exact = maximal_covering(need, cover, 15)
    assert exact.proved
    assert 0.98 * exact.objective <= rough.objective <= exact.objective <= rough.bound <= 1.03 * exact.objective
    certified_bound = max(leaf_bound(need, matrix <= 0.09, 15, [], [], leaf, ()) for leaf in rough.leaves)
    assert math.floor(certified_bound + 1e-3) == rough.bound


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
    assert one.more["nodes"] == two.more["nodes"]
    assert all((a.multipliers == b.multipliers).all() for a, b in zip(one.leaves, two.leaves, strict=True))


def test_whoever_hears_how_far_it_is_may_stop_it() -> None:
    need, matrix = city(6, 300, 100)

    def stop(share: float) -> None:
        assert 0 <= share <= 1
        raise InterruptedError

    with pytest.raises(InterruptedError):
        maximal_covering(need, within(from_matrix(matrix), 0.09), 15, tell=stop)


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
