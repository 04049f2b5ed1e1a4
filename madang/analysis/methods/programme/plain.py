"""Questions without further constraints go to the method that is made for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from madang.analysis.methods.programme.model import Model, Status
from madang.analysis.methods.solution import Solution


def handed_over(model: Model, seconds: float, seed: int, tell: Callable[[float], None] | None) -> Solution | None:
    """The answer of p_median, maximal_covering or centdian; None if the model asks more than they know."""
    if not is_plain(model):
        return None
    from madang.analysis.methods.centdian import centdian
    from madang.analysis.methods.cover import within
    from madang.analysis.methods.maximal_covering import maximal_covering
    from madang.analysis.methods.p_median import p_median

    service, weight, p = model.services[0], model.weight(0), model.sites or 0
    asked: Any = {
        "fixed": np.flatnonzero(model.status == Status.KEEP).astype(np.int32),
        "forbidden": np.flatnonzero(model.status == Status.FORBIDDEN).astype(np.int32),
        "seconds": seconds,
        "seed": seed,
        "tell": tell,
    }
    if model.objective == "p_median":
        found = p_median(weight, service.distances, p, **asked)
    elif model.objective == "covering":
        found = maximal_covering(weight, within(service.distances, service.radius), p, **asked)
    else:
        found = centdian(weight, service.distances, p, model.share, **asked)
    sites = np.union1d(found.sites, asked["fixed"]).astype(np.int32)
    more = {**found.more, "method": model.objective, "proof": "leaves" if found.proved else "gap"}
    return replace(found, sites=sites, more=more)


def is_plain(model: Model) -> bool:
    """Whether only the number of sites, kept and forbidden ones limit the choice, for one service."""
    service = model.services[0]
    promises = (service.maximum, service.worst_decile, service.minimum_cover)
    return (
        len(model.services) == 1
        and service.share > 0
        and model.sites is not None
        and model.budget is None
        and not (model.assigns or model.chooses_services or model.differ)
        and all(promise is None for promise in promises)
        and bool(model.allowed.all())
        and bool(np.isin(model.status, (Status.NEW, Status.KEEP, Status.FORBIDDEN)).all())
    )
