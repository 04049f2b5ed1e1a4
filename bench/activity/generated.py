"""Calls of an imagined month, every one drawn anew: no day is a copy. 1,252 hexagons, 25 home districts, nights at few places."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numba
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CELLS, HOMES, FIRST = 1252, 25, date(2013, 3, 1)
BATCH = 4 << 20
HOURS = np.array(
    [60, 45, 32, 22, 15, 14, 20, 35, 52, 58, 60, 64, 70, 68, 66, 66, 70, 80, 90, 88, 84, 82, 80, 72], float
)
"""How many calls each hour has beside the others."""


def day(folder: Path, number: int, events: int, seed: int) -> Path:
    """Write the calls of a day, in no order, as a Parquet file like those of a network operator: time, cell, home."""
    start = FIRST + timedelta(days=number)
    chance = np.random.default_rng([seed, number])
    tables = _tables(np.random.default_rng(seed), start.weekday() >= 5)
    path = folder / f"raw-{start}.parquet"
    names = [pa.array([f"H{n:04}" for n in range(CELLS)]), pa.array([f"D{n:02}" for n in range(HOMES)])]
    midnight = int(np.datetime64(start, "s").astype(np.int64))
    with pq.ParquetWriter(
        path, _schema(), compression="zstd", compression_level=1, use_dictionary=["cell", "home"]
    ) as writer:
        for begin in range(0, events, BATCH):
            draws = chance.integers(0, 2**64, 2, np.uint64)
            seconds, cells, homes = _draw(min(BATCH, events - begin), draws[0], draws[1], *tables)
            columns = [
                pa.DictionaryArray.from_arrays(codes, name) for codes, name in zip((cells, homes), names, strict=True)
            ]
            times = pa.array(seconds + midnight).cast(pa.timestamp("s"))
            writer.write_table(pa.Table.from_arrays([times, *columns], schema=_schema()))
    return path


def _schema() -> pa.Schema:
    code = pa.dictionary(pa.int16(), pa.string())
    return pa.schema([("time", pa.timestamp("s")), ("cell", code), ("home", code)])


def _tables(chance: np.random.Generator, weekend: bool) -> tuple[np.ndarray, ...]:
    """Alias tables, two arrays each: of hours (1, 24), of cells by hour (24, cells), of homes by cell (cells, homes)."""
    people = chance.lognormal(0, 1, CELLS)
    out = chance.pareto(1.1, CELLS)  # a few places draw most of the night
    night = np.clip(np.cos((np.arange(24) - 1) / 24 * 2 * np.pi), 0, 1) * (1.5 if weekend else 0.8)
    cells = people / people.sum() + night[:, None] * out / out.sum()
    near = chance.dirichlet(np.full(HOMES, 0.3), CELLS) + 0.01
    hours = (HOURS * (1 + 0.3 * weekend * (np.arange(24) < 6)))[None]
    return tuple(table for part in (hours, cells, near) for table in _aliased(part / part.sum(axis=1, keepdims=True)))


@numba.njit(cache=True)
def _aliased(chances):
    """Walker's tables as Vose (1991) makes them: of `x = u * n`, `int(x)` is drawn if its fraction is below `keep`, else its `other`."""
    keep, other = np.ones(chances.shape), np.zeros(chances.shape, np.int16)
    for row in range(len(chances)):
        left = chances[row] * chances.shape[1]
        small = [place for place in range(len(left)) if left[place] < 1]
        large = [place for place in range(len(left)) if left[place] >= 1]
        while small and large:
            less, more = small.pop(), large[-1]
            keep[row, less], other[row, less] = left[less], more
            left[more] -= 1 - left[less]
            if left[more] < 1:
                small.append(large.pop())
    return keep, other


@numba.njit(cache=True, inline="always")
def _one(bits, keep, other):
    found = bits * 2.0**-32 * len(keep)
    place = int(found)
    return place if found - place < keep[place] else int(other[place])


@numba.njit(cache=True)
def _draw(count, first, second, hour_keep, hour_other, cell_keep, cell_other, home_keep, home_other):
    """xoroshiro128+ of Blackman and Vigna (2018), one number for two choices."""
    moments, at, home = np.empty(count, np.int64), np.empty(count, np.int16), np.empty(count, np.int16)
    one, other, low = first, second | np.uint64(1), np.uint64(0xFFFFFFFF)
    for event in range(count):
        found = one + other
        other ^= one
        one = ((one << np.uint64(24)) | (one >> np.uint64(40))) ^ other ^ (other << np.uint64(16))
        other = (other << np.uint64(37)) | (other >> np.uint64(27))
        hour = _one(found >> np.uint64(32), hour_keep[0], hour_other[0])
        at[event] = _one(found & low, cell_keep[hour], cell_other[hour])
        found = one + other
        other ^= one
        one = ((one << np.uint64(24)) | (one >> np.uint64(40))) ^ other ^ (other << np.uint64(16))
        other = (other << np.uint64(37)) | (other >> np.uint64(27))
        home[event] = _one(found >> np.uint64(32), home_keep[at[event]], home_other[at[event]])
        moments[event] = hour * 3600 + (np.int64(found & low) * 3600 >> 32)
    return moments, at, home
