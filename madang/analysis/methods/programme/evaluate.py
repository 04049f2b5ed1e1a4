"""What a choice of sites means for people: in full, from the choice alone, and fast enough for a page that waits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.programme.links import summed
from madang.analysis.methods.programme.model import Floats, Ints, Model, Service, Status

Flags = NDArray[np.bool_]
TENTH = 0.1


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A choice of sites, evaluated for s services and n points.

    `objective`: in the sense of the model; infinite when somebody reaches no open site. `site` (s, n): the site that serves a
    point (most of it, where a plan divides it), -1 if none. `distance` (s, n): to it (the mean over the parts), infinite if none.
    `covered`, `coverage`, `mean`, `worst`, `worst_tenth` (s,): need within the standard, as a share of all need, and distances
    of need (mean, farthest point, mean of the tenth that lives farthest). `served` (s, m): need at each site.
    `cost`: money spent after what closing gives back. `opened`: new sites that count to the number.
    `broken`: constraints that do not hold, and by how much; empty when the choice is allowed.
    """

    objective: float
    site: Ints
    distance: Floats
    covered: Floats
    coverage: Floats
    mean: Floats
    worst: Floats
    worst_tenth: Floats
    served: Floats
    cost: float
    opened: int
    broken: dict[str, float]


def evaluate(model: Model, sites: Ints, offered: Flags | None = None) -> Evaluation:
    """All that follows from opening `sites` (every open one, existing ones included) under the model.

    `offered` (s, m): which services each site offers; all it is allowed to, if not given. Constraints are reported, not enforced.
    Takes milliseconds where everybody goes to the nearest site; with capacities or unit costs a transport problem is solved.
    """
    open_ = np.zeros(model.candidates, bool)
    open_[sites] = True
    offered = model.allowed & open_ if offered is None else offered & model.allowed & open_
    if model.assigns:
        from madang.analysis.methods.programme.transport import assigned

        site, distance, inside, served, missing = assigned(model, offered)
    else:
        site, distance, inside, served = _nearest(model, offered)
        missing = 0.0
    need = np.stack([service.need for service in model.services])
    covered = np.asarray((need * inside).sum(axis=1))
    tenth = np.array([worst_tenth(d, w) for d, w in zip(distance, need, strict=True)])
    found = Evaluation(
        objective=_objective(model, distance, inside),
        site=site,
        distance=distance,
        covered=covered,
        coverage=covered / np.maximum(need.sum(axis=1), 1e-300),
        mean=np.array([_total(d, w) / max(w.sum(), 1e-300) for d, w in zip(distance, need, strict=True)]),
        worst=np.array([d[w > 0].max(initial=0.0) for d, w in zip(distance, need, strict=True)]),
        worst_tenth=tenth,
        served=served,
        cost=cost(model, open_, offered, served),
        opened=opened(model, open_),
        broken={},
    )
    found.broken.update(_broken(model, found, inside, open_, offered, missing))
    return found


def nearest(service: Service, offered: Flags) -> tuple[Ints, Floats]:
    """The nearest candidate out of `offered` (m,) for each point, -1 if none is listed, and its distance (n,)."""
    listed = np.append(offered, False)[service.distances.candidates]
    first = listed.argmax(axis=1)
    rows = np.arange(len(first))
    some = listed[rows, first] if listed.shape[1] else np.zeros(len(first), bool)
    site = np.where(some, service.distances.candidates[rows, first], -1).astype(np.int32)
    return site, np.where(some, service.distances.length[rows, first], np.inf)


def worst_tenth(distance: Floats, need: Floats) -> float:
    """Mean distance of the tenth of the need that has it farthest; a point on the edge counts with the part that is in."""
    order = np.argsort(-distance, kind="stable")
    order = order[need[order] > 0]
    total = float(need.sum()) * TENTH
    before = np.concatenate(([0.0], np.cumsum(need[order])))[:-1]
    part = np.clip(total - before, 0.0, need[order])
    return _total(distance[order], part) / total if total else 0.0


def opened(model: Model, open_: Flags) -> int:
    """New sites that count to the number: each existing one that moved gives one back."""
    new = open_ & ~model.existing
    moved = ~open_ & (model.status == Status.MAY_MOVE)
    return int(new.sum()) - int(moved.sum())


