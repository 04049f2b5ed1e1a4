"""How much gain fits into a room at most: the subproblem of capacities, solved plainly."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PATIENCE = 300_000
"""Steps of a search before the fractional value stands for it, which is never too low."""
SLACK = 1e-12


class TooLong(Exception):
    """The searches of a whole certificate take more items than they may."""


class Allowance:
    """How many items the searches of a whole certificate may still look at."""

    def __init__(self, items: int) -> None:
        self.items = items

    def take(self, items: int) -> None:
        self.items -= items
        if self.items < 0:
            raise TooLong


class Knapsack:
    """Items with a gain above 0 and a load of at least 0, none above the room; sorted by gain for each unit of load."""

    def __init__(self, gain: Floats, load: Floats, room: float) -> None:
        ratio = np.divide(gain, load, out=np.full(len(gain), np.inf), where=load > 0)
        order = np.argsort(-ratio, kind="stable")
        self.gain, self.load, self.room = gain[order].tolist(), load[order].tolist(), room * (1 + SLACK)
        self.gains = list[float](accumulate(self.gain, initial=0.0))
        self.loads = list[float](accumulate(self.load, initial=0.0))
        self.slack = 2 * SLACK * self.gains[-1]

    @property
    def fractional(self) -> float:
        """An upper bound: the last item that fits may be cut."""
        return self._upper(0, self.room) + self.slack

    def _upper(self, first: int, room: float) -> float:
        """The same for the items from `first` on."""
        end = bisect_right(self.loads, self.loads[first] + room, lo=first) - 1
        gain: float = self.gains[end] - self.gains[first]
        if end < len(self.load) and self.load[end] > 0:
            gain += self.gain[end] * max(0.0, room - (self.loads[end] - self.loads[first])) / self.load[end]
        return gain

    def most(self, allowance: Allowance) -> float:
        """The greatest gain that fits, or `fractional` if the search is too long; never too low, rounding included.

        Raises `TooLong`.
        """
        best, steps, parts = 0.0, 0, [(0, 0.0, self.room)]
        while parts:
            first, gain, room = parts.pop()
            steps, begun = steps + 1, first
            if steps > PATIENCE:
                return self.fractional
            while first < len(self.gain) and gain + self._upper(first, room) > best + self.slack / 2:
                if self.load[first] <= room:
                    parts.append((first + 1, gain, room))  # without it, later
                    gain, room = gain + self.gain[first], room - self.load[first]
                first += 1
            allowance.take(first - begun + 1)
            best = max(best, gain)
        return min(best + self.slack, self.fractional)
