"""Sites that keep a distance from one another: which candidates are too near, and sets of which no two may be open.

Two candidates are too near if the straight line between them is shorter than `least`; as near as `least` is allowed. A clique C, any two of
which are too near, is a row of the model: sum_{j in C} y_j <= 1 (Nemhauser and Sigismondi 1992 for location with such rows).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import Cover, only

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]

BROKEN = 0.02
"""By how much a row must be broken to be worth adding."""
MANY = 200
"""Rows of one round at most."""
LITTLE = 1e-6


@dataclass(frozen=True)
class Clique:
    """Candidates of which one at most may be open, as `maximal_covering_model` takes cuts: sum of -y_j >= -1, no point in it."""

    candidates: Ints

    @property
    def rows(self) -> Ints:
        return np.empty(0, np.int32)

    @property
    def times(self) -> Floats:
        return np.full(len(self.candidates), -1.0)

    @property
    def spare(self) -> float:
        return 1.0


@dataclass(frozen=True)
class Spacing:
    """`xy` (m, 2) in metres; `least` > 0 metres between open candidates; `near`: those too near to each, itself among them."""

    xy: Floats
    least: float
    near: Cover

    def among(self, some: Ints) -> Spacing | None:
        """For some of the candidates only (rising), in numbers of their own; None if no two of them are too near."""
        may = np.zeros(self.near.count, bool)
        may[some] = True
        near = only(self.near.taking(np.flatnonzero(may)), may)
        return Spacing(self.xy[may], self.least, near) if len(near.indices) > near.count else None

    def barred(self, sites: NDArray[Any]) -> Ints:
        """Candidates too near to any of `sites`, without those."""
        return np.setdiff1d(self.near.taking(np.asarray(sites, np.int64)).indices, sites)

    def kept(self, sites: NDArray[Any]) -> bool:
        """Whether no two of `sites` are too near."""
        return bool(np.isin(self.near.taking(np.asarray(sites, np.int64)).indices, sites).sum() == len(sites))

    def shortest(self, sites: NDArray[Any]) -> float:
        """Metres between the two of `sites` that are nearest to each other; infinite for fewer than two."""
        return min((float(lengths(self.xy, one, sites[at + 1 :]).min()) for at, one in enumerate(sites[:-1])),
                   default=np.inf)  # fmt: skip

    def broken(self, share: Floats) -> list[Clique]:
        """Cliques whose rows a fractional answer breaks (`share` (m,): how far open each is), the most broken first.

        From each candidate that is open in part, neighbours join by their share, then by distance, while all keep too near: cliques
        also take in candidates that are closed now, so that the next answer cannot slip beside them.
        """
        found: dict[bytes, tuple[float, Ints]] = {}
        for seed in np.flatnonzero(share > LITTLE):
            near = self.near.of(int(seed))
            if share[near].sum() <= 1 + BROKEN:
                continue
            clique = self._grown(int(seed), near[np.lexsort((lengths(self.xy, seed, near), -share[near]))])
            broken = float(share[clique].sum()) - 1
            if broken > BROKEN:
                found[clique.tobytes()] = (broken, clique)
        best = sorted(found.values(), key=lambda one: (-one[0], one[1].tolist()))
        return [Clique(clique) for _, clique in best[:MANY]]

    def _grown(self, seed: int, order: Ints) -> Ints:
        still = np.ones(len(order), bool)
        members = []
        for at, one in enumerate(order):
            if still[at]:
                members.append(one)
                still &= lengths(self.xy, one, order) < self.least
        return np.unique(np.array([seed, *members], np.int32))


def lengths(xy: Floats, one: Any, others: Any) -> Floats:
    """Metres from one candidate to others, by the same sum everywhere: what is too near must not hang on rounding."""
    return np.asarray(np.hypot(*(xy[others] - xy[one]).T))


def spaced(xy: Floats, least: float) -> Spacing:
    """`xy` (m, 2) in metres. ValueError unless `least` is above 0 and all coordinates are finite."""
    from scipy.spatial import cKDTree

    if not least > 0 or not np.isfinite(xy).all():
        raise ValueError("a spacing above 0 and finite coordinates are wanted")
    own = np.arange(len(xy), dtype=np.int64)
    pairs = cKDTree(xy).query_pairs(least * (1 + 1e-9), output_type="ndarray") if len(xy) else np.empty((0, 2), int)
    pairs = pairs[np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T) < least]
    row, column = np.concatenate((own, pairs[:, 0], pairs[:, 1])), np.concatenate((own, pairs[:, 1], pairs[:, 0]))
    order = np.lexsort((column, row))
    starts = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=len(xy))))).astype(np.int64)
    return Spacing(xy, least, Cover(starts, column[order].astype(np.int32), len(xy)))
