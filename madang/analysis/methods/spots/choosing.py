"""The spots of one hour: maximal covering of its demand, with spacing, certified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import Cover
from madang.analysis.methods.maximal_covering import maximal_covering
from madang.analysis.methods.solution import Infeasible, Solution
from madang.analysis.methods.spacing import Spacing, spaced
from madang.analysis.methods.spots.disks import disks, pairs

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Numbers = Sequence[int] | NDArray[Any]

CLOSE = 1e-3
"""A gap of 0.1 % is good enough: a forecast is off by far more."""


@dataclass(frozen=True)
class Spots:
    """Chosen candidates, the one that adds most first, then what adds most to it, and so on; required ones among the others.

    `order` (k,): numbers of candidates; `gain` (k,): demand that each adds to those before it; `covered` (k,): what they cover together
    so far, `share` (k,) of `total`. `solution` names the same candidates, rising, with the proved bound. `kind` and `model` are what
    `certificates.export` takes beside it.
    """

    solution: Solution
    order: Ints
    gain: Floats
    total: float
    kind: str
    model: dict[str, Any]

    @property
    def covered(self) -> Floats:
        return np.cumsum(self.gain)

    @property
    def share(self) -> Floats:
        return self.covered / self.total if self.total else np.zeros(len(self.order))

    @property
    def most(self) -> float:
        """The share of the total that no choice passes; 0 without demand."""
        return min(1.0, self.solution.bound / self.total) if self.total else 0.0


def choose(
    demand: Floats,
    points_xy: Floats,
    candidates_xy: Floats,
    radius: float,
    count: int,
    *,
    spacing: float = 0.0,
    required: Numbers = (),
    forbidden: Numbers = (),
    cover: Cover | None = None,
    close: float = CLOSE,
    seconds: float = 10.0,
    seed: int = 0,
    tell: Callable[[float], None] | None = None,
) -> Spots:
    """Up to `count` of the m candidates that cover as much of the demand (n,) >= 0 as possible within `radius` metres.

    `points_xy` (n, 2) and `candidates_xy` (m, 2) in metres. `required` candidates are chosen in any case and count to `count`;
    `forbidden` ones are not chosen, unless required. No two spots are nearer to each other than `spacing` metres. `cover` takes the
    place of straight lines, for distances along streets. `close`: the gap that is good enough. Fewer spots come out where further ones
    would add nothing: no demand is left in reach, candidates run out, or spacing leaves no room.

    Infeasible names `candidates` (as many are missing; none may be chosen), `required` (so many more than `count`), `spacing` (metres
    that are missing between required ones, `where` which). ValueError for demand, coordinates or numbers that make no sense.
    """
    demand, candidates_xy = np.asarray(demand, np.float64), pairs(candidates_xy)
    required, forbidden, cover, apart = put(
        demand, points_xy, candidates_xy, radius, count, spacing, required, forbidden, cover
    )
    model: dict[str, Any] = {"need": demand, "cover": cover, "p": count - len(required), "fixed": required}
    model["forbidden"] = np.setdiff1d(forbidden, required).astype(np.int32)
    solution = maximal_covering(**model, spacing=apart, close=close, seconds=seconds, seed=seed, tell=tell)
    order, gain = by_gain(demand, cover, solution.sites, required)
    solution = replace(solution, sites=np.sort(order))
    if apart is not None:
        model |= {"xy": candidates_xy, "spacing": float(spacing)}
    return Spots(solution, order, gain, float(demand.sum()), "spaced_covering" if apart else "maximal_covering", model)


def put(
    demand: Floats, points_xy: Floats, candidates_xy: Floats, radius: float, count: int, spacing: float,
    required: Numbers, forbidden: Numbers, cover: Cover | None,
) -> tuple[Ints, Ints, Cover, Spacing | None]:  # fmt: skip
    """The required and the forbidden candidates, who reaches whom, and who is too near to whom (None: nobody).

    Raises ValueError for numbers that make no sense, Infeasible if more are required than wanted, or none may be chosen.
    """
    required, forbidden = numbers(required, len(candidates_xy)), numbers(forbidden, len(candidates_xy))
    if not (np.isfinite(demand).all() and (demand >= 0).all() and 0 <= spacing < np.inf and count >= 0):
        raise ValueError("demand, spacing and count are finite and not below 0")
    if len(required) > count:
        raise Infeasible({"required": float(len(required) - count)}, {"required": tuple(map(int, required))})
    if count and not len(required) and len(forbidden) == len(candidates_xy):
        raise Infeasible({"candidates": float(count)})
    cover = disks(points_xy, candidates_xy, radius) if cover is None else cover
    return required, forbidden, cover, spaced(candidates_xy, spacing) if spacing > 0 else None


def by_gain(demand: Floats, cover: Cover, sites: Numbers, required: Numbers = ()) -> tuple[Ints, Floats]:
    """`sites` by what each adds to those before it, the lowest number among equals; those that add nothing only if `required`."""
    left, rest = demand.astype(np.float64), [int(site) for site in sites]
    reached = cover.turned()
    order: list[int] = []
    gain: list[float] = []
    while rest:
        gains = [float(left[reached.of(site)].sum()) for site in rest]
        at = int(np.argmax(gains))
        site = rest.pop(at)
        if gains[at] > 0 or site in required:
            order.append(site)
            gain.append(gains[at])
            left[reached.of(site)] = 0.0
    return np.array(order, np.int32), np.array(gain, np.float64)


def numbers(some: Numbers, count: int) -> Ints:
    """Numbers of candidates, each once and rising. ValueError for those that are none."""
    found = np.unique(np.asarray(some, np.int64))
    if len(found) and not 0 <= found[0] <= found[-1] < count:
        raise ValueError(f"candidates go from 0 to {count - 1}")
    return found.astype(np.int32)
