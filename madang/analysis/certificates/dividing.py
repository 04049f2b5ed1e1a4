"""Whether the leaves of a proof leave out no choice: each is what is left of all choices after cuts.

A cut divides by one candidate, open or closed; or by one point, between those who may serve it on one side and on the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.claims import Leaf
from madang.analysis.certificates.reading import Place

Ints = NDArray[np.int64]
Barred = Sequence[tuple[int, bytes]]
"""Cuts by points, from the first on: the point, and who may not serve it, as bytes of rising int64."""
MOST_WORK = 100_000_000
"""Cuts looked at; a proof of ten thousand leaves, sixty cuts deep, needs less than a third of it."""


class _Group(NamedTuple):
    """Leaves that share the cuts `above` and the first `depth` cuts by points. `members` are their numbers.

    Each further cut by a candidate: the leaf (its place in `members`), the candidate, whether it is open.
    """

    members: Ints
    leaf: Ints
    candidate: Ints
    is_open: NDArray[np.bool_]
    depth: int
    above: tuple[str, ...]


@dataclass(frozen=True)
class _Proof:
    """The cuts by points of each leaf, of `numbers` that may serve one."""

    place: Place
    barred: Sequence[Barred]
    numbers: int

    def halves(self, group: _Group) -> list[_Group]:
        """Both sides of a cut that all leaves of the group have; none if the group is one whole leaf. Raises `Refuted`."""
        left = [len(self.barred[member]) > group.depth for member in group.members.tolist()]
        if len(group.members) == 1 and not len(group.leaf) and not any(left):
            return []
        candidates, times = np.unique(group.candidate, return_counts=True)
        common = candidates[times == len(group.members)]
        if len(common):
            return _by_candidate(group, int(common[0]))
        if len(left) and all(left):
            return self._by_point(group)
        raise self._gap(group)

    def _by_point(self, group: _Group) -> list[_Group]:
        """The next cut by a point: its two sides bar everybody once."""
        cuts = [self.barred[member][group.depth] for member in group.members.tolist()]
        sides = sorted(set(cuts))
        bars = np.concatenate([np.frombuffer(side[1], np.int64) for side in sides])
        if len(sides) != 2 or sides[0][0] != sides[1][0] or not np.array_equal(np.sort(bars), np.arange(self.numbers)):
            raise self._gap(group)
        found = []
        for side in sides:
            mine = np.array([cut == side for cut in cuts])
            found.append(_part(group, mine, mine[group.leaf], f"point {side[0]} cut", group.depth + 1))
        return found

    def _gap(self, group: _Group) -> Exception:
        at = ", ".join(group.above[:20]) or "no cut"
        return self.place.wrong(
            f"choices with {at} are in none or in several of them.", f"{at}인 선택이 빠졌거나 겹칩니다."
        )


def check_divided(
    leaves: Sequence[tuple[Ints, Ints]], place: Place, barred: Sequence[Barred] | None = None, numbers: int = 0
) -> None:
    """Raise `Refuted` unless every choice lies in a leaf, given by its opened and its closed candidates (none in both).

    `barred`: the cuts of each leaf by points, which any of `numbers` may serve. In a tree of cuts the first candidate is in every
    leaf; so is one of those that are left on either side of it, and so on. Any cut that is in all of them may be taken for the first.
    """
    proof = _Proof(place, [()] * len(leaves) if barred is None else barred, numbers)
    work, groups = 0, [_whole(leaves)]
    while groups:
        group = groups.pop()
        work += len(group.leaf) + len(group.members)
        if work > MOST_WORK:
            raise place.wrong("there are too many cuts to check.", "가지가 너무 많아 확인할 수 없습니다.")
        groups += proof.halves(group)


class ByCandidates:
    """A model whose leaves are cut by candidates."""

    def check_divided(self, leaves: Sequence[Leaf], place: Place) -> None:
        """Raise `Refuted` unless every choice lies in exactly one leaf."""
        check_divided([(leaf.opened, leaf.closed) for leaf in leaves], place)


def _whole(leaves: Sequence[tuple[Ints, Ints]]) -> _Group:
    cuts = [np.concatenate(leaf) for leaf in leaves]
    opened = [np.arange(len(cut)) < len(leaf[0]) for cut, leaf in zip(cuts, leaves, strict=True)]
    return _Group(
        np.arange(len(leaves)),
        np.repeat(np.arange(len(leaves)), [len(cut) for cut in cuts]),
        np.concatenate([np.empty(0, np.int64), *cuts]).astype(np.int64),
        np.concatenate([np.empty(0, bool), *opened]),
        0,
        (),
    )


def _by_candidate(group: _Group, candidate: int) -> list[_Group]:
    """The leaves that open the candidate and those that close it, without that cut."""
    of = group.candidate == candidate
    opens = np.zeros(len(group.members), bool)
    opens[group.leaf[of]] = group.is_open[of]
    sides = ((opens, f"{candidate} open"), (~opens, f"{candidate} closed"))
    return [_part(group, mine, ~of & mine[group.leaf], words, group.depth) for mine, words in sides]


def _part(group: _Group, mine: NDArray[np.bool_], kept: NDArray[np.bool_], words: str, depth: int) -> _Group:
    """The leaves that are `mine`, with the cuts that are `kept`."""
    numbered = (np.cumsum(mine) - 1)[group.leaf[kept]]
    above = (*group.above, words)
    return _Group(group.members[mine], numbered, group.candidate[kept], group.is_open[kept], depth, above)
