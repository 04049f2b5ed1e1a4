"""Whether the leaves of a proof leave out no choice: each is what is left of all choices after cuts by one candidate, open or closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.reading import Place

Ints = NDArray[np.int64]
MOST_WORK = 100_000_000
"""Cuts looked at; a proof of ten thousand leaves, sixty cuts deep, needs less than a third of it."""


class _Group(NamedTuple):
    """Leaves that share the cuts `above`, and each further cut of one of them: the leaf (from 0), the candidate, whether it is open."""

    leaves: int
    leaf: Ints
    candidate: Ints
    is_open: NDArray[np.bool_]
    above: tuple[tuple[int, bool], ...]


def check_divided(leaves: Sequence[tuple[Ints, Ints]], place: Place) -> None:
    """Raise `Refuted` unless every choice lies in exactly one leaf, given by its opened and its closed candidates (none in both).

    In a tree of cuts the first candidate is in every leaf; so is one of those that are left on either side of it, and so on. Any
    candidate that is in all of them may be taken for the first.
    """
    work, groups = 0, [_whole(leaves)]
    while groups:
        group = groups.pop()
        if group.leaves == 1 and not len(group.leaf):
            continue
        work += len(group.leaf)
        if work > MOST_WORK:
            raise place.wrong("there are too many cuts to check.", "가지가 너무 많아 확인할 수 없습니다.")
        candidates, times = np.unique(group.candidate, return_counts=True)
        common = candidates[times == group.leaves]
        if not len(common):
            at = _named(group.above)
            raise place.wrong(
                f"choices with {at} are in none or in several of them.", f"{at}인 선택이 빠졌거나 겹칩니다."
            )
        groups += _halves(group, int(common[0]))


def _whole(leaves: Sequence[tuple[Ints, Ints]]) -> _Group:
    cuts = [np.concatenate(leaf) for leaf in leaves]
    return _Group(
        len(leaves),
        np.repeat(np.arange(len(leaves)), [len(cut) for cut in cuts]),
        np.concatenate([*cuts, np.empty(0, np.int64)]).astype(np.int64),
        np.concatenate([np.arange(len(cut)) < len(leaf[0]) for cut, leaf in zip(cuts, leaves, strict=True)] or [np.empty(0, bool)]),
        (),
    )  # fmt: skip


def _halves(group: _Group, candidate: int) -> list[_Group]:
    """The leaves that open the candidate and those that close it, without that cut."""
    of = group.candidate == candidate
    opens = np.zeros(group.leaves, bool)
    opens[group.leaf[of]] = group.is_open[of]
    found = []
    for side in (True, False):
        mine = opens == side
        kept = ~of & mine[group.leaf]
        numbered = (np.cumsum(mine) - 1)[group.leaf[kept]]
        above = (*group.above, (candidate, side))
        found.append(_Group(int(mine.sum()), numbered, group.candidate[kept], group.is_open[kept], above))
    return found


def _named(cuts: Sequence[tuple[int, bool]]) -> str:
    return ", ".join(f"{candidate} {'open' if is_open else 'closed'}" for candidate, is_open in cuts[:20]) or "no cut"
