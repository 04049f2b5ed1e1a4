"""The model without "all or nothing": a linear program over the frame, tightened by cuts, or filled with columns, until nothing is missing.

Where everybody goes to the nearest site, a link's distance theta is held down by cuts, valid for any radius r up to its cap:

    theta >= r - sum_(d_j < r) (r - d_j) y_j            (Magnanti and Wong 1981; Duran-Mateluna, Ales and Elloumi 2023)

The most violated one has r where the sum of y along the list reaches 1. Where need is assigned by plan, the shares x of links are columns,
priced in as they pay. A row that cannot hold, and a link that cannot be served, is bought at a price that rises until a part of the
choices is either open or worse than what is known, so every part of a search ends in multipliers that prove something.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from madang.analysis.methods.programme.bound import Multipliers, bound
from madang.analysis.methods.programme.frame import Frame
from madang.analysis.methods.programme.links import summed
from madang.analysis.methods.programme.model import Floats, Ints, Model
from madang.analysis.methods.programme.program import Outcome, Program

Longs = NDArray[np.int64]
TIGHT = 1e-8
"""A cut violated by less than this share of its radius adds nothing."""
ROUNDS = 200


@dataclass(frozen=True, eq=False)
class Relaxed:
    """`bound`: proved by `multipliers`; `open` (binaries,): how far each column is open; `missing`: what had to be bought."""

    bound: float
    open: Floats
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
        self.dear = max(1.0, float(np.abs(frame.cost) @ np.maximum(np.abs(frame.upper), 1e-9)))
        self.served: Served = Planned(self) if model.assigns else Nearest(self)

    def solve(self, opened: Ints, closed: Ints, above: float, until: float) -> Relaxed:
        """The part of all choices with these columns open and closed; `above`: a bound that high is enough."""
        lower, upper = self.frame.lower[: self.frame.binaries].copy(), self.frame.upper[: self.frame.binaries].copy()
        lower[opened], upper[closed] = 1.0, 0.0
        self.program.box(np.arange(self.frame.binaries), lower, np.maximum(lower, upper))
        price = 0.0
        for _ in range(6):
            relaxed = self._rounds(opened, closed, above, until, price)
            if relaxed is not None and (relaxed.missing <= 1e-7 or relaxed.bound >= above or relaxed.stopped):
                break
            price = 100.0 * (price or self.dear)
            self._sell(price)
        if price:
            self._sell(0.0)
        assert relaxed is not None
        return relaxed

    def least_missing(self, until: float) -> dict[str, float]:
        """What each kind of row must be exceeded by at least: whole sites that break rows as little as possible, by shares."""
        frame = self.frame
        self.program.price(np.arange(len(frame.cost)), np.zeros(len(frame.cost)))
        self._sell(1.0)
        sides = np.where(np.isfinite(frame.low), frame.low, frame.high)
        self.program.price(self.bought, 1.0 / np.maximum(np.abs(sides), 1.0))
        self.program.whole(np.arange(frame.binaries), True)
        for _ in range(ROUNDS):
            outcome = self.program.run(until)
            if outcome.state != "optimal" or not self.served.tighten(outcome, until):
                break
        missing: dict[str, float] = {}
        for name, amount in zip(frame.names, outcome.values[self.bought], strict=True):
            if amount > 1e-6:
                missing[name] = missing.get(name, 0.0) + float(amount)
        return missing

    def _sell(self, price: float) -> None:
        """Let rows be bought at a price, or not at all."""
        count = len(self.bought)
        self.program.price(self.bought, np.full(count, price))
        self.program.box(self.bought, np.zeros(count), np.full(count, np.inf if price else 0.0))

    def _rounds(self, opened: Ints, closed: Ints, above: float, until: float, price: float) -> Relaxed | None:
        """Solve and tighten until nothing is missing; None if the rows cannot hold and none may be bought."""
        for _ in range(ROUNDS):
            outcome = self.program.run(until)
            if outcome.state == "infeasible":
                return None
            late = outcome.state != "optimal"
            if late or not self.served.tighten(outcome, until):
                break
        multipliers = self.served.multipliers(outcome)
        missing = float(outcome.values[self.bought].sum()) + self.served.missing(outcome)
        proved = bound(self.model, self.frame, multipliers, opened, closed)
        return Relaxed(proved, outcome.values[: self.frame.binaries], multipliers, missing, late)


class Served:
    """How links are tied to sites. `complete`: whether what HiGHS claims of the program holds for the model too."""

    complete = True

    def __init__(self, relaxation: Relaxation) -> None:
        self.model, self.frame, self.program = relaxation.model, relaxation.frame, relaxation.program

    def tighten(self, outcome: Outcome, until: float) -> bool:
        """Add what the outcome misses; whether anything was."""
        raise NotImplementedError

    def multipliers(self, outcome: Outcome) -> Multipliers:
        raise NotImplementedError

    def missing(self, outcome: Outcome) -> float:
        """Links that are not served."""
        return 0.0


class Nearest(Served):
    """Everybody goes to the nearest open site."""

    def __init__(self, relaxation: Relaxation) -> None:
        super().__init__(relaxation)
        self.cut_link = np.empty(0, np.int64)
        self.cut_radius = np.empty(0)
        self.first = self.program.rows
        self.cover = np.flatnonzero(self.frame.uncovered >= 0)
        self._add_cover()
        if (self.frame.distance >= 0).any():
            even = np.zeros(self.frame.binaries)
            usable = self.frame.upper[: self.frame.binaries] > 0
            even[usable] = (self.model.sites or 10) / max(int(usable.sum()), 1)
            self._add(
                *self._radii(np.maximum(even, self.frame.lower[: self.frame.binaries])),
                np.full(len(self.frame.cost), -1.0),
            )

    def _add_cover(self) -> None:
        links = self.frame.links
        position = np.full(len(links.point), -1)
        position[self.cover] = np.arange(len(self.cover))
        entries = np.flatnonzero((links.length <= links.radius[links.row]) & (position[links.row] >= 0))
        rows = np.concatenate((position[links.row[entries]], np.arange(len(self.cover))))
        columns = np.concatenate((links.column[entries], self.frame.uncovered[self.cover]))
        matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(self.cover), len(self.frame.cost)))
        matrix.data[:] = 1.0
        self.program.add_rows(matrix, np.ones(len(self.cover)), np.full(len(self.cover), np.inf))
        self.first_cut = self.program.rows

    def _radii(self, open_: Floats) -> tuple[Floats, Floats]:
        """For each link the radius of its strongest cut, and what the cut says theta is at least."""
        links = self.frame.links
        part = open_[links.column]
        running = np.cumsum(part)
        offset = np.append(0.0, running)[links.starts[:-1]]
        full = running - np.repeat(offset, np.diff(links.starts)) >= 1.0 - 1e-9
        place = np.where(full, np.arange(len(full)), len(full))
        place = np.minimum.reduceat(np.append(place, len(full)), links.starts[:-1]) if len(links.point) else place
        place = np.where(np.diff(links.starts) > 0, place, len(full))
        radius = np.minimum(np.append(links.length, np.inf)[place], links.cap)
        below = np.maximum(radius[links.row] - links.length, 0.0) * part
        return radius, radius - summed(below, links.row, len(radius))

    def tighten(self, outcome: Outcome, until: float) -> bool:
        if not (self.frame.distance >= 0).any() or time.perf_counter() > until:
            return False
        return self._add(*self._radii(outcome.values[: self.frame.binaries]), outcome.values)

    def _add(self, radius: Floats, least: Floats, values: Floats) -> bool:
        links = self.frame.links
        violated = np.flatnonzero(least > values[self.frame.distance] + TIGHT * np.maximum(radius, 1e-300))
        if not len(violated):
            return False
        position = np.full(len(links.point), -1)
        position[violated] = np.arange(len(violated))
        entries = np.flatnonzero((position[links.row] >= 0) & (links.length < radius[links.row]))
        row = links.row[entries]
        rows = np.concatenate((position[row], np.arange(len(violated))))
        columns = np.concatenate((links.column[entries], self.frame.distance[violated]))
        data = np.concatenate((radius[row] - links.length[entries], np.ones(len(violated))))
        matrix = sparse.csr_matrix((data, (rows, columns)), shape=(len(violated), len(self.frame.cost)))
        self.program.add_rows(matrix, radius[violated], np.full(len(violated), np.inf))
        self.cut_link = np.concatenate((self.cut_link, violated))
        self.cut_radius = np.concatenate((self.cut_radius, radius[violated]))
        return True

    def multipliers(self, outcome: Outcome) -> Multipliers:
        count, frame = len(self.frame.links.point), self.frame
        duals = np.maximum(outcome.duals[self.first_cut :], 0.0)
        distance = summed(duals, self.cut_link, count)
        assigned = summed(duals * self.cut_radius, self.cut_link, count)
        cover = np.zeros(count)
        cover[self.cover] = np.maximum(outcome.duals[self.first : self.first_cut], 0.0)
        return Multipliers(assigned, distance, cover, outcome.duals[: len(frame.low)])


class Planned(Served):
    """Need is assigned by plan: shares of links are columns, priced in as they pay."""

    def __init__(self, relaxation: Relaxation) -> None:
        raise NotImplementedError
