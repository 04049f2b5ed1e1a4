"""Opening in phases: what is opened first, when not all can be opened at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from madang.analysis.methods.programme.alternatives import Tell, part_of
from madang.analysis.methods.programme.model import Ints, Model, Status
from madang.analysis.methods.programme.solve import programme
from madang.analysis.methods.solution import Solution


@dataclass(frozen=True)
class Phase:
    """One phase: the sites it opens (numbers of candidates), and the whole city once it is done.

    `solution.bound` is that of the phase's own question: among the final sites, with those of earlier phases open.
    """

    opens: Ints
    solution: Solution


def phases(
    model: Model,
    final: Solution,
    steps: Sequence[float],
    *,
    by: str = "sites",
    seconds: float = 60.0,
    seed: int = 0,
    tell: Tell | None = None,
) -> tuple[Phase, ...]:
    """The order in which the new sites of `final` open, so that each phase is as good as it can be on the way there.

    `steps`: what all phases up to this one may use together, rising: a number of sites (`by="sites"`) or money (`by="budget"`).
    Sites of earlier phases stay. Each phase chooses the best of the final sites that it can pay; existing sites that close do so
    before the first, and `steps` count what they give back as given already.
    Constraints (maximum distance, worst decile, districts, differing) hold at the end, not on the way.
    """
    on_the_way, opened = _on_the_way(model, final), np.empty(0, np.int32)
    found: list[Phase] = []
    for number, step in enumerate(steps):
        solution = programme(
            _step(on_the_way, opened, step, by),
            seconds=seconds / len(steps),
            seed=seed,
            tell=part_of(tell, number, len(steps)),
        )
        new = np.setdiff1d(solution.sites[~model.existing[solution.sites]], opened).astype(np.int32)
        found.append(Phase(new, solution))
        opened = np.sort(np.concatenate((opened, new))).astype(np.int32)
    return tuple(found)


def _on_the_way(model: Model, final: Solution) -> Model:
    """The model with only the final sites to choose from; what closes, closes before the first phase, and gives back what it gives."""
    status = model.status.copy()
    status[~model.existing] = Status.FORBIDDEN
    status[final.sites[~model.existing[final.sites]]] = Status.NEW
    closed = np.setdiff1d(np.flatnonzero(model.existing), final.sites)
    status[model.existing] = Status.KEEP
    status[closed] = Status.FORBIDDEN
    without = tuple(replace(service, maximum=None, worst_decile=None, minimum_cover=None) for service in model.services)
    return model.but(services=without, status=status, differ=())


def _step(model: Model, opened: Ints, step: float, by: str) -> Model:
    status = model.status.copy()
    status[opened] = Status.REQUIRED
    limit = {"sites": int(step), "budget": None} if by == "sites" else {"sites": None, "budget": float(step)}
    return model.but(status=status, **limit)
