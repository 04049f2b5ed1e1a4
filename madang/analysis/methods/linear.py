"""A linear programme that is solved again and again with other bounds on its columns, each time from where it stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

INFINITE = 1e30
"""From here on HiGHS takes a number for infinite."""


@dataclass(frozen=True)
class Programme:
    """Minimise `cost` x, `low` <= x <= `high`, `row_low` <= A x <= `row_high`; A in rows (`indptr`, `indices`, `values`)."""

    cost: Floats
    low: Floats
    high: Floats
    row_low: Floats
    row_high: Floats
    indptr: Longs
    indices: Ints
    values: Floats


@dataclass(frozen=True)
class Answer:
    """`columns`: a best x; `rows`: what one unit more of each row's limits would cost (duals). Both approximate."""

    columns: Floats
    rows: Floats


class Linear:
    """HiGHS with one programme in it. One thread, so that the same questions in the same order have the same answers."""

    def __init__(self, programme: Programme) -> None:
        import highspy  # seconds to import

        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self.highs.setOptionValue(option, value)
        self.highs.passModel(_model(programme))
        self.optimal = highspy.HighsModelStatus.kOptimal

    def add(self, low: float, columns: Ints, values: Floats) -> None:
        """One more row, `low` <= values x."""
        self.highs.addRow(low, INFINITE, len(columns), columns, values)

    def solve(self, columns: Ints, low: Floats, high: Floats, seconds: float) -> Answer | None:
        """With other bounds for some columns; None if there is no x, or no time left to find it."""
        self.highs.changeColsBounds(len(columns), columns, low, high)
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(seconds, 0.01))
        self.highs.run()
        if self.highs.getModelStatus() != self.optimal:
            return None
        solution = self.highs.getSolution()
        return Answer(np.array(solution.col_value), np.array(solution.row_dual))


def _model(programme: Programme) -> Any:
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.cost), len(programme.row_low)
    model.col_cost_, model.col_lower_, model.col_upper_ = programme.cost, programme.low, programme.high
    model.row_lower_, model.row_upper_ = programme.row_low, programme.row_high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.num_col_, model.a_matrix_.num_row_ = model.num_col_, model.num_row_
    model.a_matrix_.start_ = programme.indptr.astype(np.int32)
    model.a_matrix_.index_, model.a_matrix_.value_ = programme.indices, programme.values
    return model
