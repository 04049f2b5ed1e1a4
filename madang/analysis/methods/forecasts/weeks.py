"""Weeks of a panel side by side, and runs of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from madang.analysis.methods.forecasts import means
from madang.analysis.methods.forecasts.panel import OF_CLASS, Bools, Floats, Ints, Panel

LEAST = 4
"""Weeks that can be compared at all: two with two."""


@dataclass(frozen=True)
class Weeks:
    """Whole weeks of which anything was seen, the last one ending with the panel.

    `counted` and `usual` (weeks, cells): what was counted, and what the means by class and hour give for the same hours.
    `start` (weeks,): the first day of each.
    """

    counted: Floats
    usual: Floats
    start: Ints

    def __len__(self) -> int:
        return len(self.start)

    def keeping(self, kept: Bools) -> Weeks:
        """Some of the cells (cells,)."""
        return replace(self, counted=self.counted[:, kept], usual=self.usual[:, kept])

    def runs(self) -> list[tuple[int, int]]:
        """Weeks (first, stop) beside each other that are no more than the rest, which has two at least."""
        number = len(self)
        longest = min(number // 2, number - 2)
        return [(i, i + long) for long in range(1, longest + 1) for i in range(number - long + 1)]

    def days(self, run: tuple[int, int], size: float) -> tuple[int, int, float]:
        """First and last day of a run that is `size` times the rest. If the panel begins with it, what came after is what changed."""
        first, stop = run
        if first == 0:
            return int(self.start[stop]), int(self.start[-1]) + 6, 1 / size if size else np.inf
        return int(self.start[first]), int(self.start[stop - 1]) + 6, size


def weeks_of(panel: Panel) -> Weeks:
    """Days before the first whole week count nowhere, nor do holidays: that they differ is no surprise."""
    number, cells = len(panel.counts) // 7, panel.counts.shape[2]
    skipped = len(panel.counts) - 7 * number
    counts = np.where(panel.holiday[:, None, None], np.nan, panel.counts)
    usual = means.mean(means.by_class(means.by_kind(panel)))[OF_CLASS][panel.kind]
    there = ~np.isnan(counts)
    folded = [
        np.where(there, values, 0.0)[skipped:].sum(axis=1).reshape(number, 7, cells).sum(axis=1)
        for values in (counts, usual)
    ]
    seen = there[skipped:].reshape(number, 7 * there[0].size).any(axis=1)
    return Weeks(folded[0][seen], folded[1][seen], (skipped + 7 * np.arange(number))[seen])