def cost(model: Model, open_: Flags, offered: Flags, served: Floats) -> float:
    """Money for new sites, their services and what they serve, less what closing gives back."""
    new = open_ & ~model.existing
    closed = ~open_ & np.isin(model.status, (Status.MAY_CLOSE, Status.MAY_MOVE))
    of_service = (model.service_cost * offered)[:, new].sum() if model.chooses_services else 0.0
    of_need = float((model.unit_cost * served)[:, new].sum())
    return float(model.fixed_cost[new].sum() + of_service + of_need - model.fixed_cost[closed].sum())


def _nearest(model: Model, offered: Flags) -> tuple[Ints, Floats, Floats, Floats]:
    """Site, distance and whether within the standard (s, n), and need at each site (s, m)."""
    found = [nearest(service, offered[number]) for number, service in enumerate(model.services)]
    site, distance = np.stack([pair[0] for pair in found]), np.stack([pair[1] for pair in found])
    inside = np.stack([d <= service.radius for d, service in zip(distance, model.services, strict=True)]).astype(
        np.float64
    )
    served = np.stack(
        [
            summed(service.need[to >= 0], to[to >= 0], model.candidates)
            for to, service in zip(site, model.services, strict=True)
        ]
    )
    return site, distance, inside, served


def _objective(model: Model, distance: Floats, inside: Floats) -> float:
    weight = np.stack([model.weight(number) for number in range(len(model.services))])
    if model.objective == "covering":
        return float((weight * inside).sum())
    total = _total(distance, weight)
    if model.objective == "p_median":
        return total
    worst = max(
        (float(d[s.need > 0].max(initial=0.0)) for d, s in zip(distance, model.services, strict=True)), default=0.0
    )
    return model.share * worst + (1.0 - model.share) * total / max(float(weight.sum()), 1e-300)


def _total(distance: Floats, weight: Floats) -> float:
    """Sum of weight x distance; who counts nothing may be unreachable."""
    return float(np.where(weight > 0, distance, 0.0).ravel() @ weight.ravel())


def _broken(
    model: Model, found: Evaluation, inside: Floats, open_: Flags, offered: Flags, missing: float
) -> dict[str, float]:
    """By how much each constraint is missed."""
    excess: dict[str, float] = {"capacity": missing}
    if model.sites is not None:
        excess["sites"] = found.opened - model.sites
    if model.budget is not None:
        excess["budget"] = found.cost - model.budget
    excess["keep"] = int((~open_ & np.isin(model.status, (Status.KEEP, Status.REQUIRED))).sum())
    excess["forbidden"] = int((open_ & (model.status == Status.FORBIDDEN)).sum())
    if model.each is not None:
        excess["each"] = int(np.maximum(offered[:, ~model.existing].sum(axis=0) - model.each, 0).sum())
    new = open_ & ~model.existing
    for number, (earlier, least) in enumerate(model.differ):
        mine = np.asarray(earlier)[~model.existing[earlier]]
        excess[f"differ {number}"] = least - int((~new[mine]).sum())
    for number, service in enumerate(model.services):
        excess |= {
            f"{what}: {service.name}": amount for what, amount in _promises(model, service, found, inside, number)
        }
    return {
        name: float(amount) for name, amount in excess.items() if amount > 1e-6 * max(1.0, abs(model.budget or 0.0))
    }


def _promises(
    model: Model, service: Service, found: Evaluation, inside: Floats, number: int
) -> list[tuple[str, float]]:
    """What was promised for one service, and by how much it is missed."""
    excess: list[tuple[str, float]] = []
    if service.maximum is not None:
        far = (found.distance[number] > service.maximum) & (service.need > 0)
        excess.append(("maximum distance", float(service.need[far].sum())))
    if service.worst_decile is not None:
        excess.append(("worst decile", found.worst_tenth[number] - service.worst_decile))
    if service.minimum_cover is not None:
        districts = len(service.minimum_cover)
        need = np.bincount(model.district, weights=service.need, minlength=districts)
        covered = np.bincount(model.district, weights=service.need * inside[number], minlength=districts)
        excess += [
            (f"minimum cover of district {d}", float(service.minimum_cover[d] * need[d] - covered[d]))
            for d in range(districts)
        ]
    return excess
