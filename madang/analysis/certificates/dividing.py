"""Whether the leaves of a proof leave out no choice: each is what is left of all choices after cuts.

A cut divides by one candidate, open or closed; or by one point, between those who may serve it on one side and on the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from madang.analysis.certificates.claims import Leaf
from madang.analysis.certificates.reading import Place

Ints = NDArray[np.int64]
Barred = Sequence[tuple[int, bytes]]
"""Cuts by points, from the first on: the point, and who may not serve it, as bytes of rising int64."""
MOST_WORK = 50_000_000
"""Cuts looked at; a proof of a thousand leaves, each of a cut more than the one before, needs a hundredth of it."""


def check_divided(
    leaves: Sequence[tuple[Ints, Ints]], place: Place, barred: Sequence[Barred] | None = None, numbers: int = 0
) -> None:
    """Raise `Refuted` unless every choice lies in a leaf, given by its opened and its closed candidates (none in both).

    `barred`: the cuts of each leaf by points, which any of `numbers` may serve. In a tree of cuts the first candidate is in every
    leaf; so is one of those that are left on either side of it, and so on. Any cut that is in all of them may be taken for the first.
    """
    proof = _Proof(leaves, [()] * len(leaves) if barred is None else barred, numbers, place)
    groups = [proof.group(range(len(leaves)), frozenset(), 0)]
    while groups:
        groups += proof.halves(groups.pop())


class ByCandidates:
    """A model whose leaves are cut by candidates."""

    def check_divided(self, leaves: Sequence[Leaf], place: Place) -> None:
        """Raise `Refuted` unless every choice lies in exactly one leaf."""
        check_divided([(leaf.opened, leaf.closed) for leaf in leaves], place)


class _Group:
    """Leaves that share the cuts of their candidates in `above` and their first `depth` cuts by points.

    `times`: in how many of them each other candidate is cut; `by_times` the same turned round. The larger side of a cut goes on with
    what the smaller one takes away, so that no cut is counted more often than the logarithm of the leaves.
    """

    def __init__(self, leaves: set[int], above: set[int], depth: int, times: Counter[int]) -> None:
        self.leaves, self.above, self.depth, self.times = leaves, above, depth, times
        self.by_times: defaultdict[int, set[int]] = defaultdict(set)
        for candidate, many in times.items():
            self.by_times[many].add(candidate)

    def common(self) -> int | None:
        """A candidate that is cut in all of the leaves."""
        found = self.by_times.get(len(self.leaves))
        return min(found) if found else None

    def drop(self, candidate: int, many: int) -> None:
        """`many` leaves fewer in which the candidate is cut."""
        before = self.times[candidate]
        self.by_times[before].discard(candidate)
        self.times[candidate] = before - many
        if before > many:
            self.by_times[before - many].add(candidate)
        else:
            del self.times[candidate]


class _Proof:
    def __init__(
        self, leaves: Sequence[tuple[Ints, Ints]], barred: Sequence[Barred], numbers: int, place: Place
    ) -> None:
        self.cuts = [
            dict.fromkeys(opened.tolist(), True) | dict.fromkeys(closed.tolist(), False) for opened, closed in leaves
        ]
        self.barred, self.numbers, self.place, self.work = barred, numbers, place, 0

    def group(self, leaves: Sequence[int] | set[int], above: frozenset[int] | set[int], depth: int) -> _Group:
        """Leaves with their candidates counted."""
        self.work += sum(len(self.cuts[leaf]) + 1 for leaf in leaves)
        if self.work > MOST_WORK:
            raise self.place.wrong("there are too many cuts to check.", "가지가 너무 많아 확인할 수 없습니다.")
        times = Counter(candidate for leaf in leaves for candidate in self.cuts[leaf] if candidate not in above)
        return _Group(set(leaves), set(above), depth, times)

    def halves(self, group: _Group) -> list[_Group]:
        """Both sides of a cut that all leaves of the group have; none if the group is one whole leaf. Raises `Refuted`."""
        deeper = [len(self.barred[leaf]) > group.depth for leaf in group.leaves]
        if len(group.leaves) == 1 and not group.times and not any(deeper):
            return []
        candidate = group.common()
        if candidate is not None:
            self.work += len(group.leaves)
            group.drop(candidate, len(group.leaves))
            group.above.add(candidate)
            return self._parted(group, {leaf for leaf in group.leaves if self.cuts[leaf][candidate]})
        if not group.leaves or not all(deeper):
            raise self._gap(group)
        return self._by_point(group)

    def _by_point(self, group: _Group) -> list[_Group]:
        """The next cut by a point: its two sides bar everybody once."""
        cuts = {leaf: self.barred[leaf][group.depth] for leaf in group.leaves}
        sides = sorted(set(cuts.values()))
        bars = np.concatenate([np.frombuffer(side[1], np.int64) for side in sides])
        if len(sides) != 2 or sides[0][0] != sides[1][0] or not np.array_equal(np.sort(bars), np.arange(self.numbers)):
            raise self._gap(group)
        group.depth += 1
        return self._parted(group, {leaf for leaf, side in cuts.items() if side == sides[0]})

    def _parted(self, group: _Group, one: set[int]) -> list[_Group]:
        """A group as two; the larger one is the group itself, with less in it."""
        smaller = min(one, group.leaves - one, key=len)
        if not smaller:
            raise self._gap(group)
        made = self.group(smaller, group.above, group.depth)
        group.leaves -= smaller
        for candidate, many in made.times.items():
            group.drop(candidate, many)
        return [group, made]

    def _gap(self, group: _Group) -> Exception:
        at = ", ".join(map(str, sorted(group.above)[:20]))
        return self.place.wrong(f"choices after cuts by [{at}] are in none or in several of them.",
                                f"[{at}](으)로 나눈 뒤의 선택이 빠졌거나 겹칩니다.")  # fmt: skip
