"""Cuts that tighten covering: of an odd number of points, no candidate that covers an odd number of them serves "half" a point more.

For a set R of k points, k odd, and a_j of them covered by candidate j, every choice y of candidates, with z_i whether point i is covered
(always 1 in set covering), satisfies

    sum_j ceil(a_j / 2) y_j  >=  sum_{i in R} z_i - (k - 1) / 2        (maximal covering)
    sum_j ceil(a_j / 2) y_j  >=  (k + 1) / 2                           (set covering)

Half of the sum over R of (sum_{j covers i} y_j >= z_i) and (1 >= z_i) is sum_j a_j / 2 y_j >= sum z_i - k / 2; coefficients may be rounded
up since y >= 0, and then the right side too, since all numbers are whole (zero-half cuts: Caprara and Fischetti 1996). R is its own proof.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import Cover

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

LITTLE = 1e-6
BROKEN = 0.02
"""By how much a cut must be broken to be worth a row."""
MANY = 50
"""Cuts of one round at most."""


@dataclass(frozen=True)
class OddSet:
    """Rows of a cover, an odd number of them, with the candidates that cover some and ceil(a_j / 2) of each."""

    rows: Ints
    candidates: Ints
    times: Floats

    @property
    def spare(self) -> float:
        """By how much the left side may stay below the points covered."""
        return (len(self.rows) - 1) / 2


def odd_set(cover: Cover, rows: Ints) -> OddSet:
    """The cut of some rows."""
    candidates, covered = np.unique(cover.taking(rows.astype(np.int64)).indices, return_counts=True)
    return OddSet(rows, candidates, np.ceil(covered / 2))


def broken(cover: Cover, slack: Floats, share: Floats) -> list[Ints]:
    """Odd sets of rows whose cuts a fractional answer breaks, the most broken first.

    `share` (count,): how far open each candidate is; `slack` (rows,): sum of shares over who covers the row + 1 - 2 z of it. R is broken
    if the slack over R and the shares of the candidates that cover an odd number of R come to less than 1. Found by Gaussian elimination
    modulo 2 of the largest shares (Koster, Zymolka and Kutschka 2009).
    """
    columns = np.flatnonzero(share > LITTLE)
    columns = columns[np.argsort(-share[columns], kind="stable")]
    rows, entries = _tight(cover, slack, columns)
    if not len(rows) or not len(columns):
        return []
    slack, value = slack[rows], share[columns]
    members = np.eye(len(rows), dtype=bool)
    found: dict[bytes, tuple[float, Ints]] = {}
    alive = np.ones(len(rows), bool)
    for column in range(len(columns)):
        odd = np.flatnonzero(entries[:, column] & alive)
        if not len(odd):
            continue
        pivot = odd[np.lexsort((entries[odd].sum(axis=1), members[odd] @ slack))[0]]
        alive[pivot] = False
        others = odd[odd != pivot]
        entries[others] ^= entries[pivot]
        members[others] ^= members[pivot]
        weight = members[others] @ slack + entries[others] @ value
        for row in others[(weight < 1 - 2 * BROKEN) & (members[others].sum(axis=1) % 2 == 1)]:
            chosen = rows[members[row]].astype(np.int32)
            found[chosen.tobytes()] = (float(members[row] @ slack + entries[row] @ value), chosen)
    best = sorted(found.values(), key=lambda one: (one[0], len(one[1]), one[1].tolist()))
    return [chosen for _, chosen in best[:MANY]]


def _tight(cover: Cover, slack: Floats, columns: Longs) -> tuple[Longs, NDArray[np.bool_]]:
    """Rows with slack to spare for a broken cut, one of each kind, and which of the columns cover them."""
    rows = np.flatnonzero(slack < 1 - 2 * BROKEN)
    place = np.full(cover.count, -1)
    place[columns] = np.arange(len(columns))
    some = cover.taking(rows)
    entries = np.zeros((len(rows), len(columns)), bool)
    at = place[some.indices]
    entries[np.repeat(np.arange(len(rows)), np.diff(some.indptr))[at >= 0], at[at >= 0]] = True
    order = np.argsort(slack[rows], kind="stable")
    _, first = np.unique(np.packbits(entries[order], axis=1), axis=0, return_index=True)
    kept = order[np.sort(first)]
    kept = kept[entries[kept].sum(axis=1) > 1]
    return rows[kept], entries[kept]
