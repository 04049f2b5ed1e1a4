"""Need is assigned by plan: the share x of a link that a site serves is a column, priced in as it pays."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from madang.analysis.methods.programme.bound import Multipliers, capacity, prices, unit_cost
from madang.analysis.methods.programme.frame import Frame
from madang.analysis.methods.programme.model import Floats, Model
from madang.analysis.methods.programme.program import Outcome, Program
from madang.analysis.methods.programme.served import Served

Longs = NDArray[np.int64]
FIRST = 10
"""So many of the nearest candidates of each link are columns from the start."""
AT_ONCE = 4_000
PAYS = 1e-9
"""A column that saves less than this share of the dearest price is not worth adding."""


class Planned(Served):
    """Shares of links are columns; rows: each link served once, its distance, its cover, the room of each site, no more than open."""

    def __init__(self, model: Model, frame: Frame, program: Program, dear: float) -> None:
        super().__init__(model, frame, program, dear)
        links, count = frame.links, len(frame.links.point)
        self.entries = np.empty(0, np.int64)
        self.first_row, self.count = program.rows, count
        self.with_distance, self.with_cover = np.flatnonzero(frame.distance >= 0), np.flatnonzero(frame.uncovered >= 0)
        low = np.full(count, 1.0 if model.everybody else -np.inf)
        program.add_rows(sparse.csr_matrix((count, len(frame.cost))), low, np.ones(count))
        self.distance_row = self._add_unit_rows(frame.distance[self.with_distance], 0.0)
        self.cover_row = self._add_unit_rows(frame.uncovered[self.with_cover], 1.0)
        self._add_rooms()
        self.unserved = program.columns + np.arange(count)
        if model.everybody:
            one = sparse.csc_matrix(
                (np.ones(count), (self.first_row + np.arange(count), np.arange(count))), shape=(program.rows, count)
            )
            program.add_columns(np.full(count, 2.0 * dear), np.zeros(count), np.ones(count), one)
        self.first_column = program.columns
        place = np.arange(len(links.row)) - links.starts[links.row]
        self.usable = np.ones(len(links.row), bool) if model.everybody else links.length <= links.radius[links.row]
        self._add(np.flatnonzero((place < FIRST) & self.usable))

    def _add_unit_rows(self, columns: Longs, least: float) -> Longs:
        """A row `column + ... >= least` for each; the numbers of the rows, by link (-1 where there is none)."""
        first, count = self.program.rows, len(columns)
        matrix = sparse.csr_matrix((np.ones(count), (np.arange(count), columns)), shape=(count, len(self.frame.cost)))
        self.program.add_rows(matrix, np.full(count, least), np.full(count, np.inf))
        rows = np.full(self.count, -1)
        rows[self.with_cover if least else self.with_distance] = first + np.arange(count)
        return rows

    def _add_rooms(self) -> None:
        """A row for each site and service with a capacity: what it serves fits."""
        links, s = self.frame.links, len(self.model.services)
        room = capacity(self.model, self.frame)
        place = links.column * s + links.service[links.row]
        places, first = np.unique(place[np.isfinite(room)], return_index=True)
        rooms = room[np.isfinite(room)][first]
        matrix = sparse.csr_matrix(
            (-rooms, (np.arange(len(places)), places // s)), shape=(len(places), len(self.frame.cost))
        )
        at = np.minimum(np.searchsorted(places, place), max(len(places) - 1, 0))
        self.room_row = np.where(np.isfinite(room), self.program.rows + at, -1)
        self.program.add_rows(matrix, np.full(len(places), -np.inf), np.zeros(len(places)))

    def _add(self, entries: Longs) -> None:
        """Columns for these entries of the lists; each stays below its site, unless that is open in any case."""
        frame, links, program = self.frame, self.frame.links, self.program
        doubtful = np.flatnonzero(frame.lower[links.column[entries]] < 0.5)
        below = program.rows + np.arange(len(doubtful))
        sites = sparse.csr_matrix(
            (-np.ones(len(doubtful)), (np.arange(len(doubtful)), links.column[entries[doubtful]])),
            shape=(len(doubtful), len(frame.cost)),
        )
        program.add_rows(sites, np.full(len(doubtful), -np.inf), np.zeros(len(doubtful)))
        row, each = links.row[entries], np.arange(len(entries))
        inside = (links.length[entries] <= links.radius[row]).astype(np.float64)
        parts = [(self.first_row + row, each, np.ones(len(entries))), (below, doubtful, np.ones(len(doubtful)))]
        parts.append((self.distance_row[row], each, -links.length[entries]))
        parts.append((self.cover_row[row], each, inside))
        parts.append((self.room_row[entries], each, links.need[row]))
        if frame.budget_row >= 0:
            parts.append(
                (np.full(len(entries), frame.budget_row), each, unit_cost(self.model, frame)[entries] * links.need[row])
            )
        rows, columns, values = (np.concatenate(part) for part in zip(*parts, strict=True))
        some = (rows >= 0) & (values != 0)
        matrix = sparse.csc_matrix((values[some], (rows[some], columns[some])), shape=(program.rows, len(entries)))
        program.add_columns(np.zeros(len(entries)), np.zeros(len(entries)), np.ones(len(entries)), matrix)
        self.entries = np.concatenate((self.entries, entries))

    @property
    def complete(self) -> bool:  # type: ignore[override]
        return len(self.entries) == int(self.usable.sum())

    def tighten(self, outcome: Outcome, until: float) -> bool:
        """Add the columns that pay at the prices found."""
        if self.program.mixed or self.complete or time.perf_counter() > until:
            return False
        given = self.multipliers(outcome)
        money = -min(given.rows[self.frame.budget_row], 0.0) if self.frame.budget_row >= 0 else 0.0
        price = prices(self.model, self.frame, given.assigned, given.distance, given.cover, money)
        rented = np.where(self.room_row >= 0, -np.minimum(outcome.duals[self.room_row], 0.0), 0.0)
        price += rented * self.frame.links.need[self.frame.links.row]
        price[self.entries] = 0.0
        price[~self.usable] = 0.0
        good = np.flatnonzero(price < -PAYS * max(1.0, float(np.abs(given.assigned).max(initial=0.0))))
        if not len(good):
            return False
        self._add(np.sort(good[np.argsort(price[good], kind="stable")[:AT_ONCE]]))
        return True

    def multipliers(self, outcome: Outcome) -> Multipliers:
        duals, zero = outcome.duals, np.zeros(self.count)
        return Multipliers(
            duals[self.first_row : self.first_row + self.count],
            np.where(self.distance_row >= 0, np.maximum(duals[self.distance_row], 0.0), zero),
            np.where(self.cover_row >= 0, np.maximum(duals[self.cover_row], 0.0), zero),
            duals[: len(self.frame.low)],
        )

    def missing(self, outcome: Outcome) -> float:
        return float(outcome.values[self.unserved].sum()) if self.model.everybody else 0.0

    def left_over(self, outcome: Outcome) -> dict[str, float]:
        if not self.model.everybody:
            return {}
        links = self.frame.links
        need = np.bincount(
            links.service, weights=links.need * outcome.values[self.unserved], minlength=len(self.model.services)
        )
        return {
            f"capacity: {service.name}": float(amount)
            for service, amount in zip(self.model.services, need, strict=True)
            if amount > 1e-6
        }

    def complete_it(self) -> None:
        self._add(np.setdiff1d(np.flatnonzero(self.usable), self.entries))

    def sell(self, price: float) -> None:
        if self.model.everybody:
            self.program.price(self.unserved, np.full(self.count, max(price, 2.0 * self.dear)))

    def shares(self, values: Floats) -> Floats:
        """The share of its link that each entry of the lists serves."""
        share = np.zeros(len(self.frame.links.row))
        share[self.entries] = values[self.first_column :]
        return share
