"""Sums that are never on the wrong side: each with how far rounding may have carried it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
EPSILON = 2.0**-52


class Sums(NamedTuple):
    """`total[j]` differs from the true sum by at most `off[j]`."""

    total: Floats
    off: Floats


def by_number(numbers: Ints, terms: Floats, count: int) -> Sums:
    """The sum of the terms of each number from 0 to count - 1.

    k terms added in any order, each itself off by two roundings, are off by at most (k + 2) epsilon times the sum of their sizes
    (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 4.2; half of it suffices).
    """
    total: Floats = np.bincount(numbers, weights=terms, minlength=count).astype(np.float64)
    size: Floats = np.bincount(numbers, weights=np.abs(terms), minlength=count).astype(np.float64)
    off: Floats = (np.bincount(numbers, minlength=count) + 2.0) * EPSILON * size
    return Sums(total, off)


def exact(terms: Iterable[float]) -> float:
    """The sum, rounded once."""
    return math.fsum(terms)
