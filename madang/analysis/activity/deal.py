"""Dealing events into hours: a batch is put in order of hours by counting, and each hour's part appended to its file.

An event is one number of 64 bits: cell (24), home (24), second of its hour (12). Memory is that of a batch, whatever the order of rows.
"""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from madang.analysis.clock.zones import HOUR, Seconds

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int32]
HOME, CELL = 12, 36
"""Where home and cell begin in a key; before them stands the second of the hour."""
MASK = (1 << 24) - 1
SPAN = 1 << 22  # hours from first to last in one batch: 478 years


class Spill:
    """Files of keys by local hour since 1970, below `folder`. `add` may be called from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, threading.Lock()
        self.events: Counter[int] = Counter()
        folder.mkdir(mode=0o700)

    def add(self, seconds: Seconds, cells: Numbers, homes: Numbers) -> None:
        """Append events: local seconds since 1970, numbers of cell and home; rows with something below 0 are left out."""
        fit = (seconds >= 0) & (cells >= 0)
        if not fit.any():
            return
        first = int(seconds[fit].min()) // HOUR
        span = int(seconds[fit].max()) // HOUR - first + 1
        if span > SPAN:
            raise ValueError(f"{span} hours in one batch")
        keys, ends = dealt(seconds, cells, homes, first, span)
        starts = np.concatenate([[0], ends[:-1]])
        with self._lock:
            for place in np.flatnonzero(ends > starts):
                self._append(first + int(place), keys[starts[place] : ends[place]])

    def _append(self, hour: int, keys: Keys) -> None:
        with self.file(hour).open("ab") as file:
            keys.tofile(file)
        self.events[hour] += len(keys)

    def file(self, hour: int) -> Path:
        return self._folder / str(hour)


@numba.njit(cache=True, nogil=True)
def dealt(seconds: Seconds, cells: Numbers, homes: Numbers, first: int, span: int) -> Any:
    """Keys (m,) in order of their hours, and (span,) where each hour, from `first` on, ends."""
    ends = np.zeros(span + 1, np.int64)
    for row in range(len(seconds)):
        if seconds[row] >= 0 and cells[row] >= 0:
            ends[seconds[row] // 3600 - first + 1] += 1
    for place in range(span):
        ends[place + 1] += ends[place]
    keys = np.empty(ends[span], np.uint64)
    for row in range(len(seconds)):
        if seconds[row] >= 0 and cells[row] >= 0:
            hour = seconds[row] // 3600
            place = hour - first
            key = (np.int64(cells[row]) << 36) | (np.int64(homes[row]) << 12) | (seconds[row] - hour * 3600)
            keys[ends[place]] = np.uint64(key)
            ends[place] += 1
    return keys, ends[:span]


@numba.njit(cache=True, nogil=True)
def _pass(keys: Keys, target: Keys, shift: int, bits: int) -> None:
    """One stable counting pass of a radix sort, by `bits` bits from `shift` on."""
    counts = np.zeros((1 << bits) + 1, np.int64)
    mask = np.uint64((1 << bits) - 1)
    by = np.uint64(shift)
    for row in range(len(keys)):
        counts[np.int64((keys[row] >> by) & mask) + 1] += 1
    for place in range(1 << bits):
        counts[place + 1] += counts[place]
    for row in range(len(keys)):
        digit = np.int64((keys[row] >> by) & mask)
        target[counts[digit]] = keys[row]
        counts[digit] += 1


def ordered(keys: Keys, cells: int, homes: int) -> Keys:
    """The keys sorted, where numbers of cells and homes are below these; `keys` is used up.

    A radix sort over the bits in use: three passes for 1,252 cells and 25 districts, 5 to 10 times as fast as comparing.
    """
    other = np.empty_like(keys)
    for start, most in ((0, HOUR), (HOME, homes), (CELL, cells)):
        bits = max(most - 1, 0).bit_length()
        for shift in range(start, start + bits, 12):
            _pass(keys, other, shift, min(12, start + bits - shift))
            keys, other = other, keys
    return keys
