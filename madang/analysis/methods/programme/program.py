"""A linear program that grows, in HiGHS."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from madang.analysis.methods.programme.model import Floats

Longs = NDArray[np.int64]
LARGE = 1000.0
"""HiGHS gives up on costs of many thousand millions; larger ones than this are divided by a power of two, which loses nothing."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """`state`: "optimal", "infeasible" or "stopped" (time); `bound` is what HiGHS says of a mixed-integer program."""

    state: str
    objective: float
    bound: float
    values: Floats
    duals: Floats


class Program:
    """minimise cost' v over lower <= v <= upper and low <= rows v <= high, with rows and columns added later."""

    def __init__(
        self, cost: Floats, lower: Floats, upper: Floats, rows: sparse.csr_matrix, low: Floats, high: Floats
    ) -> None:
        import highspy

        self._highspy = highspy
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("primal_feasibility_tolerance", 1e-9),
            ("dual_feasibility_tolerance", 1e-9),
            ("mip_feasibility_tolerance", 1e-7),
        ):
            self._solver.setOptionValue(option, value)
        largest = float(np.abs(cost).max(initial=0.0))
        self.scale = 2.0 ** max(0, int(np.ceil(np.log2(max(largest, 1.0) / LARGE))))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(cost), len(low)
        model.col_cost_, model.col_lower_, model.col_upper_ = cost / self.scale, lower, upper
        model.row_lower_, model.row_upper_ = low, high
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = rows.indptr.astype(np.int32)
        model.a_matrix_.index_ = rows.indices.astype(np.int32)
        model.a_matrix_.value_ = rows.data.astype(np.float64)
        self._solver.passModel(model)
        self.columns, self.rows, self.mixed = len(cost), len(low), False

    def add_rows(self, rows: sparse.csr_matrix, low: Floats, high: Floats) -> None:
        count = rows.shape[0]
        self._solver.addRows(
            count,
            low,
            high,
            rows.nnz,
            rows.indptr[:-1].astype(np.int32),
            rows.indices.astype(np.int32),
            rows.data.astype(np.float64),
        )
        self.rows += count

    def add_columns(self, cost: Floats, lower: Floats, upper: Floats, columns: sparse.csc_matrix) -> None:
        count = columns.shape[1]
        self._solver.addCols(
            count,
            cost / self.scale,
            lower,
            upper,
            columns.nnz,
            columns.indptr[:-1].astype(np.int32),
            columns.indices.astype(np.int32),
            columns.data.astype(np.float64),
        )
        self.columns += count

    def box(self, columns: Longs, lower: Floats, upper: Floats) -> None:
        self._solver.changeColsBounds(
            len(columns), columns.astype(np.int32), lower.astype(np.float64), upper.astype(np.float64)
        )

    def price(self, columns: Longs, cost: Floats) -> None:
        self._solver.changeColsCost(len(columns), columns.astype(np.int32), cost / self.scale)

    def whole(self, columns: Longs, whole: bool) -> None:
        """Whether these columns take whole numbers only; if so there are no duals."""
        self.mixed = whole
        kind = self._highspy.HighsVarType.kInteger if whole else self._highspy.HighsVarType.kContinuous
        self._solver.changeColsIntegrality(len(columns), columns.astype(np.int32), np.full(len(columns), kind))

    def run(self, until: float, gap: float = 0.0) -> Outcome:
        """Solve, until the clock (time.perf_counter) says so; `gap` as a share lets a mixed-integer program stop before the proof."""
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(until - time.perf_counter(), 0.05))
        self._solver.setOptionValue("mip_rel_gap", gap)
        self._solver.run()
        status, states = self._solver.getModelStatus(), self._highspy.HighsModelStatus
        state = {
            states.kOptimal: "optimal",
            states.kInfeasible: "infeasible",
            states.kUnboundedOrInfeasible: "infeasible",
        }.get(status, "stopped")
        info, solution = self._solver.getInfo(), self._solver.getSolution()
        return Outcome(
            state,
            info.objective_function_value * self.scale,
            info.mip_dual_bound * self.scale,
            np.array(solution.col_value),
            np.array(solution.row_dual) * self.scale,
        )
