"""From a relaxation to choices: rounding, HiGHS's own branch and bound for good ones, and ours whose leaves are proofs."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from madang.analysis.methods.programme.evaluate import Evaluation, Flags, evaluate
from madang.analysis.methods.programme.frame import Frame
from madang.analysis.methods.programme.model import Floats, Ints, Model
from madang.analysis.methods.programme.relaxation import Relaxation, Relaxed
from madang.analysis.methods.solution import PROVED

WHOLE = 1e-6
"""A column this near to 0 or 1 is whole."""


@dataclass(frozen=True, eq=False)
class Part:
    """A part of all choices: columns open and closed in it, and what its relaxation proves."""

    bound: float
    opened: Ints
    closed: Ints
    relaxed: Relaxed


class Best:
    """The best choice so far; `value` is what is minimised (for covering: the weight left out)."""

    def __init__(self, model: Model, frame: Frame) -> None:
        self.model, self.frame = model, frame
        self.value = np.inf
        self.found: Evaluation | None = None
        self.sites: Ints = np.empty(0, np.int32)
        self.offered: Flags = np.zeros((len(model.services), model.candidates), bool)

    def take(self, columns: Flags) -> bool:
        """Evaluate a choice (binaries,) and keep it if it is allowed and better."""
        m = self.model.candidates
        open_ = columns[:m]
        offered = self.model.allowed & open_
        if self.model.chooses_services:
            offered &= self.model.existing | columns[m:].reshape(offered.shape)
        sites = np.flatnonzero(open_).astype(np.int32)
        found = evaluate(self.model, sites, offered)
        value = self.frame.total - found.objective if self.model.objective == "covering" else found.objective
        if found.broken or not value < self.value:
            return False
        self.value, self.found, self.sites, self.offered = value, found, sites, offered
        return True

    def round(self, open_: Floats) -> bool:
        """Open columns by how far a relaxation's values open them, as long as the rows over sites alone hold."""
        frame, count = self.frame, self.frame.binaries
        chosen = frame.lower[:count] > 0.5
        limits = np.flatnonzero(np.isfinite(frame.high) & np.isin(frame.names, ("sites", "budget", "differ")))
        rows = frame.rows[limits][:, :count].toarray()
        used = rows @ chosen
        m = self.model.candidates
        open_ = open_[:count]
        for column in np.argsort(-open_, kind="stable"):
            if chosen[column] or frame.upper[column] < 0.5 or (open_[column] < WHOLE and not rows[:, column].any()):
                continue
            if column >= m and not chosen[column % m]:
                continue
            if (used + rows[:, column] <= frame.high[limits] + 1e-9).all():
                chosen[column] = True
                used += rows[:, column]
        return self.take(chosen)

    @property
    def enough(self) -> float:
        """A part whose bound reaches this holds nothing better."""
        return self.value - PROVED * abs(self.found.objective) if self.found is not None else np.inf


def mixed_integer(relaxation: Relaxation, best: Best, bound: float, until: float) -> float:
    """Let HiGHS solve the relaxation with whole columns, add what its answer misses, and again; the bound that HiGHS claims."""
    binaries = np.arange(relaxation.frame.binaries)
    relaxation.program.whole(binaries, True)
    claimed = bound
    while time.perf_counter() < until and claimed < best.enough:
        outcome = relaxation.program.run(until)
        if outcome.state == "optimal" or np.isfinite(outcome.bound):
            claimed = max(claimed, outcome.bound)
        if not len(outcome.values) or outcome.state == "infeasible":
            break
        best.take(outcome.values[binaries] > 0.5)
        if outcome.state != "optimal" or not relaxation.served.tighten(outcome, until):
            break
    relaxation.program.whole(binaries, False)
    return claimed if relaxation.served.complete else bound


def search(
    relaxation: Relaxation, best: Best, first: Part, until: float, tell: Callable[[float], None]
) -> tuple[list[Part], int]:
    """Divide all choices until each part is proved to hold nothing better, or time is over; the parts and how many were examined."""
    waiting = [(first.bound, 0, first)]
    done: list[Part] = []
    nodes = 1
    began = time.perf_counter()
    while waiting and waiting[0][0] < best.enough and time.perf_counter() < until:
        _, _, part = heapq.heappop(waiting)
        column = _doubtful(part.relaxed.values[: relaxation.frame.binaries], relaxation.frame)
        if column < 0:
            done.append(part)
            continue
        for opened, closed in (
            (np.append(part.opened, column), part.closed),
            (part.opened, np.append(part.closed, column)),
        ):
            child = _examine(relaxation, best, part, opened.astype(np.int32), closed.astype(np.int32), until)
            heapq.heappush(waiting, (child.bound, nodes, child))
            nodes += 1
        tell((time.perf_counter() - began) / max(until - began, 1e-9))
    return done + [part for _, _, part in sorted(waiting, key=lambda item: item[:2])], nodes


def _examine(relaxation: Relaxation, best: Best, parent: Part, opened: Ints, closed: Ints, until: float) -> Part:
    relaxed = relaxation.solve(opened, closed, best.enough, until)
    if relaxed.missing <= WHOLE:
        best.round(relaxed.values)
    if relaxed.bound >= parent.bound:
        return Part(relaxed.bound, opened, closed, relaxed)
    return Part(
        parent.bound,
        opened,
        closed,
        Relaxed(parent.bound, relaxed.values, parent.relaxed.multipliers, relaxed.missing, relaxed.stopped),
    )


def _doubtful(open_: Floats, frame: Frame) -> int:
    """The column that is neither open nor closed, nearest to a half; -1 if all are whole."""
    doubt = np.minimum(open_, 1.0 - open_)
    column = int(doubt.argmax())
    return column if doubt[column] > WHOLE else -1
