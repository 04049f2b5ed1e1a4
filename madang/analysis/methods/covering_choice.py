"""Sites of maximal covering, made better step by step."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.covering_groups import Groups, Rows
from madang.analysis.methods.covering_search import MORE, covered_weight, exchange, fill, shift
from madang.analysis.methods.spacing import Spacing

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

MOST_CLOSED = 8
"""So many sites are closed at once when a choice is shaken, at most."""


class Choice:
    """p open sites, or fewer if spacing leaves no room for more, with what `covering_search` keeps of them."""

    def __init__(self, groups: Groups, p: int, start: Ints, spacing: Spacing | None = None) -> None:
        """`start`: up to p candidates, of which those too near to earlier ones are left out.

        Others are added by gain, and all are exchanged while that gains.
        """
        self.groups, self.p = groups, p
        rows = groups.rows
        self.gain = np.bincount(rows.indices, np.repeat(groups.weight, np.diff(rows.indptr)), rows.count).astype(
            np.float64
        )
        self.times, self.barred = np.zeros(rows.points, np.int32), np.zeros(rows.count, np.int32)
        alone = (np.arange(rows.count + 1, dtype=np.int64), np.arange(rows.count, dtype=np.int32))
        self.near = (spacing.near.indptr, spacing.near.indices) if spacing else alone
        self.sites = np.empty(0, np.int32)
        for site in start:
            if not self.barred[site]:
                self._open(np.array([site], np.int32))
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
            self.barred[closed[0]] += 1
            self._fill()
            self.barred[closed[0]] -= 1
            self._settle()
            if self.covered < covered:
                self._close(self.sites)
                self._open(before)

    def _open(self, sites: Ints) -> None:
        for site in sites:
            self._shift(site, 1)
        self.sites = np.concatenate((self.sites, sites))

    def _close(self, sites: Ints) -> None:
        for site in sites:
            self._shift(site, -1)
        self.sites = self.sites[~np.isin(self.sites, sites)]

    def _shift(self, site: int, by: int) -> None:
        shift(site, by, *self._rows(), self.groups.weight, self.times, self.gain, self.barred)

    def _fill(self) -> None:
        self.sites = fill(self.p, self.sites, *self._rows(), self.groups.weight, self.times, self.gain, self.barred)

    def _settle(self) -> None:
        """Exchanged sites may leave room for one more."""
        before = -1
        while before < len(self.sites):
            before = len(self.sites)
            self._fill()
            least = MORE * float(self.groups.weight.sum())
            exchange(self.sites, *self._rows(), self.groups.weight, self.times, self.gain, self.barred, least)
            if len(self.sites) == self.p:
                return

    def _rows(self) -> tuple[Rows, Rows, Rows]:
        return self.groups.by_group, self.groups.by_candidate, self.near
