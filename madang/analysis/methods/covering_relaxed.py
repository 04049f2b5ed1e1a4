"""The linear programme of maximal covering, of what is left of it after some candidates were opened or closed for good.

Minimise - sum_g w_g z_g with z_g <= sum of y_j over who covers g, sum_j y_j <= p, all between 0 and 1. What a unit more of z_g would
be worth is a best multiplier u_g of the Lagrangian bound.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import Cover, only
from madang.analysis.methods.covering_groups import Groups
from madang.analysis.methods.linear import INFINITE, Linear, Programme
from madang.analysis.methods.spacing import Clique
from madang.analysis.methods.zero_half import OddSet, broken

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Relaxed:
    """Solved again and again, with `opened` and `closed` of the first time in all later ones."""

    def __init__(self, groups: Groups, p: int, opened: Sequence[int], closed: Sequence[int]) -> None:
        self.count = len(groups.free)
        may = np.ones(self.count, bool)
        may[list(closed)] = False
        self.kept = np.flatnonzero(may).astype(np.int32)
        self.may, self.place = may, np.cumsum(may) - 1
        rows = only(groups.rows, may)
        # Nothing is to be found out of groups that stand covered, or that nobody is left to cover.
        reach = np.diff(rows.indptr) > 0
        self.left = np.flatnonzero(reach & ~groups.rows.covered(np.array(opened, np.int32)))
        self.outside = np.where(reach, 0.0, groups.weight)
        self.weight = groups.weight[self.left]
        self.rows, self.stands = rows.taking(self.left), reach & groups.rows.covered(np.array(opened, np.int32))
        self.linear = Linear(_written(self.rows, self.weight, p))

    def add(self, cut: OddSet | Clique) -> None:
        """A cut of groups, or a clique of candidates."""
        kept = self.place[cut.candidates[self.may[cut.candidates]]]
        inside = np.searchsorted(self.left, cut.rows[np.isin(cut.rows, self.left)])
        columns = np.concatenate((kept, len(self.kept) + inside)).astype(np.int32)
        values = np.concatenate((cut.times[self.may[cut.candidates]], np.full(len(inside), -1.0)))
        self.linear.add(float(self.stands[cut.rows].sum() - cut.spare), columns, values)

    def broken(self) -> list[Ints]:
        """Cuts that the last answer breaks, as groups."""
        share, covered = self.columns[: len(self.kept)], self.columns[len(self.kept) :]
        starts = self.rows.indptr[:-1]
        slack = np.add.reduceat(share[self.rows.indices], starts) + 1 - 2 * covered
        return [self.left[rows].astype(np.int32) for rows in broken(self.rows, slack, share)]

    def solve(self, opened: Sequence[int], closed: Sequence[int], deadline: float) -> tuple[Floats, Floats] | None:
        """Multipliers of the groups and then of the cuts, and how far open each candidate is; None if no time is left."""
        low, high = np.zeros(self.count), np.ones(self.count)
        low[list(opened)], high[list(closed)] = 1.0, 0.0
        columns = np.arange(len(self.kept), dtype=np.int32)
        answer = self.linear.solve(columns, low[self.kept], high[self.kept], deadline - time.perf_counter())
        if answer is None:
            return None
        self.columns = answer.columns
        multipliers, share = self.outside.copy(), np.zeros(self.count)
        size = len(self.weight)
        multipliers[self.left] = np.clip(-answer.rows[:size], 0.0, self.weight)
        share[self.kept] = answer.columns[: len(self.kept)]
        return np.concatenate((multipliers, np.maximum(answer.rows[size + 1 :], 0.0))), share


def _written(rows: Cover, weight: Floats, p: int) -> Programme:
    count, size = rows.count, rows.points
    indptr = np.concatenate((rows.indptr + np.arange(size + 1), [len(rows.indices) + size + count]))
    indices = np.insert(rows.indices, rows.indptr[1:], count + np.arange(size))
    values = np.full(len(indices), -1.0)
    values[indptr[1:-1] - 1] = 1.0
    return Programme(
        cost=np.concatenate((np.zeros(count), -weight)),
        low=np.zeros(count + size),
        high=np.ones(count + size),
        row_low=np.full(size + 1, -INFINITE),
        row_high=np.concatenate((np.zeros(size), [p])),
        indptr=indptr,
        indices=np.concatenate((indices, np.arange(count))).astype(np.int32),
        values=np.concatenate((values, np.ones(count))),
    )
