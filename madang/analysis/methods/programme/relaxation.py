"""The model without "all or nothing": a linear program over the frame, tightened by cuts, or filled with columns, until nothing is missing.

Where everybody goes to the nearest site it is tightened by cuts (`nearest`), where need is assigned by plan filled with columns
(`planned`).
A row that cannot hold, and a link that cannot be served, is bought at a price that rises until a part of the
choices is either open or worse than what is known, so every part of a search ends in multipliers that prove something.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from madang.analysis.methods.programme.bound import Multipliers, bound
from madang.analysis.methods.programme.frame import Frame
from madang.analysis.methods.programme.model import Floats, Ints, Model
from madang.analysis.methods.programme.nearest import Nearest
from madang.analysis.methods.programme.planned import Planned
from madang.analysis.methods.programme.program import Program
from madang.analysis.methods.programme.served import Served

Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Relaxed:
    """`bound`: proved by `multipliers`; `values`: of all columns of the program; `missing`: what had to be bought."""

    bound: float
    values: Floats
    multipliers: Multipliers
    missing: float
    stopped: bool


class Relaxation:
    """A linear program for all parts of a search: what one part learns (cuts, columns) the next ones know."""

    def __init__(self, model: Model, frame: Frame) -> None:
        self.model, self.frame = model, frame
        width, rows = len(frame.cost), len(frame.low)
        sign = np.where(np.isfinite(frame.low), 1.0, -1.0)
        bought = sparse.diags_array(sign, format="csr") if rows else sparse.csr_matrix((0, 0))
        matrix = sparse.hstack([frame.rows, bought], format="csr")
        self.bought = width + np.arange(rows)
        self.program = Program(
            np.append(frame.cost, np.zeros(rows)),
            np.append(frame.lower, np.zeros(rows)),
            np.append(frame.upper, np.zeros(rows)),
            matrix,
            frame.low,
            frame.high,
        )
        self.dear = max(1.0, float((np.abs(frame.cost) * np.abs(frame.upper)).max(initial=0.0)))
        kind: type[Served] = Planned if model.assigns else Nearest
        self.served = kind(model, frame, self.program, self.dear)

    def solve(self, opened: Ints, closed: Ints, above: float, until: float) -> Relaxed:
        """The part of all choices with these columns open and closed; `above`: a bound that high is enough."""
        lower, upper = self.frame.lower[: self.frame.binaries].copy(), self.frame.upper[: self.frame.binaries].copy()
        lower[opened], upper[closed] = 1.0, 0.0
        self.program.box(np.arange(self.frame.binaries), lower, np.maximum(lower, upper))
        price = 0.0
        for _ in range(6):
            relaxed = self._rounds(opened, closed, until)
            if relaxed is not None and (relaxed.missing <= 1e-7 or relaxed.bound >= above or relaxed.stopped):
                break
            price = 100.0 * (price or self.dear)
            self._sell(price)
        if price:
            self._sell(0.0)
        assert relaxed is not None
        return relaxed

    def least_missing(self, until: float) -> tuple[dict[str, float], Floats]:
        """What each kind of row, or capacity, lacks at least: whole sites that break them as little as possible, by shares.

        Nothing is said to lack unless HiGHS proved that something does. With it the columns of those sites, none if there was no time.
        """
        frame = self.frame
        self.served.complete_it()
        self.program.box(np.arange(frame.binaries), frame.lower[: frame.binaries], frame.upper[: frame.binaries])
        self.program.price(np.arange(len(frame.cost)), np.zeros(len(frame.cost)))
        self._sell(max(1000.0, self.dear))  # who stays unserved costs more than any row
        sides = np.where(np.isfinite(frame.low), frame.low, frame.high)
        self.program.price(self.bought, 1.0 / np.maximum(np.abs(sides), 1.0))
        self.program.whole(np.arange(frame.binaries), True)
        while True:
            outcome = self.program.run(until)
            if outcome.state != "optimal" or not self.served.tighten(outcome, until):
                break
        missing: dict[str, float] = {}
        if not len(outcome.values) or (outcome.state != "optimal" and not outcome.bound > 1e-6):
            return missing, np.empty(0)
        for name, amount in zip(frame.names, outcome.values[self.bought], strict=True):
            if amount > 1e-6:
                missing[name] = missing.get(name, 0.0) + float(amount)
        return missing or self.served.left_over(outcome), outcome.values[: frame.binaries]

    def _sell(self, price: float) -> None:
        """Let rows be bought at a price, or not at all."""
        self.served.sell(price)
        count = len(self.bought)
        self.program.price(self.bought, np.full(count, price))
        self.program.box(self.bought, np.zeros(count), np.full(count, np.inf if price else 0.0))

    def _rounds(self, opened: Ints, closed: Ints, until: float) -> Relaxed | None:
        """Solve and tighten until nothing is missing; None if the rows cannot hold and none may be bought."""
        while True:
            outcome = self.program.run(until)
            if outcome.state == "infeasible":
                return None
            late = outcome.state != "optimal"
            if late or not self.served.tighten(outcome, until):
                break
        multipliers = self.served.multipliers(outcome)
        missing = float(outcome.values[self.bought].sum()) + self.served.missing(outcome)
        proved = bound(self.model, self.frame, multipliers, opened, closed)
        return Relaxed(proved, outcome.values, multipliers, missing, late)
