"""Sites of maximal covering, made better step by step."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.covering_groups import Groups
from madang.analysis.methods.covering_search import MORE, covered_weight, exchange, fill, shift

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

MOST_CLOSED = 8
"""So many sites are closed at once when a choice is shaken, at most."""


class Choice:
    """p open sites, with what `covering_search` keeps of them."""

    def __init__(self, groups: Groups, p: int, start: Ints) -> None:
        """`start`: up to p candidates; others are added by gain, and all are exchanged while that gains."""
        self.groups, self.p = groups, p
        rows = groups.rows
        self.gain = np.bincount(rows.indices, np.repeat(groups.weight, np.diff(rows.indptr)), rows.count).astype(
            np.float64
        )
        self.times, self.free = np.zeros(rows.points, np.int32), np.ones(rows.count, bool)
        self.sites = np.empty(0, np.int32)
        self._open(start)
        self._settle()

    @property
    def covered(self) -> float:
        return float(covered_weight(self.groups.weight, self.times))

    def shake(self, random: np.random.Generator, rounds: int, deadline: float) -> None:
        """Close some sites, not all of which may come back at once, and settle again; what covers less is undone (Lourenco et al. 2003)."""
        for _ in range(rounds if 0 < self.p < self.groups.rows.count else 0):
            if time.perf_counter() > deadline:
                return
            before, covered = self.sites.copy(), self.covered
            closed = random.permutation(self.sites)[: int(random.integers(1, MOST_CLOSED + 1))]
            self._close(closed)
            self.free[closed[0]] = False
            self._fill()
            self.free[closed[0]] = True
            self._settle()
            if self.covered < covered:
                self._close(self.sites)
                self._open(before)

    def _open(self, sites: Ints) -> None:
        for site in sites:
            self._shift(site, 1)
        self.free[sites] = False
        self.sites = np.concatenate((self.sites, sites))

    def _close(self, sites: Ints) -> None:
        for site in sites:
            self._shift(site, -1)
        self.free[sites] = True
        self.sites = self.sites[~np.isin(self.sites, sites)]

    def _shift(self, site: int, by: int) -> None:
        groups = self.groups
        shift(site, by, groups.by_group, groups.by_candidate, groups.weight, self.times, self.gain)

    def _fill(self) -> None:
        groups, few = self.groups, min(self.p, len(self.sites) + int(self.free.sum()))
        self.sites = fill(
            few, self.sites, groups.by_group, groups.by_candidate, groups.weight, self.times, self.gain, self.free
        )

    def _settle(self) -> None:
        self._fill()
        groups, least = self.groups, MORE * float(self.groups.weight.sum())
        exchange(
            self.sites, groups.by_group, groups.by_candidate, groups.weight, self.times, self.gain, self.free, least
        )
