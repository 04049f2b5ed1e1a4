"""Questions without further constraints go to the method that is made for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from madang.analysis.methods.programme.model import Model, Status
from madang.analysis.methods.solution import Solution


def handed_over(model: Model, seconds: float, seed: int, tell: Callable[[float], None] | None) -> Solution | None:
    """The answer of p_median, maximal_covering or centdian; None if the model asks more than they know."""
    if not is_plain(model):
        return None
    from madang.analysis.methods.p_median import p_median

    service = model.services[0]
    fixed = np.flatnonzero(model.status == Status.KEEP)
    forbidden = np.flatnonzero(model.status == Status.FORBIDDEN)
    if model.objective != "p_median":
        return None
    found = p_median(
        model.weight(0),
        service.distances,
        model.sites or 0,
        fixed=fixed,
        forbidden=forbidden,
        seconds=seconds,
        seed=seed,
        tell=tell,
    )
    return replace(found, more={**found.more, "method": model.objective, "proof": "leaves" if found.proved else "gap"})


def is_plain(model: Model) -> bool:
    """Whether only the number of sites, kept and forbidden ones limit the choice, for one service."""
    service = model.services[0]
    promises = (service.maximum, service.worst_decile, service.minimum_cover)
    return (
        len(model.services) == 1
        and model.sites is not None
        and model.budget is None
        and not (model.assigns or model.chooses_services or model.differ)
        and all(promise is None for promise in promises)
        and bool(model.allowed.all())
        and bool(np.isin(model.status, (Status.NEW, Status.KEEP, Status.FORBIDDEN)).all())
    )
