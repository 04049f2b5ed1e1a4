"""Other choices that are nearly as good, and really other."""

from __future__ import annotations

from collections.abc import Callable

from madang.analysis.methods.programme.model import Model
from madang.analysis.methods.programme.solve import programme
from madang.analysis.methods.solution import Infeasible, Solution

Tell = Callable[[float], None]


def alternatives(
    model: Model,
    best: Solution,
    count: int,
    *,
    differ: int = 1,
    within: float = 0.05,
    seconds: float = 60.0,
    seed: int = 0,
    tell: Tell | None = None,
) -> tuple[Solution, ...]:
    """Up to `count` choices besides `best`, best first; any two (and `best`) differ in at least `differ` of their new sites.

    `within`: how much worse than `best` they may be, as a share of its objective. Each has the bound of what is left to choose:
    when it is proved, no choice that differs as much from those before is better. Fewer come back when no more exist,
    or none within the share.
    `seconds` are for all of them together.
    """
    found: list[Solution] = []
    for number in range(count):
        earlier = tuple((solution.sites, differ) for solution in (best, *found))
        try:
            next_ = programme(
                model.but(differ=(*model.differ, *earlier)),
                seconds=seconds / count,
                seed=seed,
                tell=part_of(tell, number, count),
            )
        except Infeasible:
            break
        if _worse(best, next_) > within:
            break
        found.append(next_)
    return tuple(found)


def _worse(best: Solution, other: Solution) -> float:
    loss = other.objective - best.objective if best.sense == "min" else best.objective - other.objective
    return loss / max(abs(best.objective), 1e-12)


def part_of(tell: Tell | None, number: int, count: int) -> Tell | None:
    """Hears of one of `count` steps and tells of all of them."""
    if tell is None:
        return None
    return lambda share: tell((number + share) / count)
