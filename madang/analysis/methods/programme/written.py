"""A model written out in full as one linear programme, with a solution's proof in its terms: what a certificate needs.

To the columns and rows of the frame come x of each entry of the lists (whether this site serves the link), x of the nearest site that
stays in any case, and the rows that tie them: each link is served once, its distance is that of who serves it, it is uncovered unless
served within the standard, and who serves is open. The last of these stand only where a leaf or the solution needs them: a programme
with fewer rows bounds its choices no worse than truly, and the solution is allowed in both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse

from madang.analysis.methods.programme.bound import prices, unflat
from madang.analysis.methods.programme.frame import TENTH, frame_of
from madang.analysis.methods.programme.model import Floats, Ints, Model
from madang.analysis.methods.solution import Leaf, Solution


def written_out(model: Model, solution: Solution) -> tuple[dict[str, Any], Solution]:
    """The linear programme (as `certificates.kinds.linear_programme` reads it), and the solution with a multiplier for each of its rows.

    Its first columns are the candidates. For solutions of `programme` that were not handed over, where everybody goes to the nearest
    site; ValueError for others.
    """
    if model.assigns or solution.more.get("method") != "programme":
        raise ValueError("only plans in which everybody goes to the nearest site can be written out")
    full = _Written(model, solution)
    leaves = tuple(Leaf(leaf.opened, leaf.closed, full.duals(leaf.multipliers)) for leaf in solution.leaves)
    return full.programme(), replace(solution, leaves=leaves, assignment=np.empty(0, np.int32))


class _Written:
    def __init__(self, model: Model, solution: Solution) -> None:
        self.model, self.frame = model, frame_of(model)
        links = self.frame.links
        self.width, self.entries, self.count = len(self.frame.cost), len(links.row), len(links.point)
        self.kept = np.isfinite(links.kept)
        self.served, self.distance = self._nearest(solution)
        used = np.zeros(self.entries, bool)
        used[self.served[self.served >= 0]] = True
        for leaf in solution.leaves:
            used |= self._prices(leaf.multipliers) < 0
        self.tied = np.flatnonzero(used)
        self.point = self._point(solution)

    def _nearest(self, solution: Solution) -> tuple[Ints, Floats]:
        """The entry that serves each link (-1: the site that stays, or nobody), and its distance (infinite for nobody)."""
        links = self.frame.links
        open_ = self._open(solution)
        entries = np.where(open_[links.column], np.arange(self.entries), self.entries)
        first = np.full(self.count + 1, self.entries)
        np.minimum.at(first, links.row, entries)
        length = np.append(links.length, np.inf)[first[:-1]]
        return np.where(length < links.kept, first[:-1], -1).astype(np.int32), np.minimum(length, links.kept)

    def _open(self, solution: Solution) -> np.ndarray[Any, np.dtype[np.float64]]:
        """(binaries,) the first columns of the frame: y, and z of what new sites offer."""
        y = np.zeros(self.model.candidates)
        y[solution.sites] = 1.0
        if self.frame.binaries == len(y):
            return y
        z = np.asarray(solution.more["offered"], float) * (y * ~self.model.existing)
        return np.concatenate((y, z.ravel()))

    def _point(self, solution: Solution) -> Floats:
        frame, links = self.frame, self.frame.links
        point = np.concatenate((frame.lower, np.zeros(self.entries + self.count)))
        point[: frame.binaries] = self._open(solution)
        reached = np.isfinite(self.distance)
        measured = (frame.distance >= 0) & reached
        point[frame.distance[measured]] = self.distance[measured]
        counted = frame.uncovered >= 0
        point[frame.uncovered[counted]] = self.distance[counted] > links.radius[counted]
        point[self.width + self.served[self.served >= 0]] = 1.0
        point[self.width + self.entries + np.flatnonzero((self.served < 0) & reached)] = 1.0
        self._worst(point)
        return point

    def _worst(self, point: Floats) -> None:
        """The worst distance of a centdian, then edge and excess of each capped tenth."""
        frame, links = self.frame, self.frame.links
        at = frame.binaries + int((frame.distance >= 0).sum()) + int((frame.uncovered >= 0).sum())
        if self.model.objective == "centdian":
            point[at] = self.distance.max(initial=0.0)
            at += 1
        for number, service in enumerate(self.model.services):
            if service.worst_decile is not None:
                mine = np.flatnonzero(links.service == number)
                point[at] = _edge(self.distance[mine], links.need[mine])
                point[at + 1 : at + 1 + len(mine)] = np.maximum(0.0, self.distance[mine] - point[at])
                at += 1 + len(mine)

    def _prices(self, multipliers: Floats) -> Floats:
        _, assigned, distance, cover = self._parts(multipliers)
        return prices(self.model, self.frame, assigned, distance, cover, 0.0)

    def _parts(self, multipliers: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Those of the rows of the frame and of the links, where they may differ from 0, as `bound` takes them."""
        frame, given = self.frame, unflat(multipliers, self.count)
        rows = np.where(np.isfinite(np.where(given.rows > 0, frame.low, frame.high)), given.rows, 0.0)
        assigned = given.assigned if self.model.everybody else np.minimum(given.assigned, 0.0)
        distance = np.where(frame.distance >= 0, np.maximum(given.distance, 0.0), 0.0)
        return rows, assigned, distance, np.where(frame.uncovered >= 0, np.maximum(given.cover, 0.0), 0.0)

    def duals(self, multipliers: Floats) -> Floats:
        """One for each row of `programme`."""
        rows, assigned, distance, cover = self._parts(multipliers)
        tied = np.minimum(0.0, self._prices(multipliers)[self.tied])
        of_distance, of_cover = distance[self.frame.distance >= 0], cover[self.frame.uncovered >= 0]
        return np.concatenate((rows, assigned, of_distance, of_cover, tied))

    def programme(self) -> dict[str, Any]:
        """Columns, rows and the solution's point."""
        frame = self.frame
        matrix = sparse.vstack([self._frame_rows(), *self._link_rows(), self._tied_rows()], format="csr")
        everybody = 1.0 if self.model.everybody else -np.inf
        sizes = [self.count, int((frame.distance >= 0).sum()), int((frame.uncovered >= 0).sum()), len(self.tied)]
        lows, highs = (everybody, 0.0, 1.0, -np.inf), (1.0, np.inf, np.inf, 0.0)
        sign = -1.0 if self.model.objective == "covering" else 1.0
        nothing = np.zeros(self.entries + self.count)
        return {
            "cost": sign * np.concatenate((frame.cost, nothing)),
            "low": np.concatenate((frame.lower, nothing)),
            "high": np.concatenate((frame.upper, np.ones(self.entries), self.kept.astype(float))),
            "indptr": matrix.indptr,
            "indices": matrix.indices,
            "values": matrix.data,
            "row_low": np.concatenate((frame.low, np.repeat(lows, sizes))),
            "row_high": np.concatenate((frame.high, np.repeat(highs, sizes))),
            "binaries": frame.binaries,
            "offset": frame.total,
            "point": self.point,
        }

    def _frame_rows(self) -> sparse.csr_matrix:
        return sparse.hstack([self.frame.rows, sparse.csr_matrix((len(self.frame.low), self.entries + self.count))])

    def _link_rows(self) -> list[sparse.csr_matrix]:
        """Served once; distance; uncovered."""
        frame, links = self.frame, self.frame.links
        each, kept = np.arange(self.count), np.where(self.kept, links.kept, 0.0)
        row, column = np.concatenate((links.row, each)), self.width + np.arange(self.entries + self.count)
        within = np.concatenate((links.length <= links.radius[links.row], links.kept <= links.radius)).astype(float)
        lengths = np.concatenate((links.length, kept))
        shape = (self.count, self.width + self.entries + self.count)
        served, far, near = (
            sparse.csr_matrix((value, (row, column)), shape=shape) for value in (np.ones(len(row)), lengths, within)
        )
        return [served, *(
            (sparse.csr_matrix((np.ones(int(some.sum())), (each[some], own[some])), shape=shape) + sign * part)[some]
            for own, part, sign in ((frame.distance, far, -1.0), (frame.uncovered, near, 1.0)) for some in (own >= 0,)
        )]  # fmt: skip

    def _tied_rows(self) -> sparse.csr_matrix:
        """Who serves is open."""
        each = np.arange(len(self.tied))
        columns = np.concatenate((self.width + self.tied, self.frame.links.column[self.tied]))
        values = np.repeat([1.0, -1.0], len(each))
        shape = (len(each), self.width + self.entries + self.count)
        return sparse.csr_matrix((values, (np.tile(each, 2), columns)), shape=shape)


def _edge(distance: Floats, need: Floats) -> float:
    """The distance beyond which a tenth of the need lives."""
    order = np.argsort(-distance, kind="stable")
    at = int(np.searchsorted(np.cumsum(need[order]), TENTH * need.sum()))
    return float(distance[order][min(at, len(order) - 1)])
