"""Sites that keep a distance from one another: which candidates are too near, and sets of which no two may be open.

Two candidates are too near if the straight line between them is shorter than `least`; as near as `least` is allowed. A clique C, any two of
which are too near, is a row of the model: sum_{j in C} y_j <= 1 (Nemhauser and Sigismondi 1992 for location with such rows).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import Cover, only

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Numbers = Sequence[int] | NDArray[Any]

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

    def barred(self, sites: Numbers) -> Ints:
        """Candidates too near to any of `sites`, without those; one that is too near to several comes several times."""
        near = self.around(sites)
        return near[~np.isin(near, sites)]

    def around(self, sites: Numbers) -> Ints:
        """`sites` and those too near to them; some come several times."""
        return np.concatenate([np.empty(0, np.int32), *(self.near.of(int(site)) for site in sites)])

    def kept(self, sites: Numbers) -> bool:
        """Whether no two of `sites` are too near."""
        return not any(np.isin(self.near.of(int(site)), sites).sum() > 1 for site in sites if len(sites) > 1)

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
        from madang.analysis.methods.cliques import grown  # numba takes seconds to import

        times = np.zeros(len(share), np.int32)
        for seed in np.flatnonzero(share > LITTLE):
            near = self.near.of(int(seed))
            if share[near].sum() <= 1 + BROKEN:
                continue
            others = near[near != seed]
            order = others[np.lexsort((lengths(self.xy, seed, others), -share[others]))]
            clique = np.sort(grown(np.append(np.int32(seed), order), self.near.indptr, self.near.indices, times))
            broken = float(share[clique].sum()) - 1
            if broken > BROKEN:
                found[clique.tobytes()] = (broken, clique)
        best = sorted(found.values(), key=lambda one: (-one[0], one[1].tolist()))
        return [Clique(clique) for _, clique in best[:MANY]]


def lengths(xy: Floats, one: Any, others: Any) -> Floats:
    """Metres from one candidate to others, by the same sum everywhere: what is too near must not hang on rounding."""
    return np.asarray(np.hypot(*(xy[others] - xy[one]).T))


def spaced(xy: Floats, least: float) -> Spacing:
    """`xy` (m, 2) in metres. ValueError unless `least` is above 0 and all coordinates are finite."""
    from scipy.sparse import csr_array
    from scipy.spatial import cKDTree

    if not least > 0 or not np.isfinite(xy).all():
        raise ValueError("a spacing above 0 and finite coordinates are wanted")
    own = np.arange(len(xy))
    pairs = cKDTree(xy).query_pairs(least * (1 + 1e-9), output_type="ndarray") if len(xy) else np.empty((0, 2), int)
    pairs = pairs[np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T) < least]
    row, column = np.concatenate((own, pairs[:, 0], pairs[:, 1])), np.concatenate((own, pairs[:, 1], pairs[:, 0]))
    near = csr_array((np.ones(len(row), np.int8), (row, column)), shape=(len(xy), len(xy)))
    near.sort_indices()
    return Spacing(xy, least, Cover(near.indptr.astype(np.int64), near.indices.astype(np.int32), len(xy)))
