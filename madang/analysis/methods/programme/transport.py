"""Who is served where, once the sites are known: the cheapest assignment within capacities and budget (a linear program)."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.programme.links import summed
from madang.analysis.methods.programme.model import Floats, Ints, Model, Status

SECONDS = 60.0


def assigned(model: Model, offered: NDArray[np.bool_]) -> tuple[Ints, Floats, Floats, Floats, float]:
    """Site (that serves most of a point), mean distance, share within the standard (s, n), need at each site (s, m), need left over.

    What the model promises (maximum distance, worst tenth, districts, budget) is kept if it can be. Points that are not served
    have site -1 and an infinite distance; points without need have their nearest site.
    """
    from madang.analysis.methods.programme.evaluate import nearest
    from madang.analysis.methods.programme.frame import frame_of
    from madang.analysis.methods.programme.planned import Planned
    from madang.analysis.methods.programme.relaxation import Relaxation

    settled = _settled(model, offered)
    relaxation = Relaxation(settled, frame_of(settled))
    served, links = relaxation.served, relaxation.frame.links
    assert isinstance(served, Planned)
    nothing = np.empty(0, np.int32)
    relaxed = relaxation.solve(nothing, nothing, np.inf, time.perf_counter() + SECONDS)
    share = np.clip(served.shares(relaxed.values), 0.0, 1.0)
    count, shape = len(links.point), (len(model.services), model.points)
    found = [nearest(service, offered[number]) for number, service in enumerate(model.services)]
    site, distance = np.stack([pair[0] for pair in found]), np.stack([pair[1] for pair in found])
    inside = np.zeros(shape)
    whole = summed(share, links.row, count)
    at = (links.service, links.point)
    distance[at] = np.where(
        whole > 1e-9, summed(share * links.length, links.row, count) / np.maximum(whole, 1e-9), np.inf
    )
    inside[at] = summed(share * (links.length <= links.radius[links.row]), links.row, count)
    site[at] = -1
    order = np.argsort(share, kind="stable")
    order = order[share[order] > 1e-9]
    site[links.service[links.row[order]], links.point[links.row[order]]] = links.column[order]
    need = links.need[links.row] * share
    amounts = summed(
        need, links.service[links.row] * model.candidates + links.column, len(model.services) * model.candidates
    )
    missing = float((links.need * np.maximum(1.0 - whole, 0.0)).sum()) if model.everybody else 0.0
    return site, distance, inside, amounts.reshape(len(model.services), model.candidates), missing


def _settled(model: Model, offered: NDArray[np.bool_]) -> Model:
    """The model with nothing left to choose but who goes where."""
    open_ = offered.any(axis=0)
    status = np.where(open_, np.where(model.existing, Status.KEEP, Status.REQUIRED), Status.FORBIDDEN)
    budget = model.budget
    if budget is not None:
        closed = ~open_ & np.isin(model.status, (Status.MAY_CLOSE, Status.MAY_MOVE))
        budget += float(model.fixed_cost[closed].sum())
        if model.chooses_services:
            budget -= float((model.service_cost * offered)[:, ~model.existing].sum())
        budget = max(budget, 0.0)
    return model.but(
        status=status,
        allowed=offered,
        sites=model.candidates,
        budget=budget,
        each=None,
        service_cost=np.empty(0),
        differ=(),
    )
