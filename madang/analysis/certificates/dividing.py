"""Whether the leaves of a proof leave out no choice: each is what is left of all choices after cuts by one candidate, open or closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from madang.analysis.certificates.reading import Place

Cuts = frozenset[tuple[int, bool]]
MOST_WORK = 50_000_000
"""Cuts looked at; a proof of a thousand leaves, a hundred cuts deep, needs less than a fifth of it."""


def check_divided(leaves: Sequence[Cuts], place: Place) -> None:
    """Raise `Refuted` unless every choice lies in exactly one leaf. A leaf is given by its cuts, (candidate, open or closed) each.

    In a tree of cuts the first candidate is in every leaf; so is one of those that are left on either side of it, and so on. Any
    candidate that is in all of them may be taken for the first.
    """
    work, groups = 0, [(list(leaves), list[tuple[int, bool]]())]
    while groups:
        group, above = groups.pop()
        if len(group) == 1 and not group[0]:
            continue
        work += sum(map(len, group))
        if work > MOST_WORK:
            raise place.wrong("there are too many cuts to check.", "가지가 너무 많아 확인할 수 없습니다.")
        counted = Counter(candidate for leaf in group for candidate, _ in leaf)
        candidate = next((one for one, times in counted.most_common(1) if times == len(group)), None)
        if candidate is None:
            raise place.wrong(f"choices with {_named(above)} are in none or in several of them.",
                              f"{_named(above)}인 선택이 빠졌거나 겹칩니다.")  # fmt: skip
        for is_open in (True, False):
            cut = (candidate, is_open)
            groups.append(([leaf - {cut} for leaf in group if cut in leaf], [*above, cut]))


def _named(cuts: Sequence[tuple[int, bool]]) -> str:
    return (
        ", ".join(f"{candidate} {'open' if is_open else 'closed'}" for candidate, is_open in cuts[:20])
        or "no candidate given"
    )
