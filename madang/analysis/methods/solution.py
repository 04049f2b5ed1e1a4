"""What an optimisation found, and the proof of how good it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from madang.lib.problems import Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

Sense = Literal["min", "max"]
PROVED = 1e-9
"""A gap up to this share of the objective is the rounding of sums, and the solution is optimal for its model."""


@dataclass(frozen=True)
class Leaf:
    """One part of all choices, and the multipliers that bound it.

    Every choice of sites that opens all of `opened` and none of `closed` is no better than the Lagrangian bound of the model at
    `multipliers` (one for each demand point, then one for each further constraint in the model's order). The leaves of a proof
    divide all choices: each but the first two halves comes from cutting a part by one candidate, open or closed.
    """

    opened: Ints
    closed: Ints
    multipliers: Floats


@dataclass(frozen=True)
class Solution:
    """Chosen candidates with the objective they reach and the bound that nothing passes.

    `sites`: numbers of the candidates, rising. `objective` is recomputed from `sites` in full, never the solver's running total.
    `bound` is below (sense min) or above (max) the objective of every choice. `assignment` (n,): the site of each demand point,
    -1 if none; methods without one leave it empty. `leaves` prove `bound`; empty if nothing but the solver's word stands for it.
    """

    sense: Sense
    sites: Ints
    objective: float
    bound: float
    seconds: float
    assignment: Ints = field(default_factory=lambda: np.empty(0, np.int32))
    leaves: tuple[Leaf, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    """What only one method tells, by its own names (for example `{"nodes": 3}`)."""

    @property
    def gap(self) -> float:
        """How much better another choice could be at most, as a share of the objective; 0 if proved."""
        distance = self.objective - self.bound if self.sense == "min" else self.bound - self.objective
        gap = max(0.0, distance) / max(abs(self.objective), 1e-12)
        return 0.0 if gap <= PROVED else gap

    @property
    def proved(self) -> bool:
        """Whether nothing better exists for this model."""
        return self.gap == 0.0


class Infeasible(Exception):
    """No choice satisfies the constraints. `shortfall` says which, by how much, in words of the method (`{"capacity": 120.0}`).

    `where`: the demand points concerned, by the same names, for those that concern some points only.
    """

    def __init__(self, shortfall: dict[str, float], where: dict[str, tuple[int, ...]] | None = None) -> None:
        super().__init__(", ".join(f"{name}: short by {amount:g}" for name, amount in shortfall.items()))
        self.shortfall = shortfall
        self.where = where or {}


class NoneFound(Problem):
    """Time ran out with neither a choice nor the proof that there is none."""

    en = (
        "No choice that keeps all conditions was found in {seconds} seconds, and none is proved impossible. Offer fewer candidates,"
        " loosen a condition, or allow more seconds."
    )
    ko = (
        "모든 조건을 지키는 선택을 {seconds}초 안에 찾지 못했고, 불가능하다고 증명되지도 않았습니다. 후보지를 줄이거나, 조건을 완화하거나,"
        " 제한 시간을 늘리세요."
    )
