"""The best choice of sites for a model, and the proof."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from madang.analysis.methods.programme import plain
from madang.analysis.methods.programme.frame import Frame, frame_of
from madang.analysis.methods.programme.model import Model
from madang.analysis.methods.programme.relaxation import Relaxation
from madang.analysis.methods.programme.search import Best, Part, mixed_integer, search
from madang.analysis.methods.programme.shortfalls import check
from madang.analysis.methods.solution import PROVED, Infeasible, Leaf, NoneFound, Solution

Tell = Callable[[float], None]


def programme(model: Model, *, seconds: float = 60.0, seed: int = 0, tell: Tell | None = None) -> Solution:
    """The best choice of sites for a model, with a bound that its leaves prove.

    `sites`: every open candidate, existing ones included. A question without further constraints goes to the method made for it
    (`more["method"]` names it, whose leaves are then meant). Otherwise `more` holds `proof`: "leaves" (the multipliers prove that
    nothing better exists), "solver" (HiGHS says so, the leaves prove `bound`), or "gap" (time ran out);
    `solver_bound`, HiGHS's own; `nodes`, parts examined; `offered` (s, m), which services each site offers.
    The multipliers of a leaf are those of `bound.Multipliers`.
    The same model, seed and enough time give the same answer.

    Raises `Infeasible` whose `shortfall` names each constraint that cannot hold and by how much, `where` the points concerned;
    `NoneFound` if time ran out with neither a choice nor the proof that there is none.
    """
    check(model)
    began = time.perf_counter()
    handed = plain.handed_over(model, seconds, seed, tell)
    if handed is not None:
        return handed
    frame = frame_of(model)
    relaxation = Relaxation(model, frame)
    until = began + seconds
    best = Best(model, frame)
    first = relaxation.solve(np.empty(0, np.int32), np.empty(0, np.int32), np.inf, until)
    if first.missing > 1e-6:
        _name_what_is_missing(relaxation, best, until)
        relaxation = Relaxation(model, frame)  # the other one asks for what is missing now
    best.round(first.values)
    _tell(tell, 0.2)
    part = Part(first.bound, np.empty(0, np.int32), np.empty(0, np.int32), first)
    said = mixed_integer(relaxation, best, first.bound, time.perf_counter() + 0.4 * (until - time.perf_counter()))
    _tell(tell, 0.5)
    leaves, nodes = search(relaxation, best, part, until, lambda share: _tell(tell, 0.5 + share / 2))
    if best.found is None:
        _name_what_is_missing(relaxation, best, until)
    if best.found is None:
        raise NoneFound(seconds=f"{seconds:g}")
    return _solution(model, frame, best, leaves, said, nodes, time.perf_counter() - began)


def _solution(
    model: Model, frame: Frame, best: Best, parts: list[Part], said: float, nodes: int, seconds: float
) -> Solution:
    assert best.found is not None
    found = best.found
    low = min(min(part.bound for part in parts), best.value)
    bound, solver_bound = (
        (frame.total - low, frame.total - said) if frame.total or model.objective == "covering" else (low, said)
    )
    leaves = tuple(Leaf(part.opened, part.closed, part.relaxed.multipliers.flat()) for part in parts)
    closed = (best.value - low) <= PROVED * max(abs(found.objective), 1e-12)
    sure = (best.value - said) <= 1e-7 * max(abs(found.objective), 1e-12)
    return Solution(
        "max" if model.objective == "covering" else "min",
        best.sites,
        found.objective,
        bound,
        seconds,
        found.site.ravel(),
        leaves,
        {
            "method": "programme",
            "proof": "leaves" if closed else "solver" if sure else "gap",
            "solver_bound": solver_bound,
            "nodes": nodes,
            "offered": best.offered,
        },
    )


def _name_what_is_missing(relaxation: Relaxation, best: Best, until: float) -> None:
    """Raise `Infeasible` if the rows cannot hold together; else the sites with which they do are a choice."""
    missing, columns = relaxation.least_missing(max(until, time.perf_counter() + 10.0))
    if missing:
        raise Infeasible(missing)
    if len(columns):
        best.take(columns > 0.5)


def _tell(tell: Tell | None, share: float) -> None:
    if tell is not None:
        tell(min(share, 1.0))
