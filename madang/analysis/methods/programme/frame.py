"""A model as columns and rows: what is decided, what follows, and which rows must hold.

Columns, in this order: y of each candidate (m); where services are chosen, z of each service at each candidate (s x m); then for
each *link* (a point with need, for one service) its distance and, if coverage counts, its uncovered part; then the worst distance
(centdian); then for each capped tenth its edge and each link's distance beyond the edge. Rows in the order of `_rows`.
What ties distance and uncovered part of a link to the sites is not among the rows: see `bound`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from madang.analysis.methods.programme.links import Links, links_of
from madang.analysis.methods.programme.model import Floats, Model, Status

Longs = NDArray[np.int64]
TENTH = 0.1


@dataclass(frozen=True, eq=False)
class Frame:
    """minimise cost' v over lower <= v <= upper, low <= rows v <= high; the first `binaries` columns are 0 or 1.

    `distance` and `uncovered` (links,): their columns, -1 where nobody asks. `total`: what covering subtracts from (0 else).
    `names`: of each row, for what is missing. `budget_row`: its number, or -1.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    rows: sparse.csr_matrix
    low: Floats
    high: Floats
    names: tuple[str, ...]
    binaries: int
    links: Links
    distance: Longs
    uncovered: Longs
    total: float
    budget_row: int


class _Rows:
    """Rows on their way into a matrix."""

    def __init__(self) -> None:
        self.columns: list[Longs] = []
        self.values: list[Floats] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.names: list[str] = []

    def add(
        self,
        name: str,
        columns: NDArray[np.integer],
        values: Floats | float,
        low: float = -np.inf,
        high: float = np.inf,
    ) -> None:
        self.columns.append(columns.astype(np.int64))
        self.values.append(np.broadcast_to(np.asarray(values, np.float64), columns.shape))
        self.low.append(low)
        self.high.append(high)
        self.names.append(name)

    def matrix(self, width: int) -> sparse.csr_matrix:
        starts = np.concatenate(([0], np.cumsum([len(part) for part in self.columns]))).astype(np.int64)
        columns = np.concatenate([*self.columns, np.empty(0, np.int64)])
        values = np.concatenate([*self.values, np.empty(0)])
        return sparse.csr_matrix((values, columns, starts), shape=(len(self.low), width))


def frame_of(model: Model) -> Frame:
    """The frame of a model. Says nothing about whether anything satisfies it."""
    links = links_of(model)
    m, s, count = model.candidates, len(model.services), len(links.point)
    binaries = m + (s * m if model.chooses_services else 0)
    asked_distance = model.objective != "covering" or any(
        service.worst_decile is not None for service in model.services
    )
    asked_cover = model.objective == "covering" or any(service.minimum_cover is not None for service in model.services)
    distance = binaries + np.arange(count) if asked_distance else np.full(count, -1)
    width = binaries + (count if asked_distance else 0)
    uncovered = np.where(links.free, width + np.cumsum(links.free) - 1, -1) if asked_cover else np.full(count, -1)
    width += int(links.free.sum()) if asked_cover else 0
    rows = _Rows()
    _rows_of_sites(model, rows)
    if model.chooses_services:
        _rows_of_services(model, rows)
    _rows_of_reach(model, links, rows)
    _rows_of_districts(model, links, uncovered, rows)
    lower, upper, cost = [np.zeros(width)], [np.ones(width)], [np.zeros(width)]
    _boxes(model, lower[0], upper[0])
    if asked_distance:
        lower[0][distance], upper[0][distance] = links.shortest, links.cap
    total = _costs(model, links, distance, uncovered, cost[0])
    highest = float(links.cap.max(initial=0.0))
    if model.objective == "centdian":
        for column in distance:
            rows.add("worst distance", np.array([width, column]), np.array([1.0, -1.0]), low=0.0)
        _append(lower, upper, cost, 1, highest, model.share)
        width += 1
    for number, service in enumerate(model.services):
        if service.worst_decile is not None:
            width = _rows_of_tenth(model, links, number, distance, width, rows)
            _append(lower, upper, cost, 1 + int((links.service == number).sum()), highest, 0.0)
    budget_row = rows.names.index("budget") if "budget" in rows.names else -1
    return Frame(
        np.concatenate(cost),
        np.concatenate(lower),
        np.concatenate(upper),
        rows.matrix(width),
        np.array(rows.low),
        np.array(rows.high),
        tuple(rows.names),
        binaries,
        links,
        distance,
        uncovered,
        total,
        budget_row,
    )


def _append(lower: list[Floats], upper: list[Floats], cost: list[Floats], count: int, top: float, price: float) -> None:
    lower.append(np.zeros(count))
    upper.append(np.full(count, top))
    cost.append(np.full(count, price))


