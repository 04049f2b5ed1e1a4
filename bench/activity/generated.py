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
    with pq.ParquetWriter(path, _schema(), compression="zstd", compression_level=1) as writer:
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
    """Cumulated chances of hours (24,), of cells by hour (24, cells), of homes by cell (cells, homes)."""
    people = chance.lognormal(0, 1, CELLS)
    out = chance.pareto(1.1, CELLS)  # a few places draw most of the night
    night = np.clip(np.cos((np.arange(24) - 1) / 24 * 2 * np.pi), 0, 1) * (1.5 if weekend else 0.8)
    cells = people / people.sum() + night[:, None] * out / out.sum()
    near = chance.dirichlet(np.full(HOMES, 0.3), CELLS) + 0.01
    hours = HOURS * (1 + 0.3 * weekend * (np.arange(24) < 6))
    return tuple(np.cumsum(part / part.sum(axis=-1, keepdims=True), axis=-1) for part in (hours, cells, near))


@numba.njit(cache=True)
def _draw(count, first, second, hours, cells, homes):
    """xoroshiro128+ of Blackman and Vigna (2018), one number for two choices."""
    moments, at, home = np.empty(count, np.int64), np.empty(count, np.int16), np.empty(count, np.int16)
    one, other = first, second | np.uint64(1)
    for event in range(count):
        found = one + other
        other ^= one
        one = ((one << np.uint64(24)) | (one >> np.uint64(40))) ^ other ^ (other << np.uint64(16))
        other = (other << np.uint64(37)) | (other >> np.uint64(27))
        hour = np.searchsorted(hours, (found >> np.uint64(40)) * 2.0**-24)
        hour = min(hour, 23)
        at[event] = min(np.searchsorted(cells[hour], (found & np.uint64(0xFFFFFFFF)) * 2.0**-32), len(cells[0]) - 1)
        found = one + other
        other ^= one
        one = ((one << np.uint64(24)) | (one >> np.uint64(40))) ^ other ^ (other << np.uint64(16))
        other = (other << np.uint64(37)) | (other >> np.uint64(27))
        home[event] = min(np.searchsorted(homes[at[event]], (found >> np.uint64(40)) * 2.0**-24), len(homes[0]) - 1)
        moments[event] = hour * 3600 + np.int64(found & np.uint64(0xFFFFFFFF)) * 3600 // 2**32
    return moments, at, home
