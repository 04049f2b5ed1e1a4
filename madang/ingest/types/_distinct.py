"""How many different values a column that is left in the file has: exactly when they may all be different, else to about 2 %.

A column that names each row is a key, and a doubled key stops a publication, so "all different" is never an estimate: values are compared
by 64-bit hashes, and where hardly any seem to stand twice the values themselves are looked at. Where two of the first rows are already
equal, no estimate may say otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from madang.ingest.tables import Staged
from madang.ingest.types._values import table
from madang.lib import duck

AT_ONCE = 16_000_000
"""Hashes held at once, 8 bytes each; of longer columns they are counted in parts."""

FEW = 3
"""Equal hashes up to which the values are compared: of 45 M different values two have one hash by a chance of 1 in 20,000."""

SLOTS = 22
"""Bits of the number of a slot."""


class Sketch:
    """Different numbers counted by the slots that they fall into (linear counting, Whang 1990), to some 0.1 %.

    Of more than two numbers a slot only a share of all hashes is looked at.
    """

    def __init__(self, rows: int) -> None:
        self._taken = np.zeros(1 << SLOTS, bool)
        self._part = max(0, (rows >> (SLOTS + 1)).bit_length())

    def add(self, numbers: npt.NDArray[Any]) -> None:
        mixed = _mixed(numbers.view(np.uint64))
        if self._part:
            mixed = mixed[mixed >> np.uint64(64 - self._part) == 0]
        self._taken[mixed & np.uint64((1 << SLOTS) - 1)] = True

    def count(self) -> int:
        free = max(1, len(self._taken) - int(np.count_nonzero(self._taken)))
        return round(len(self._taken) * math.log(len(self._taken) / free)) << self._part


def _mixed(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Every bit of the result depends on every bit given (the last steps of MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        bits = (bits ^ (bits >> np.uint64(33))) * np.uint64(factor)
    return bits ^ (bits >> np.uint64(33))


def estimated(connection: duck.DuckDBPyConnection, staged: Staged, values: Mapping[int, str]) -> dict[int, int]:
    """The number of different values of each expression over the staged row, by HyperLogLog."""
    if not values:
        return {}
    asked = ", ".join(f"approx_count_distinct({value})" for value in values.values())
    return dict(zip(values, _row(connection, f"SELECT {asked} FROM {table(staged)}"), strict=True))


def exact(connection: duck.DuckDBPyConnection, staged: Staged, value: str, filled: int) -> int:
    """The number of different values of the expression `value` that are not NULL."""
    source = f"(SELECT hash(v) AS h FROM (SELECT {value} AS v FROM {table(staged)}) WHERE v IS NOT NULL)"
    count, twice = filled, set[int]()
    for equal in repeated(connection, source, filled):
        count -= len(equal)
        twice |= set(equal[: FEW + 1].tolist())
    if not twice or len(twice) > FEW:
        return count
    listed = ", ".join(f"{h}::UBIGINT" for h in twice)
    query = f"SELECT count(DISTINCT {value}) FROM {table(staged)} WHERE hash({value}) IN ({listed})"
    return count - len(twice) + _row(connection, query)[0]


def repeated(connection: duck.DuckDBPyConnection, source: str, rows: int) -> Iterator[npt.NDArray[np.uint64]]:
    """Of the 64-bit hashes `h` of the relation `source`, each that stands before it once more, in order.

    Sorted in numpy, part by part: eight bytes for each row of a part, where a hash table would take fifty.
    """
    parts = -(-max(1, rows) // AT_ONCE)
    for part in range(parts):
        mine = f" WHERE h % {parts} = {part}" if parts > 1 else ""
        reader = connection.execute(f"SELECT h FROM {source}{mine}").to_arrow_reader(1_000_000)
        hashes = np.concatenate([np.zeros(0, np.uint64), *(b.column(0).to_numpy(zero_copy_only=False) for b in reader)])
        hashes.sort()
        yield hashes[1:][hashes[1:] == hashes[:-1]]


def _row(connection: duck.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row: tuple[int, ...] | None = connection.execute(query).fetchone()
    assert row is not None
    return row
