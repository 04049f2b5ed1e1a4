"""What a city wants to decide: who needs what, where it could be, what must stay, and what may be spent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Distances

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Objective = Literal["p_median", "covering", "centdian"]


class Status(IntEnum):
    """What may happen at a candidate."""

    NEW = 0  # may be opened; counts to the number of new sites and to the budget
    KEEP = 1  # stands, and stays open
    MAY_CLOSE = 2  # stands; closing gives its fixed cost back to the budget
    MAY_MOVE = 3  # stands; closing gives its fixed cost back, and one more new site
    FORBIDDEN = 4  # never open
    REQUIRED = 5  # new, and opened in any case


EXISTING = (Status.KEEP, Status.MAY_CLOSE, Status.MAY_MOVE)


@dataclass(frozen=True, eq=False)
class Service:
    """One kind of care: who needs it, how far it is, and what is promised.

    `need` (n,): people (or any unit) at each demand point, >= 0. `distances`: from the points to all candidates of the model.
    `radius`: the standard; a point is covered when an open site is at most so far, in the unit of `distances`.
    `share`: weight of the service in the objective. The rest are constraints, none by default: `maximum`, no point with need is
    farther than this; `worst_decile`, the tenth of the need that lives farthest has at most this mean distance;
    `minimum_cover` (districts,), the share of each district's need that is covered (0 to 1).
    """

    name: str
    need: Floats
    distances: Distances
    radius: float
    share: float = 1.0
    maximum: float | None = None
    worst_decile: float | None = None
    minimum_cover: Floats | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """A city's question to `programme`: n demand points, m candidates, s services.

    `status` (m,): a `Status` each. `sites`: at most so many new ones; `budget`: at most so much money; at least one is given.
    `fixed_cost` (m,): of opening a site, or what closing an existing one gives back. `service_cost` (s, m): of offering a
    service at a new site, on top. `unit_cost` (m,): for each unit of need that a new site serves. `allowed` (s, m): which
    services a candidate can offer. `each`: how many of them a new site offers at most (None: all it can). `capacity` (s, m):
    the need that a site serves at most. With a finite capacity or a unit cost the plan assigns need to sites, and may divide a point
    among several; else everybody goes to the nearest.

    `objective`, over w = share x need x (1 + deprivation_weight x deprivation): "p_median" the sum of w x distance; "covering" the
    w within the standard (sense max); "centdian" `share` x the worst distance + (1 - share) x the mean distance by w.
    `deprivation` (n,): 0 to 1. `district` (n,): numbers from 0, for `minimum_cover`.
    `differ`: earlier choices, each with how many of their new sites must not be chosen again.

    Raises ValueError for what cannot be meant (wrong shapes, negative or not finite need, unknown status).
    """

    services: tuple[Service, ...]
    status: Ints
    sites: int | None = None
    budget: float | None = None
    fixed_cost: Floats = field(default_factory=lambda: np.empty(0))
    service_cost: Floats = field(default_factory=lambda: np.empty((0, 0)))
    unit_cost: Floats = field(default_factory=lambda: np.empty(0))
    allowed: NDArray[np.bool_] = field(default_factory=lambda: np.empty((0, 0), bool))
    each: int | None = None
    capacity: Floats = field(default_factory=lambda: np.empty((0, 0)))
    objective: Objective = "p_median"
    share: float = 0.0
    deprivation: Floats = field(default_factory=lambda: np.empty(0))
    deprivation_weight: float = 0.0
    district: Ints = field(default_factory=lambda: np.empty(0, np.int32))
    differ: tuple[tuple[Ints, int], ...] = ()

    def __post_init__(self) -> None:
        m, s = len(self.status), len(self.services)
        self._fill("status", np.asarray(self.status, np.int32), (m,), 0)
        for name, shape, default in (
            ("fixed_cost", (m,), 0.0),
            ("unit_cost", (m,), 0.0),
            ("service_cost", (s, m), 0.0),
            ("allowed", (s, m), True),
            ("capacity", (s, m), np.inf),
            ("deprivation", (self.points,), 0.0),
            ("district", (self.points,), 0),
        ):
            self._fill(name, getattr(self, name), shape, default)
        self._check()

    def _fill(self, name: str, value: Any, shape: tuple[int, ...], default: Any) -> None:
        array = np.asarray(value)
        array = np.full(shape, default) if array.size == 0 else np.broadcast_to(array, shape)
        object.__setattr__(
            self, name, np.ascontiguousarray(array, array.dtype if name in ("status", "district", "allowed") else float)
        )

    def _check(self) -> None:
        if not self.services:
            raise ValueError("a model needs a service")
        if self.sites is None and self.budget is None:
            raise ValueError("say how many new sites, or how much money")
        if (self.sites or 0) < 0 or (self.budget or 0) < 0:
            raise ValueError("neither sites nor budget can be negative")
        if not np.isin(self.status, list(Status)).all():
            raise ValueError("unknown status of a candidate")
        if self.objective not in ("p_median", "covering", "centdian"):
            raise ValueError(f"unknown objective {self.objective!r}")
        for value in (self.fixed_cost, self.unit_cost, self.service_cost, self.deprivation):
            _not_negative(value, "costs and deprivation")
        for service in self.services:
            _not_negative(service.need, f"the need of {service.name}")
            if service.distances.candidates.shape[0] != self.points or service.distances.count != len(self.status):
                raise ValueError(
                    f"the distances of {service.name} do not fit {self.points} points and {len(self.status)} candidates"
                )

    @property
    def points(self) -> int:
        return len(self.services[0].need) if self.services else 0

    @property
    def candidates(self) -> int:
        return len(self.status)

    @property
    def existing(self) -> NDArray[np.bool_]:
        """Which candidates stand today (m,)."""
        return np.isin(self.status, EXISTING)

    @property
    def chooses_services(self) -> bool:
        """Whether it is decided which services a new site offers; else it offers all it can."""
        return self.each is not None or bool(self.service_cost.any())

    @property
    def assigns(self) -> bool:
        """Whether need is assigned by plan (capacities, unit costs) rather than to the nearest site."""
        return bool(np.isfinite(self.capacity[self.allowed]).any() or self.unit_cost.any())

    @property
    def everybody(self) -> bool:
        """Whether all need must reach an open site; else (covering alone) some may be left out."""
        return self.objective != "covering" or any(
            s.worst_decile is not None or s.maximum is not None for s in self.services
        )

    def weight(self, number: int) -> Floats:
        """How much each point counts in the objective for one service (n,)."""
        service = self.services[number]
        return np.asarray(service.share * service.need * (1.0 + self.deprivation_weight * self.deprivation), np.float64)

    def but(self, **changes: Any) -> Model:
        """The same model with other values."""
        return replace(self, **changes)


def _not_negative(value: Floats, what: str) -> None:
    if not np.isfinite(value).all() or (value < 0).any():
        raise ValueError(f"{what} must be finite and not negative")