def _boxes(model: Model, lower: Floats, upper: Floats) -> None:
    m = model.candidates
    lower[:m] = np.isin(model.status, (Status.KEEP, Status.REQUIRED))
    upper[:m] = model.status != Status.FORBIDDEN
    if model.chooses_services:
        usable = model.allowed & ~model.existing & (model.status != Status.FORBIDDEN)
        upper[m : m + usable.size] = usable.ravel()


def _costs(model: Model, links: Links, distance: Longs, uncovered: Longs, cost: Floats) -> float:
    weights = np.stack([model.weight(number) for number in range(len(model.services))])
    weight = weights[links.service, links.point]
    if model.objective == "covering":
        cost[uncovered[links.free]] = weight[links.free]
        return float(weights.sum())
    mean = (1.0 - model.share) / max(float(weights.sum()), 1e-300) if model.objective == "centdian" else 1.0
    cost[distance] = weight * mean
    return 0.0


def _rows_of_sites(model: Model, rows: _Rows) -> None:
    m = model.candidates
    new, moving = ~model.existing, model.status == Status.MAY_MOVE
    closing = np.isin(model.status, (Status.MAY_CLOSE, Status.MAY_MOVE))
    if model.sites is not None:
        rows.add("sites", np.flatnonzero(new | moving), 1.0, high=model.sites + int(moving.sum()))
    if model.budget is not None:
        paid = np.flatnonzero(new | closing)
        columns, values = [paid], [model.fixed_cost[paid]]
        if model.chooses_services:
            columns.append(m + np.flatnonzero(np.tile(new, len(model.services))))
            values.append(model.service_cost[:, new].ravel())
        rows.add(
            "budget",
            np.concatenate(columns),
            np.concatenate(values),
            high=model.budget + float(model.fixed_cost[closing].sum()),
        )
    for earlier, least in model.differ:
        mine = np.asarray(earlier)[~model.existing[earlier]]
        rows.add("differ", mine, 1.0, high=len(mine) - least)


def _rows_of_services(model: Model, rows: _Rows) -> None:
    m, s = model.candidates, len(model.services)
    for j in np.flatnonzero(~model.existing & (model.status != Status.FORBIDDEN)):
        mine = m * (1 + np.arange(s)) + j
        for column in mine:
            rows.add("services", np.array([column, j]), np.array([1.0, -1.0]), high=0.0)
        if model.each is not None and model.each < s:
            rows.add("services", np.append(mine, j), np.append(np.ones(s), -float(model.each)), high=0.0)


def _rows_of_reach(model: Model, links: Links, rows: _Rows) -> None:
    """Each link has an open site in its list (where all must be served), and one within its maximum."""
    for link in range(len(links.point)):
        columns, length = links.of(link)
        maximum = model.services[links.service[link]].maximum
        if maximum is not None and not links.kept[link] <= maximum:
            rows.add("maximum distance", np.unique(columns[length <= maximum]), 1.0, low=1.0)
        elif model.everybody and np.isinf(links.kept[link]):
            rows.add("reach", np.unique(columns), 1.0, low=1.0)


def _rows_of_districts(model: Model, links: Links, uncovered: Longs, rows: _Rows) -> None:
    for number, service in enumerate(model.services):
        if service.minimum_cover is None:
            continue
        need = np.bincount(model.district, weights=service.need, minlength=len(service.minimum_cover))
        for district, least in enumerate(service.minimum_cover):
            mine = (links.service == number) & (model.district[links.point] == district) & links.free
            high = (1.0 - least) * need[district]
            rows.add(
                f"minimum cover of district {district}: {service.name}", uncovered[mine], links.need[mine], high=high
            )


def _rows_of_tenth(model: Model, links: Links, number: int, distance: Longs, width: int, rows: _Rows) -> int:
    """Rockafellar and Uryasev (2000): the mean of the worst tenth is the least, over an edge, of edge + mean excess / tenth."""
    service = model.services[number]
    mine = np.flatnonzero(links.service == number)
    beyond = width + 1 + np.arange(len(mine))
    part = links.need[mine] / (TENTH * links.need[mine].sum())
    rows.add(
        f"worst decile: {service.name}",
        np.append(beyond, width),
        np.append(part, 1.0),
        high=service.worst_decile or 0.0,
    )
    for column, link in zip(beyond, mine, strict=True):
        rows.add(
            "worst decile's edge", np.array([distance[link], width, column]), np.array([1.0, -1.0, -1.0]), high=0.0
        )
    return width + 1 + len(mine)
