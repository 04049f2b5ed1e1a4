"""What cannot be done, named with how much is missing."""

from __future__ import annotations

import numpy as np

from madang.analysis.methods.programme.evaluate import Flags, nearest, worst_tenth
from madang.analysis.methods.programme.model import Model, Service, Status
from madang.analysis.methods.solution import Infeasible

Points = dict[str, tuple[int, ...]]


def check(model: Model) -> None:
    """Raise `Infeasible` with everything that not even opening every candidate would mend, or that the sites required already break."""
    shortfall: dict[str, float] = {}
    where: Points = {}
    required = model.status == Status.REQUIRED
    moving = model.status == Status.MAY_MOVE
    closing = moving | (model.status == Status.MAY_CLOSE)
    if model.sites is not None:
        shortfall["sites"] = int(required.sum()) - model.sites - int(moving.sum())
    if model.budget is not None:
        shortfall["budget"] = float(model.fixed_cost[required].sum() - model.fixed_cost[closing].sum()) - model.budget
    for number, service in enumerate(model.services):
        usable = model.allowed[number] & (model.status != Status.FORBIDDEN)
        missing, points = _of_service(model, service, usable)
        shortfall |= {f"{name}: {service.name}": amount for name, amount in missing.items()}
        where |= {f"{name}: {service.name}": at for name, at in points.items()}
        if model.everybody:
            shortfall[f"capacity: {service.name}"] = float(service.need.sum()) - _capacity(model, number, usable)
    unused = np.flatnonzero(required & ~_reached(model))
    shortfall["required sites that nobody reaches"] = len(unused)
    short = {name: float(amount) for name, amount in shortfall.items() if amount > 1e-9}
    if short:
        raise Infeasible(short, {name: at for name, at in where.items() if name in short})


def _of_service(model: Model, service: Service, usable: Flags) -> tuple[dict[str, float], Points]:
    """What is missing for one service with all `usable` candidates open."""
    _, distance = nearest(service, usable)
    some = service.need > 0
    missing: dict[str, float] = {}
    points: Points = {}
    if model.everybody:
        _miss("unreachable", some & np.isinf(distance), service, missing, points)
    if service.maximum is not None:
        _miss("maximum distance", some & np.isfinite(distance) & (distance > service.maximum), service, missing, points)
    if service.worst_decile is not None and not points:
        missing["worst decile"] = worst_tenth(distance, service.need) - service.worst_decile
    for district, least in enumerate([] if service.minimum_cover is None else service.minimum_cover):
        mine = model.district == district
        reachable = service.need[mine & (distance <= service.radius)].sum()
        missing[f"minimum cover of district {district}"] = float(least * service.need[mine].sum() - reachable)
    return missing, points


def _miss(name: str, at: Flags, service: Service, missing: dict[str, float], points: Points) -> None:
    if at.any():
        missing[name] = float(service.need[at].sum())
        points[name] = tuple(int(point) for point in np.flatnonzero(at))


def _capacity(model: Model, number: int, usable: Flags) -> float:
    """The most that can be served: all existing sites and the largest new ones."""
    new = np.sort(model.capacity[number][usable & ~model.existing])[::-1]
    count = len(new) if model.sites is None else model.sites + int((model.status == Status.MAY_MOVE).sum())
    return float(model.capacity[number][usable & model.existing].sum() + new[:count].sum())


def _reached(model: Model) -> Flags:
    """Which candidates some point with need lists for a service that they are allowed to offer (m,)."""
    reached = np.zeros(model.candidates + 1, bool)
    for number, service in enumerate(model.services):
        listed = np.zeros(model.candidates + 1, bool)
        listed[service.distances.candidates[service.need > 0]] = True
        reached |= listed & np.append(model.allowed[number], False)
    return reached[:-1]
