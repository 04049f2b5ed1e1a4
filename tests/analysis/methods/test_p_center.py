"""p-center and centdian: beside brute force over all choices, and their proofs recomputed by plain code."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from madang.analysis.methods.centdian import centdian
from madang.analysis.methods.distances import Distances, from_matrix
from madang.analysis.methods.p_center import p_center
from madang.analysis.methods.solution import Infeasible
from tests.analysis.methods.test_p_median import brute as least_cost
from tests.analysis.methods.test_p_median import divided, instance, lowest_bound


def brute(value, matrix, p, fixed=(), forbidden=()) -> float:
    free = [j for j in range(matrix.shape[1]) if j not in set(fixed) | set(forbidden)]
    return min(value(matrix[:, [*fixed, *chosen]].min(axis=1)) for chosen in combinations(free, min(p, len(free))))


def refuted(found, need, matrix, p, fixed, forbidden) -> bool:
    """Whether the leaves prove that p sites are too few within `more["radius"]`: the formula of `set_covering`, plainly."""
    near = (matrix <= found.more["radius"]) & (need > 0)[:, None]
    divided([(set(leaf.opened.tolist()), set(leaf.closed.tolist())) for leaf in found.leaves])
    for leaf in found.leaves:
        bound = leaf.multipliers.sum()
        for j in range(matrix.shape[1]):
            paid = (leaf.multipliers * near[:, j]).sum()
            if j in fixed:
                bound -= paid
            elif j in leaf.opened:
                bound += 1 - paid
            elif j not in leaf.closed and j not in forbidden:
                bound += min(0.0, 1 - paid)
        if np.ceil(bound - 1e-3) <= p:
            return False
    return True


@pytest.mark.parametrize("seed", range(12))
def test_the_least_radius_of_all_choices_with_its_proof(seed):
    need, matrix, p, fixed, forbidden = instance(seed)
    found = p_center(from_matrix(matrix), p, need=need, fixed=fixed, forbidden=forbidden)
    assert found.objective == brute(lambda low: low[need > 0].max(), matrix, p, fixed, forbidden)
    assert found.proved
    assert set(fixed) <= set(found.sites.tolist())
    assert len(set(found.sites.tolist()) - set(fixed)) <= p
    assert matrix[np.arange(len(need)), found.assignment][need > 0].max() == found.objective
    assert refuted(found, need, matrix, p, fixed, forbidden)
    allowed = np.delete(matrix[need > 0], forbidden, axis=1)
    assert found.bound == allowed[allowed > found.more["radius"]].min()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8, 1.0])
@pytest.mark.parametrize("seed", [0, 3, 8])
def test_the_best_mix_of_all_choices_with_its_proof(seed, share):
    need, matrix, p, fixed, forbidden = instance(seed)

    def value(low):
        return share * low[need > 0].max() + (1 - share) * (need * low).sum() / need.sum()

    found = centdian(need, from_matrix(matrix), p, share, fixed=fixed, forbidden=forbidden)
    assert found.objective == pytest.approx(brute(value, matrix, p, fixed, forbidden))
    assert found.proved
    assert value(matrix[:, found.sites].min(axis=1)) == pytest.approx(found.objective)
    assert refuted(found.more["center"], need, matrix, p, fixed, forbidden)
    assert found.bound == pytest.approx(pieces_bound(found, need, matrix, p, share, fixed, forbidden))


def pieces_bound(found, need, matrix, p, share, fixed, forbidden) -> float:
    """The lowest bound of the pieces, which leave no distance above the refuted radius out."""
    pieces, start, bounds = sorted(found.more["pieces"], key=lambda piece: piece["least"]), {}, [found.objective]
    at = 0
    for piece in found.more["pieces"]:
        start[piece["least"]] = at
        at += piece["leaves"]
    assert at == len(found.leaves)
    lengths = np.unique(matrix[need > 0])
    lengths = lengths[lengths >= found.more["center"].bound]
    assert [length for piece in pieces for length in lengths if piece["least"] <= length <= piece["most"]] == list(
        lengths
    )
    for piece in pieces:
        inside = np.where(matrix <= piece["most"], matrix, np.inf)
        leaves = found.leaves[start[piece["least"]] : start[piece["least"]] + piece["leaves"]]
        part = type(found)("min", found.sites, np.inf, 0.0, 0.0, leaves=leaves)
        median = lowest_bound(part, need, inside, p, fixed, forbidden)
        bounds.append(share * piece["least"] + (1 - share) * median / need.sum())
    return min(bounds)


def test_a_share_of_nothing_is_the_median():
    need, matrix, p, _, _ = instance(2)
    found = centdian(need, from_matrix(matrix), p, 0.0)
    assert found.objective == pytest.approx(least_cost(need, matrix, p) / need.sum())


def test_what_nobody_reaches_and_too_few_sites_are_named():
    matrix = np.full((4, 4), np.inf)
    np.fill_diagonal(matrix, 1.0)
    with pytest.raises(Infeasible) as error:
        p_center(from_matrix(matrix), 3)
    assert error.value.shortfall == {"sites": 1.0}
    matrix[0] = np.inf
    with pytest.raises(Infeasible) as error:
        p_center(from_matrix(matrix), 3)
    assert error.value.shortfall == {"unreachable": 1.0}
    assert p_center(from_matrix(matrix), 3, need=np.array([0.0, 1, 1, 1])).objective == 1.0


def test_rows_that_are_too_short_are_refused():
    whole = from_matrix(instance(1)[1])
    short = Distances(
        whole.candidates[:, :1].copy(), whole.length[:, :1].copy(), whole.length[:, 1].copy(), whole.count
    )
    with pytest.raises(ValueError, match="left out"):
        p_center(short, 1)


def test_no_need_at_all():
    matrix = instance(1)[1]
    assert p_center(from_matrix(matrix), 2, need=np.zeros(len(matrix))).objective == 0
    with pytest.raises(ValueError, match="need"):
        centdian(np.zeros(len(matrix)), from_matrix(matrix), 2, 0.5)


def test_the_same_question_has_the_same_answer():
    need, matrix, p, _, _ = instance(6)
    one, other = (centdian(need, from_matrix(matrix), p, 0.5, seed=3) for _ in range(2))
    assert one.sites.tolist() == other.sites.tolist()
    assert (one.objective, one.bound) == (other.objective, other.bound)
