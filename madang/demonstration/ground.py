"""The ground that generators stand on: Seoul's 동 with their people and outlines, a grid of hexagons, and "
"seeded chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
import numpy.typing as npt

from madang.demonstration import census
from madang.demonstration.hexagons import Cells, cover
from madang.demonstration.outlines import Outlines, read_dongs

SEED = 20_260_401
Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ground:
    """`scale` shrinks generated row counts (1 for the demonstration, 0.01 for a test); real figures are "
    "never shrunk."""

    scale: float = 1.0

    def chance(self, slug: str) -> np.random.Generator:
        """Random numbers of one dataset: the same in every run and on every machine, whatever else was generated."""
        return np.random.default_rng([SEED, crc32(slug.encode())])

    def count(self, full: int) -> int:
        """How many rows to generate where the full demonstration has `full`."""
        return max(1, round(full * self.scale))

    @cached_property
    def dongs(self) -> Outlines:
        """425 동 of 2020 in the order of their codes, outlines in EPSG:5179 (metres)."""
        return read_dongs()

    @cached_property
    def residents(self) -> Floats:
        """Residents of each 동 of `dongs`, census of 2020."""
        people = census.population_2020()
        return np.array([people[code] for code in self.dongs.codes], dtype=float)

    @cached_property
    def cells(self) -> Cells:
        """The hexagons over Seoul, with the residents that fall into each."""
        return cover(self.dongs, self.residents)

    def pick_dongs(self, chance: np.random.Generator, n: int, weights: Floats | None = None) -> Indices:
        """`n` indices into `dongs`, drawn in proportion to `weights` (residents by default)."""
        weights = self.residents if weights is None else weights
        return chance.choice(len(weights), size=n, p=weights / weights.sum())
