"""The linear relaxation of the p-median, for multipliers that are as good as they can be.

Variables z_ik: whether point i is served by nothing at its k lowest different costs D_i1 < D_i2 < ... (Cornuejols, Nemhauser and
Wolsey 1980; Garcia, Labbe and Marin 2011), so equal costs share one:

    min sum_i D_i1 + sum_ik (D_i,k+1 - D_ik) z_ik     z_ik >= z_i,k-1 - (sum of y_j with c_ij = D_ik), z_i0 = 1, sum_j y_j = p

The price of the first row of point i is u_i - D_i1 of the Lagrangian bound, which is then computed without HiGHS.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from madang.analysis.methods.costs import Costs
from madang.analysis.methods.distances import Floats, Ints
from madang.analysis.methods.linear import INFINITE, Linear, Programme


class Relaxation:
    """The relaxation of one part, warm for the parts inside it."""

    def __init__(self, costs: Costs, take: int, cap: Floats) -> None:
        """`cap` (n,), finite: rows end there, and no multiplier passes it."""
        self.names = costs.names
        count = len(self.names)
        step, pairs_row, pairs_candidate, self.first = _steps(*costs.rows, cap)
        rows = len(step)
        self.lowest = np.where(self.first >= 0, costs.cost[np.minimum(costs.starts[:-1], len(costs.cost) - 1)], cap)
        is_first = np.zeros(rows, bool)
        is_first[self.first[self.first >= 0]] = True
        after = np.flatnonzero(~is_first)
        row = np.concatenate((pairs_row, np.arange(rows), after, np.full(count, rows)))
        column = np.concatenate((pairs_candidate, count + np.arange(rows), count + after - 1, np.arange(count)))
        value = np.ones(len(row))
        value[len(pairs_row) + rows : len(pairs_row) + rows + len(after)] = -1.0
        order = np.lexsort((column, row))
        indptr = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=rows + 1))))
        self.linear = Linear(
            Programme(
                np.concatenate((np.zeros(count), step)),
                np.zeros(count + rows),
                np.concatenate((np.ones(count), np.full(rows, INFINITE))),
                np.append(is_first.astype(float), take),
                np.append(np.full(rows, INFINITE), take),
                indptr.astype(np.int64),
                column[order].astype(np.int32),
                value[order],
            )
        )

    def solve(self, opened: Ints, closed: Ints, seconds: float) -> tuple[Floats, Floats] | None:
        """Multipliers (n,) and how far each candidate of `names` is open, where `opened` are and `closed` are not."""
        low, high = np.isin(self.names, opened).astype(float), (~np.isin(self.names, closed)).astype(float)
        answer = self.linear.solve(np.arange(len(self.names), dtype=np.int32), low, high, seconds)
        if answer is None:
            return None
        price = np.where(self.first >= 0, answer.rows[np.maximum(self.first, 0)], 0.0)
        return self.lowest + np.maximum(price, 0.0), answer.columns[: len(self.names)]


@njit(cache=True)
def _steps(starts, candidates, cost, cap):  # type: ignore[no-untyped-def]
    """The different costs of each row below `cap`: what each adds up to the next, its candidates, each point's first one (-1: none)."""
    points, most = len(cap), 0
    for i in range(points):
        for k in range(starts[i], starts[i + 1]):
            if cost[k] >= cap[i]:
                break
            most += 1
    step = np.empty(most)
    pairs_row, pairs_candidate = np.empty(most, np.int64), np.empty(most, np.int64)
    first = np.full(points, -1, np.int64)
    rows = pairs = 0
    for i in range(points):
        last = -1.0
        for k in range(starts[i], starts[i + 1]):
            if cost[k] >= cap[i]:
                break
            if first[i] < 0 or cost[k] > last:
                if first[i] < 0:
                    first[i] = rows
                else:
                    step[rows - 1] = cost[k] - last
                last = cost[k]
                rows += 1
            pairs_row[pairs] = rows - 1
            pairs_candidate[pairs] = candidates[k]
            pairs += 1
        if first[i] >= 0:
            step[rows - 1] = cap[i] - last
    return step[:rows], pairs_row[:pairs], pairs_candidate[:pairs], first
