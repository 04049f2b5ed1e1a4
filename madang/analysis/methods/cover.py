"""Which candidates cover each demand point: those within a distance of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Distances

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Cover:
    """The candidates that cover each of n points, row after row; numbers rise within a row, none comes twice.

    `indptr` (n + 1,): point i is covered by `indices[indptr[i]:indptr[i + 1]]`, numbers from 0 to `count` - 1.
    """

    indptr: Longs
    indices: Ints
    count: int

    def __post_init__(self) -> None:
        if self.indptr[0] != 0 or self.indptr[-1] != len(self.indices):
            raise ValueError(f"rows end at {self.indptr[-1]}, not at {len(self.indices)}")
        if len(self.indices) and not 0 <= self.indices.min() <= self.indices.max() < self.count:
            raise ValueError(f"candidates go from 0 to {self.count - 1}, not to {self.indices.max()}")

    @property
    def points(self) -> int:
        """How many demand points there are."""
        return len(self.indptr) - 1

    def of(self, point: int) -> Ints:
        """The candidates that cover one point."""
        return self.indices[self.indptr[point] : self.indptr[point + 1]]

    def turned(self) -> Cover:
        """The points that each candidate covers, in the same form: `count` rows of numbers of points, rising."""
        by_candidate = np.argsort(self.indices, kind="stable")
        rows = np.repeat(np.arange(self.points, dtype=np.int32), np.diff(self.indptr))
        return Cover(_starts(np.bincount(self.indices, minlength=self.count)), rows[by_candidate], self.points)

    def taking(self, points: Longs) -> Cover:
        """Some of the points, in the order given."""
        sizes = np.diff(self.indptr)[points]
        starts = _starts(sizes)
        where = np.arange(starts[-1]) + np.repeat(self.indptr[points] - starts[:-1], sizes)
        return Cover(starts, self.indices[where], self.count)

    def covered(self, sites: NDArray[Any]) -> NDArray[np.bool_]:
        """(n,) whether any of `sites` covers each point."""
        open_ = np.zeros(self.count + 1, bool)
        open_[sites] = True
        running = np.concatenate(([0], np.cumsum(open_[self.indices])))
        return np.asarray(running[self.indptr[1:]] > running[self.indptr[:-1]])


def within(distances: Distances, radius: float) -> Cover:
    """Candidates no farther than `radius` (in the unit of `distances`, the radius itself included) from each point.

    ValueError if `distances` leaves candidates out that may lie within the radius.
    """
    if len(distances.beyond) and distances.beyond.min() <= radius:
        raise ValueError(f"candidates beyond {distances.beyond.min():g} were left out, the radius is {radius:g}")
    near = (distances.length <= radius) & (distances.candidates >= 0)
    rows, places = np.nonzero(near)
    candidates = distances.candidates[rows, places]
    order = np.argsort(rows * np.int64(distances.count) + candidates, kind="stable")
    return Cover(_starts(near.sum(axis=1)), candidates[order].astype(np.int32), distances.count)


def alike(cover: Cover) -> Longs:
    """(n,) for each point the first point that exactly the same candidates cover: alike points may be taken as one."""
    sizes = np.diff(cover.indptr)
    marks = np.random.default_rng(0).integers(0, 2**63, size=(2, cover.count + 1), dtype=np.uint64)
    keys = np.stack([_sums(mark[cover.indices], cover.indptr) for mark in marks])
    order = np.lexsort((keys[1], keys[0], sizes))
    new = np.concatenate(([True], (np.diff(keys[:, order]) != 0).any(axis=0) | (np.diff(sizes[order]) != 0)))[
        : len(order)
    ]
    first = np.empty(cover.points, np.int64)
    first[order] = np.asarray(order)[np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))]
    return np.where(_same(cover, first), first, np.arange(cover.points))


def merged(cover: Cover) -> tuple[Longs, Cover]:
    """Alike points as one: (n,) the number of each point's group, and who covers each group."""
    first = alike(cover)
    kept = np.unique(first)
    return np.searchsorted(kept, first), cover.taking(kept)


def only(cover: Cover, may: NDArray[np.bool_]) -> Cover:
    """With some of the candidates only (`may` (count,)), in numbers of their own."""
    stay = may[cover.indices]
    running = np.concatenate(([0], np.cumsum(stay)))
    numbers = (np.cumsum(may) - 1).astype(np.int32)
    return Cover(running[cover.indptr], numbers[cover.indices[stay]], int(may.sum()))


def _same(cover: Cover, first: Longs) -> NDArray[np.bool_]:
    """Whether each point's row is that of `first` in full: sums of marks may agree by chance, however rarely."""
    differ = np.concatenate(([0], np.cumsum(cover.taking(first).indices != cover.indices)))
    return np.asarray(differ[cover.indptr[1:]] == differ[cover.indptr[:-1]])


def _sums(values: NDArray[np.uint64], indptr: Longs) -> NDArray[np.uint64]:
    running = np.concatenate((np.zeros(1, np.uint64), np.cumsum(values, dtype=np.uint64)))
    return np.asarray(running[indptr[1:]] - running[indptr[:-1]])


def _starts(sizes: NDArray[Any]) -> Longs:
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
