import numpy as np
import pytest

from madang.analysis.methods.cover import Cover, alike, within
from madang.analysis.methods.distances import Distances, from_matrix


def test_the_radius_itself_is_within() -> None:
    cover = within(from_matrix(np.array([[3.0, 1.0, 2.0], [9.0, 9.0, np.inf], [2.0, 2.0, 2.0]])), 2.0)
    assert [cover.of(point).tolist() for point in range(3)] == [[1, 2], [], [0, 1, 2]]


def test_candidates_that_lists_leave_out_are_not_forgotten() -> None:
    nearest = Distances(np.array([[0]], np.int32), np.array([[1.0]]), np.array([5.0]), 2)
    assert within(nearest, 4.9).of(0).tolist() == [0]
    with pytest.raises(ValueError, match="left out"):
        within(nearest, 5.0)


@pytest.mark.parametrize("seed", range(20))
def test_turned_taken_covered_and_alike_as_with_a_plain_matrix(seed: int) -> None:
    random = np.random.default_rng(seed)
    matrix = random.random((random.integers(1, 30), random.integers(1, 5)))
    near = matrix <= 0.5
    cover = within(from_matrix(matrix), 0.5)
    for point in range(cover.points):
        assert cover.of(point).tolist() == np.flatnonzero(near[point]).tolist()
    for candidate in range(cover.count):
        assert cover.turned().of(candidate).tolist() == np.flatnonzero(near[:, candidate]).tolist()
    some = random.permutation(cover.points)[:5]
    assert [cover.taking(some).of(k).tolist() for k in range(len(some))] == [cover.of(point).tolist() for point in some]
    sites = random.permutation(cover.count)[:2].astype(np.int32)
    assert cover.covered(sites).tolist() == near[:, sites].any(axis=1).tolist()
    rows = [tuple(row) for row in near]
    assert alike(cover).tolist() == [rows.index(row) for row in rows]


def test_rows_and_candidates_must_belong_together() -> None:
    with pytest.raises(ValueError, match="rows end"):
        Cover(np.array([0, 2]), np.array([0], np.int32), 1)
    with pytest.raises(ValueError, match="candidates go"):
        Cover(np.array([0, 1]), np.array([1], np.int32), 1)
