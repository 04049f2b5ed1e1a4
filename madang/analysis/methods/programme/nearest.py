"""Everybody goes to the nearest open site: a link's distance theta is held down by cuts, valid for any radius r up to its cap:

    theta >= r - sum_(d_j < r) (r - d_j) y_j            (Magnanti and Wong 1981; Duran-Mateluna, Ales and Elloumi 2023)

The most violated one has r where the sum of y along the list reaches 1.
"""

from __future__ import annotations

import time

import numpy as np
from scipy import sparse

from madang.analysis.methods.programme.bound import Multipliers
from madang.analysis.methods.programme.frame import Frame
from madang.analysis.methods.programme.links import summed
from madang.analysis.methods.programme.model import Floats, Model
from madang.analysis.methods.programme.program import Outcome, Program
from madang.analysis.methods.programme.served import Served

TIGHT = 1e-8
"""A cut violated by less than this share of its radius adds nothing."""


class Nearest(Served):
    """Everybody goes to the nearest open site."""

    def __init__(self, model: Model, frame: Frame, program: Program, dear: float) -> None:
        super().__init__(model, frame, program, dear)
        self.cut_link = np.empty(0, np.int64)
        self.cut_radius = np.empty(0)
        self.known: set[tuple[int, float]] = set()
        self.first = self.program.rows
        self.cover = np.flatnonzero(self.frame.uncovered >= 0)
        self._add_cover()
        if (self.frame.distance >= 0).any():
            even = np.zeros(self.frame.binaries)
            usable = self.frame.upper[: self.frame.binaries] > 0
            even[usable] = (self.model.sites or 10) / max(int(usable.sum()), 1)
            self._add(
                *self._radii(np.maximum(even, self.frame.lower[: self.frame.binaries])),
                np.full(len(self.frame.cost), -1.0),
            )

    def _add_cover(self) -> None:
        links = self.frame.links
        position = np.full(len(links.point), -1)
        position[self.cover] = np.arange(len(self.cover))
        entries = np.flatnonzero((links.length <= links.radius[links.row]) & (position[links.row] >= 0))
        rows = np.concatenate((position[links.row[entries]], np.arange(len(self.cover))))
        columns = np.concatenate((links.column[entries], self.frame.uncovered[self.cover]))
        matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(self.cover), len(self.frame.cost)))
        matrix.data[:] = 1.0
        self.program.add_rows(matrix, np.ones(len(self.cover)), np.full(len(self.cover), np.inf))
        self.first_cut = self.program.rows

    def _radii(self, open_: Floats) -> tuple[Floats, Floats]:
        """For each link the radius of its strongest cut, and what the cut says theta is at least."""
        links = self.frame.links
        part = open_[links.column]
        running = np.cumsum(part)
        offset = np.append(0.0, running)[links.starts[:-1]]
        full = running - np.repeat(offset, np.diff(links.starts)) >= 1.0 - 1e-9
        place = np.where(full, np.arange(len(full)), len(full))
        place = np.minimum.reduceat(np.append(place, len(full)), links.starts[:-1]) if len(links.point) else place
        place = np.where(np.diff(links.starts) > 0, place, len(full))
        radius = np.minimum(np.append(links.length, np.inf)[place], links.cap)
        below = np.maximum(radius[links.row] - links.length, 0.0) * part
        return radius, radius - summed(below, links.row, len(radius))

    def tighten(self, outcome: Outcome, until: float) -> bool:
        if not (self.frame.distance >= 0).any() or time.perf_counter() > until:
            return False
        return self._add(*self._radii(outcome.values[: self.frame.binaries]), outcome.values)

    def _add(self, radius: Floats, least: Floats, values: Floats) -> bool:
        links = self.frame.links
        violated = np.flatnonzero(least > values[self.frame.distance] + TIGHT * np.maximum(radius, 1e-300))
        # HiGHS may hold a row less exactly than it is asked to; the same cut again would not mend that.
        violated = np.array([k for k in violated if (int(k), float(radius[k])) not in self.known], np.int64)
        if not len(violated):
            return False
        self.known.update((int(k), float(radius[k])) for k in violated)
        position = np.full(len(links.point), -1)
        position[violated] = np.arange(len(violated))
        entries = np.flatnonzero((position[links.row] >= 0) & (links.length < radius[links.row]))
        row = links.row[entries]
        rows = np.concatenate((position[row], np.arange(len(violated))))
        columns = np.concatenate((links.column[entries], self.frame.distance[violated]))
        data = np.concatenate((radius[row] - links.length[entries], np.ones(len(violated))))
        matrix = sparse.csr_matrix((data, (rows, columns)), shape=(len(violated), len(self.frame.cost)))
        self.program.add_rows(matrix, radius[violated], np.full(len(violated), np.inf))
        self.cut_link = np.concatenate((self.cut_link, violated))
        self.cut_radius = np.concatenate((self.cut_radius, radius[violated]))
        return True

    def multipliers(self, outcome: Outcome) -> Multipliers:
        count, frame = len(self.frame.links.point), self.frame
        duals = np.maximum(outcome.duals[self.first_cut :], 0.0)
        distance = summed(duals, self.cut_link, count)
        assigned = summed(duals * self.cut_radius, self.cut_link, count)
        cover = np.zeros(count)
        cover[self.cover] = np.maximum(outcome.duals[self.first : self.first_cut], 0.0)
        return Multipliers(assigned, distance, cover, outcome.duals[: len(frame.low)])
