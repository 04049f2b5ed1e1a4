from itertools import chain, combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from madang.analysis.methods.cover import within
from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.set_covering import set_covering
from madang.analysis.methods.solution import Infeasible, Leaf, Solution

Floats = NDArray[np.float64]
RADIUS = 0.45


def cheapest(near: NDArray[np.bool_], cost: Floats, fixed: list[int], forbidden: list[int]) -> float:
    """The slow plain twin: every choice is tried."""
    free = [j for j in range(len(cost)) if j not in fixed and j not in forbidden]
    choices = chain.from_iterable(combinations(free, k) for k in range(len(free) + 1))
    return min((cost[list(c)].sum() for c in choices if near[:, [*c, *fixed]].any(axis=1).all()), default=np.inf)


def leaf_bound(near: NDArray[np.bool_], cost: Floats, fixed: list[int], forbidden: list[int], leaf: Leaf) -> float:
    """L(u) as the module says it, in plain loops."""
    assert (leaf.multipliers >= 0).all()
    bound = leaf.multipliers.sum()
    for j in range(len(cost)):
        saved = leaf.multipliers[near[:, j]].sum()
        if j in fixed:
            bound -= saved
        elif j in leaf.opened:
            bound += cost[j] - saved
        elif j not in forbidden and j not in leaf.closed:
            bound += min(0.0, cost[j] - saved)
    return float(bound)


def all_choices_are_in_one_leaf(solution: Solution, candidates: int) -> None:
    for choice in range(2**candidates):
        opens = np.array([bool(choice >> j & 1) for j in range(candidates)])
        homes = [leaf for leaf in solution.leaves if opens[leaf.opened].all() and not opens[leaf.closed].any()]
        assert len(homes) == 1


@pytest.mark.parametrize("seed", range(60))
def test_nothing_cheaper_exists_and_the_leaves_say_so(seed: int) -> None:
    random = np.random.default_rng(seed)
    n, m = random.integers(1, 12), random.integers(1, 9)
    matrix = random.random((n, m))
    near = matrix <= RADIUS
    cost = random.integers(0, 5, m).astype(float) if seed % 2 else random.random(m)
    some = random.permutation(m)
    fixed, forbidden = some[: seed % 3 // 2].tolist(), some[1 : 1 + seed % 2].tolist()
    expected = cheapest(near, cost, fixed, forbidden)
    if expected == np.inf:
        with pytest.raises(Infeasible) as told:
            set_covering(within(from_matrix(matrix), RADIUS), cost, fixed=fixed, forbidden=forbidden)
        allowed = [j for j in range(m) if j not in forbidden]
        assert told.value.shortfall == {"covered points": (~near[:, allowed].any(axis=1)).sum()}
        return
    solution = set_covering(within(from_matrix(matrix), RADIUS), cost, fixed=fixed, forbidden=forbidden)
    assert solution.objective == pytest.approx(expected)
    assert solution.proved
    assert near[:, solution.sites].any(axis=1).all()
    assert set(fixed) <= set(solution.sites.tolist())
    assert not set(forbidden) & set(solution.sites.tolist())
    bounds = [leaf_bound(near, cost, fixed, forbidden, leaf) for leaf in solution.leaves]
    if solution.more["whole"]:
        bounds = [float(np.ceil(bound - 1e-6)) for bound in bounds]
    assert min(*bounds, solution.objective) == pytest.approx(solution.bound)
    all_choices_are_in_one_leaf(solution, m)


def square(seed: int, points: int) -> Floats:
    places = np.random.default_rng(seed).random((points, 2))
    return np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))


@pytest.mark.long  # eight seconds to import
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_as_many_sites_as_spopt_finds() -> None:
    import pulp
    from spopt.locate import LSCP

    matrix = square(5, 60)
    theirs = LSCP.from_cost_matrix(matrix, 0.2).solve(pulp.HiGHS(msg=False))
    ours = set_covering(within(from_matrix(matrix), 0.2), np.ones(60))
    assert ours.objective == sum(variable.value() for variable in theirs.fac_vars)


def test_the_same_twice() -> None:
    cover = within(from_matrix(square(6, 80)), 0.15)
    one, two = (set_covering(cover, np.ones(80)) for _ in range(2))
    assert one.sites.tolist() == two.sites.tolist()
    assert one.more == two.more
    assert all((a.multipliers == b.multipliers).all() for a, b in zip(one.leaves, two.leaves, strict=True))


def test_at_most_ends_as_soon_as_it_is_known() -> None:
    cover = within(from_matrix(square(7, 100)), 0.15)
    fewest = set_covering(cover, np.ones(100)).objective
    assert set_covering(cover, np.ones(100), at_most=fewest).objective <= fewest
    assert set_covering(cover, np.ones(100), at_most=fewest - 1).bound > fewest - 1


def test_all_at_one_place_take_one_site() -> None:
    assert set_covering(within(from_matrix(np.zeros((50, 4))), 0.0), np.ones(4)).sites.tolist() == [0]


def test_standing_sites_cost_nothing() -> None:
    cover = within(from_matrix(np.array([[0.0, 9.0], [0.0, 0.0]])), 1.0)
    solution = set_covering(cover, np.array([5.0, 5.0]), fixed=(0,))
    assert (solution.objective, solution.sites.tolist()) == (0.0, [0])


def test_costs_below_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="none below 0"):
        set_covering(within(from_matrix(np.zeros((1, 1))), 1.0), np.array([-1.0]))
