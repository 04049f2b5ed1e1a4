"""The file of one hour: sorted, three columns and the hour, under one byte an event; written row group by row group."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from madang.analysis.activity.deal import CELL, HOME, Keys, ordered

GROUP = 1 << 20
"""Rows of a row group: what a thread holds decoded."""
MOST_SORTED = 96 << 20
"""Events that all threads together sort at once (1.5 GB with their copy); a larger hour is sorted part by part."""
SAMPLE = 4096  # every so many keys one is looked at, to cut a large hour into even parts
SCHEMA = pa.schema([pa.field(name, pa.int32(), nullable=False) for name in ("cell", "home", "hour", "second")])
# Runs of cells and homes vanish in a dictionary; seconds rise within them, so their differences are small.
_PACKED: dict[str, Any] = {
    "use_dictionary": ["cell", "home", "hour"],
    "column_encoding": {"second": "DELTA_BINARY_PACKED"},
    "compression": "zstd",
    "compression_level": 1,
    "write_statistics": ["cell", "home", "hour"],
}


@dataclass(frozen=True)
class Written:
    events: int
    bytes: int
    sha256: str


def write(file: Path, spilled: Path, earlier: Path | None, hour: int, cells: int, homes: int, *, most: int) -> Written:
    """Sort what was spilled for an hour, with the events of its `earlier` file, into `file`, at most `most` at once.

    Codes are below `cells` and `homes`.
    """
    file.touch(mode=0o600)
    with pq.ParquetWriter(file, SCHEMA, **_PACKED) as writer:
        events = 0
        for keys in _parts(spilled, earlier, most):
            events += len(keys)
            for rows in _tables(ordered(keys, cells, homes), hour):
                writer.write_table(rows, row_group_size=GROUP)
    with file.open("rb+") as content:
        os.fsync(content.fileno())
        return Written(events, file.stat().st_size, hashlib.file_digest(content, "sha256").hexdigest())


def _parts(spilled: Path, earlier: Path | None, most: int) -> Iterator[Keys]:
    """All keys, cut by their values into parts that fit in memory, in order of the parts."""
    count = spilled.stat().st_size // 8 + (pq.read_metadata(earlier).num_rows if earlier else 0)
    if count <= most:
        yield np.concatenate(list(_chunks(spilled, earlier)))
        return
    sample = np.sort(np.concatenate([chunk[::SAMPLE] for chunk in _chunks(spilled, earlier)]))
    parts = 2 * count // most + 1  # parts are only about even, so they are half as large as they may be
    cuts = np.unique(sample[np.arange(1, parts) * len(sample) // parts])
    for low, high in zip([None, *cuts], [*cuts, None], strict=True):
        chosen = [_between(chunk, low, high) for chunk in _chunks(spilled, earlier)]
        yield np.concatenate(chosen)


def _between(keys: Keys, low: np.uint64 | None, high: np.uint64 | None) -> Keys:
    fit: npt.NDArray[np.bool_] = np.ones(len(keys), bool)
    if low is not None:
        fit &= keys >= low
    if high is not None:
        fit &= keys < high
    return np.asarray(keys[fit])


def _chunks(spilled: Path, earlier: Path | None) -> Iterator[Keys]:
    with spilled.open("rb") as file:
        while len(chunk := np.fromfile(file, np.uint64, 16 * GROUP)):
            yield chunk
    if earlier is not None:
        for batch in pq.ParquetFile(earlier).iter_batches(GROUP, columns=["cell", "home", "second"]):
            yield _packed(*(column.to_numpy() for column in batch.columns))


def _tables(keys: Keys, hour: int) -> Iterator[pa.Table]:
    for start in range(0, len(keys), GROUP):
        cell, home, second = _unpacked(keys[start : start + GROUP])
        hours = np.full(len(cell), hour, np.int32)
        yield pa.Table.from_arrays([pa.array(values) for values in (cell, home, hours, second)], schema=SCHEMA)


def _packed(cell: npt.NDArray[np.int32], home: npt.NDArray[np.int32], second: npt.NDArray[np.int32]) -> Keys:
    key = (cell.astype(np.uint64) << np.uint64(CELL)) | (home.astype(np.uint64) << np.uint64(HOME))
    return np.asarray(key | second.astype(np.uint64), np.uint64)


@numba.njit(cache=True, nogil=True)
def _unpacked(keys: Keys) -> Any:
    cell, home = np.empty(len(keys), np.int32), np.empty(len(keys), np.int32)
    second = np.empty(len(keys), np.int32)
    for row in range(len(keys)):
        key = np.int64(keys[row])
        cell[row], home[row], second[row] = key >> 36, (key >> 12) & 0xFFFFFF, key & 0xFFF
    return cell, home, second
