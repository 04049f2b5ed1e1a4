"""Sets of candidates any two of which are neighbours, grown one by one."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@njit(cache=True)
def grown(order: Ints, starts: Longs, indices: Ints, times: Ints) -> Ints:
    """Each of `order` that is a neighbour of all that were taken before it; its own neighbours are `indices[starts[j]:starts[j + 1]]`.

    `times` (m,) is 0, and 0 again in the end.
    """
    members = np.empty(len(order), np.int32)
    count = 0
    for one in order:
        if times[one] == count:
            members[count] = one
            count += 1
            for at in range(starts[one], starts[one + 1]):
                times[indices[at]] += 1
    for one in members[:count]:
        times[indices[starts[one] : starts[one + 1]]] = 0
    return members[:count]
