"""What a way of travelling found, and what it could not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from madang.analysis.methods.distances import Distances, Ints
from madang.lib.problems import Text


@dataclass(frozen=True)
class Travelled:
    """Distances in `unit`, and what a reader must know of them.

    `lost_points`, `lost_candidates`: numbers of those that could not be tied to the way of travel at all (off every street, not
    in the table); none of their pairs is reached. `said`: sentences for the statement of quality.
    """

    distances: Distances
    unit: str
    """`metres` or `minutes`."""
    lost_points: Ints = field(default_factory=lambda: np.empty(0, np.int32))
    lost_candidates: Ints = field(default_factory=lambda: np.empty(0, np.int32))
    said: tuple[Text, ...] = ()

    def in_metres(self, speed: float) -> Travelled:
        """The same, minutes as the metres that `speed` km/h covers in them: for rules that are said in metres."""
        if self.unit == "metres":
            return self
        pace = speed * 1000 / 60
        found = self.distances
        distances = Distances(found.candidates, found.length * pace, found.beyond * pace, found.count)
        return replace(self, distances=distances, unit="metres")
