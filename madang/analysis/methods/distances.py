"""How far each demand point is from the candidates around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Distances:
    """From n demand points to their nearest candidates out of `count`, nearest first.

    `candidates` (n, k): numbers of candidates, 0 to count - 1; -1 fills rows with fewer than k reachable ones, always at their end.
    `length` (n, k): metres (or minutes, or any unit of travel), rising along each row; infinite where `candidates` is -1.
    `beyond` (n,): no candidate that a row leaves out is nearer than this; infinite where it leaves out none that can be reached.
    """

    candidates: Ints
    length: Floats
    beyond: Floats
    count: int

    def __post_init__(self) -> None:
        if not (self.candidates.shape == self.length.shape and self.beyond.shape == self.candidates.shape[:1]):
            raise ValueError(
                f"shapes {self.candidates.shape}, {self.length.shape} and {self.beyond.shape} do not belong together"
            )

    @property
    def complete(self) -> bool:
        """Whether no reachable candidate is left out of any row."""
        return bool(np.isinf(self.beyond).all())


def from_matrix(matrix: Floats) -> Distances:
    """All of an (n, m) matrix; infinite entries cannot be reached."""
    order = np.argsort(matrix, axis=1, kind="stable")
    length = np.take_along_axis(matrix, order, axis=1)
    candidates = np.where(np.isfinite(length), order, -1).astype(np.int32)
    return Distances(candidates, length.astype(np.float64), np.full(len(matrix), np.inf), matrix.shape[1])
