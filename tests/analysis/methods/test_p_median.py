"""p-median: beside brute force, beside other programs, and its proof recomputed by plain code."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from madang.analysis.methods.distances import Distances, from_matrix
from madang.analysis.methods.p_median import p_median
from madang.analysis.methods.solution import Infeasible, Solution

SEEDS = range(12)


def instance(seed: int) -> tuple[np.ndarray, np.ndarray, int, list[int], list[int]]:
    """Need (some of it zero), matrix (whole numbers half of the time, some points twice), p, fixed and forbidden candidates."""
    r = np.random.default_rng(seed)
    n, m = r.integers(3, 30), r.integers(4, 11)
    points, sites = r.random((n, 2)) * 100, r.random((m, 2)) * 100
    points[n // 2] = points[0]
    sites[-1] = sites[0]
    matrix = np.hypot(*(points[:, None] - sites[None]).transpose(2, 0, 1))
    need = r.integers(0, 4, n).astype(float)
    need[0] = 1
    some = r.permutation(m)
    return (
        need,
        np.rint(matrix) if seed % 2 else matrix,
        int(r.integers(1, 5)),
        list(some[: seed % 3]),
        list(some[3 : 3 + seed % 2]),
    )


def brute(need, matrix, p, fixed=(), forbidden=()) -> float:
    free = [j for j in range(matrix.shape[1]) if j not in set(fixed) | set(forbidden)]
    return min(
        float((need * matrix[:, [*fixed, *chosen]].min(axis=1)).sum())
        for chosen in combinations(free, min(p, len(free)))
    )


def lowest_bound(found: Solution, need, matrix, p, fixed=(), forbidden=(), beyond=None) -> float:
    """The formula of the docstring in plain numpy; checks on the way that the leaves divide all choices."""
    cost, count = need[:, None] * matrix, matrix.shape[1]
    free = count - len(set(fixed) | set(forbidden))
    bounds = []
    for leaf in found.leaves:
        assert beyond is None or (leaf.multipliers <= need * beyond).all()
        with np.errstate(invalid="ignore"):
            reduced = np.minimum(0, np.nan_to_num(cost, nan=0.0, posinf=np.inf) - leaf.multipliers[:, None])[
                need > 0
            ].sum(axis=0)
        opened = np.union1d(leaf.opened, fixed).astype(int)
        left = np.setdiff1d(np.arange(count), np.concatenate((opened, leaf.closed, forbidden)))
        q = min(p, free) - len(np.setdiff1d(opened, fixed))
        assert 0 <= q <= len(left)
        bounds.append(leaf.multipliers.sum() + reduced[opened].sum() + np.sort(reduced[left])[:q].sum())
    divided([(set(leaf.opened.tolist()), set(leaf.closed.tolist())) for leaf in found.leaves])
    lowest = min(bounds)
    return min(np.ceil(lowest - 1e-6) if found.more.get("step") else lowest, found.objective)


def divided(parts: list[tuple[set, set]]) -> None:
    """Fails unless the parts come from cutting all choices again and again by one candidate, open or closed."""
    while True:
        if len(parts) == 1 and not parts[0][0] and not parts[0][1]:
            return
        on = [opened | closed for opened, closed in parts]
        by = set.intersection(*on)
        assert by, "no candidate cuts this part"
        j = min(by)
        halves = [[part for part in parts if j in part[side]] for side in (0, 1)]
        assert all(halves), "half of the choices is missing"
        for half, side in zip(halves, (0, 1), strict=True):
            rest = [tuple(group - {j} for group in part) for part in half]
            if side == 0:
                divided(rest)
        parts = [(opened - {j}, closed - {j}) for opened, closed in halves[1]]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_of_all_choices_with_a_proof_that_plain_code_recomputes(seed):
    need, matrix, p, fixed, forbidden = instance(seed)
    found = p_median(need, from_matrix(matrix), p, fixed=fixed, forbidden=forbidden, seed=seed)
    assert found.objective == pytest.approx(brute(need, matrix, p, fixed, forbidden), rel=1e-12)
    assert found.proved
    assert set(fixed) <= set(found.sites.tolist())
    assert not set(forbidden) & set(found.sites.tolist())
    assert found.objective == pytest.approx(float((need * matrix[np.arange(len(need)), found.assignment]).sum()))
    assert found.bound == pytest.approx(lowest_bound(found, need, matrix, p, fixed, forbidden), rel=1e-9)


def test_all_candidates_open_when_p_reaches_their_number():
    need, matrix, _, _, _ = instance(3)
    found = p_median(need, from_matrix(matrix), 99, forbidden=[1])
    assert found.sites.tolist() == [j for j in range(matrix.shape[1]) if j != 1]
    assert found.proved
    assert found.bound == pytest.approx(lowest_bound(found, need, matrix, 99, (), [1]))


def test_all_need_in_one_place_or_none_at_all():
    matrix = instance(4)[1]
    need = np.zeros(len(matrix))
    assert p_median(need, from_matrix(matrix), 2).objective == 0
    need[1] = 5
    found = p_median(need, from_matrix(matrix), 1)
    assert found.sites.tolist() == [int(matrix[1].argmin())]
    assert found.proved


def test_what_nobody_reaches_is_named_with_its_need():
    matrix = instance(5)[1]
    matrix[2] = np.inf
    need = np.ones(len(matrix))
    need[2] = 7
    with pytest.raises(Infeasible) as error:
        p_median(need, from_matrix(matrix), 2)
    assert error.value.shortfall == {"unreachable": 7.0}
    need[2] = 0
    found = p_median(need, from_matrix(matrix), 2)
    assert found.proved
    assert found.assignment[2] == -1


def test_short_rows_still_bound_what_they_leave_out():
    need, matrix, p, _, _ = instance(8)
    whole = from_matrix(matrix)
    short = Distances(
        whole.candidates[:, :3].copy(), whole.length[:, :3].copy(), whole.length[:, 3].copy(), whole.count
    )
    try:
        found = p_median(need, short, p + 2)
    except Infeasible:
        pytest.skip("three nearest reach too little")
    assert found.bound <= brute(need, matrix, p + 2) + 1e-9
    assert found.bound == pytest.approx(lowest_bound(found, need, matrix, p + 2, beyond=short.beyond))


def test_the_same_seed_gives_the_same_result():
    need, matrix, p, fixed, _ = instance(9)
    one, other = (p_median(need, from_matrix(matrix), p, fixed=fixed, seed=5) for _ in range(2))
    assert one.sites.tolist() == other.sites.tolist()
    assert (one.objective, one.bound, len(one.leaves)) == (other.objective, other.bound, len(other.leaves))


def test_time_that_runs_out_leaves_an_honest_bound():
    need, matrix, p, _, _ = instance(10)
    found = p_median(need, from_matrix(matrix), p, seconds=0.0)
    assert found.more["stopped"] == "time"
    assert found.bound <= brute(need, matrix, p) + 1e-9 <= found.objective + 2e-9
    assert found.bound == pytest.approx(lowest_bound(found, need, matrix, p))


def test_it_can_be_cancelled():
    class Cancelled(Exception):
        pass

    def tell(share: float) -> None:
        raise Cancelled

    need, matrix, p, _, _ = instance(6)
    with pytest.raises(Cancelled):
        p_median(need, from_matrix(matrix), p, tell=tell)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_spopt_and_pbp_agree():
    pulp = pytest.importorskip("pulp")
    locate = pytest.importorskip("spopt.locate")
    pbp = pytest.importorskip("pbp_pmedian")
    need, matrix, p, _, _ = instance(7)
    ours = p_median(need, from_matrix(matrix), p).objective
    model = locate.PMedian.from_cost_matrix(matrix, need, p).solve(pulp.HiGHS(msg=False), results=False)
    assert ours == pytest.approx(model.problem.objective.value())
    assert ours == pytest.approx(pbp.solve((need[:, None] * matrix).T.copy(), p=p)[0])
