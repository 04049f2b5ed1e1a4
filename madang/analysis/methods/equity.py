"""How evenly something is spread over people: of areas with a value each (metres to walk, places for each person) and a weight.

A weight is how many people an area stands for; areas of weight 0 count nowhere. Values must be finite: whoever cannot reach
anything is counted apart, never averaged away.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


def lorenz(value: Floats, weight: Floats) -> Floats:
    """The Lorenz curve (k + 1, 2): shares of the people, those with least first, and shares of the whole that they have.

    From (0, 0) to (1, 1), one corner an area. Where nobody has anything the curve is the diagonal: nothing is spread unevenly.
    Values must be >= 0.
    """
    value, weight = _counted(value, weight)
    if (value < 0).any():
        raise ValueError("a Lorenz curve has no place for values below 0")
    order = np.argsort(value, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(weight[order])])
    held = np.concatenate([[0.0], np.cumsum((value * weight)[order])])
    people /= people[-1]
    return np.column_stack([people, held / held[-1] if held[-1] > 0 else people])


def gini(value: Floats, weight: Floats) -> float:
    """The weighted Gini coefficient: 0 when all have the same, near 1 when one has everything.

    Twice the area between the Lorenz curve and the diagonal, which equals the mean difference of two people drawn at random,
    divided by twice the mean (Lerman and Yitzhaki 1989).
    """
    curve = lorenz(value, weight)
    below = np.sum(np.diff(curve[:, 0]) * (curve[1:, 1] + curve[:-1, 1]))
    return max(0.0, float(1.0 - below))


def worst_share(value: Floats, weight: Floats, share: float = 0.1, *, high_is_bad: bool = True) -> float:
    """The mean of the worst-off `share` of the people; the area at the border counts by the part of it that is needed.

    `high_is_bad` for distances; False for access, where the worst off have least.
    """
    if not 0 < share <= 1:
        raise ValueError(f"{share} is no share of the people")
    value, weight = _counted(value, weight)
    order = np.argsort(-value if high_is_bad else value, kind="stable")
    value, weight = value[order], weight[order]
    wanted = share * weight.sum()
    before = np.cumsum(weight) - weight
    taken = np.clip(wanted - before, 0.0, weight)
    return float(taken @ value / taken.sum())


def fifths(score: Floats, weight: Floats) -> Ints:
    """The fifth (n,) of the people to which each area belongs, 1 to 5 by rising `score`; areas of equal score stay together.

    An area belongs where the middle of its people stands. Areas of weight 0 are placed by their score among the others.
    """
    order = np.argsort(score, kind="stable")
    _, group = np.unique(score[order], return_inverse=True)
    people = np.bincount(group, weight[order])
    if people.sum() <= 0:
        raise ValueError("nobody lives in these areas")
    middle = (np.cumsum(people) - people / 2) / people.sum()
    fifth = np.empty(len(score), np.int32)
    fifth[order] = np.clip(np.ceil(middle * 5), 1, 5)[group]
    return fifth


def most(value: Floats, weight: Floats) -> float:
    """The largest value that anybody has: the longest way of all."""
    return float(_counted(value, weight)[0].max())


def _counted(value: Floats, weight: Floats) -> tuple[Floats, Floats]:
    if (weight < 0).any():
        raise ValueError("no area stands for fewer than 0 people")
    lived = weight > 0
    if not lived.any():
        raise ValueError("nobody lives in these areas")
    if not np.isfinite(value[lived]).all():
        raise ValueError("values must be finite: count who reaches nothing apart")
    return value[lived], weight[lived]
