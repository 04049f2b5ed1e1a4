"""Who needs what, and which candidates could serve it, nearest first: one link for each point with need and each service."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.programme.model import Floats, Model, Status

Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Links:
    """Links with their lists of candidates, row after row.

    `service`, `point`, `need` (links,). `starts` (links + 1,), `column` and `length`: the columns of the sites that could serve a link
    (see `frame`) and how far they are, nearest first; `row`: the link of each entry. `kept` (links,): distance to the nearest site
    that stays open in any case, infinite if none. `cap`: no distance is larger. `shortest`: none is smaller.
    `free`: no kept site covers it.
    Where everybody goes to the nearest site, lists end before the kept one: those behind it never serve.
    """

    service: Longs
    point: Longs
    need: Floats
    starts: Longs
    row: Longs
    column: Longs
    length: Floats
    radius: Floats
    kept: Floats
    cap: Floats
    shortest: Floats
    free: NDArray[np.bool_]

    def of(self, link: int) -> tuple[Longs, Floats]:
        """Columns and lengths of one link."""
        part = slice(self.starts[link], self.starts[link + 1])
        return self.column[part], self.length[part]


def summed(values: Floats, at: Longs, count: int) -> Floats:
    """The sum of the values at each of the places 0 to `count` - 1."""
    return np.asarray(np.bincount(at, weights=values, minlength=count), np.float64)


def links_of(model: Model) -> Links:
    """All links of a model."""
    parts = [_of_service(model, number) for number in range(len(model.services))]
    service, point, need, sizes, column, length, kept, last = (
        np.concatenate(part) for part in zip(*parts, strict=True)
    )
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    radius = np.array([item.radius for item in model.services])[service]
    farthest = np.where(np.isfinite(kept) & (not model.assigns), kept, last)
    shortest = np.minimum(np.where(sizes > 0, np.append(length, np.inf)[starts[:-1]], np.inf), kept)
    return Links(
        service,
        point,
        need,
        starts,
        np.repeat(np.arange(len(sizes)), sizes),
        column,
        length,
        radius,
        kept,
        np.where(np.isfinite(farthest), farthest, 0.0),
        np.where(np.isfinite(shortest), shortest, 0.0),
        ~(kept <= radius) | model.assigns,
    )


def _of_service(model: Model, number: int) -> tuple[NDArray[np.generic], ...]:
    service, m = model.services[number], model.candidates
    points = np.flatnonzero(service.need > 0)
    candidates, length = service.distances.candidates[points], service.distances.length[points]
    usable = model.allowed[number] & (model.status != Status.FORBIDDEN)
    always = usable & np.isin(
        model.status, (Status.KEEP,) if model.chooses_services else (Status.KEEP, Status.REQUIRED)
    )
    listed = np.append(usable, False)[candidates]
    kept = np.where(np.append(always, False)[candidates], length, np.inf).min(axis=1, initial=np.inf)
    if not model.assigns:
        listed &= length < kept[:, None]
    if service.maximum is not None and model.assigns:
        listed &= length <= service.maximum
    rows, places = np.nonzero(listed)
    of = candidates[rows, places].astype(np.int64)
    column = np.where(model.existing[of], of, m * (1 + number) + of) if model.chooses_services else of
    last = np.where(listed, length, -np.inf).max(axis=1, initial=-np.inf)
    return (
        np.full(len(points), number),
        points,
        service.need[points],
        listed.sum(axis=1),
        column,
        length[rows, places],
        kept,
        last,
    )
