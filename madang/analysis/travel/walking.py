"""How fast people walk, on the flat and on slopes."""

from __future__ import annotations

import numpy as np

from madang.analysis.methods.distances import Floats

SPEED = 4.0
"""Kilometres an hour on the flat. Women of 70 to 79 walk 4.1, men 4.5; from 80 on 3.4 and 3.5 (Bohannon and Andrews 2011)."""
STEEPEST = 0.4
"""Rises above 40 % are steps or wrong heights, and count as 40 %."""


def minutes(metres: Floats, slope: Floats, speed: float = SPEED) -> Floats:
    """Time (e,) for pieces of way of these lengths: the mean of there and back, at `speed` km/h on the flat.

    `slope` (e,): rise by length, NaN where unknown, which counts as flat. Tobler's function (1993) has speed fall with
    exp(-3.5 |slope + 0.05|); here it is scaled to be `speed` where the way is flat.
    """
    rise = np.minimum(np.abs(np.nan_to_num(slope)), STEEPEST)
    slower = (np.exp(3.5 * (rise + 0.05)) + np.exp(3.5 * np.abs(rise - 0.05))) / (2 * np.exp(3.5 * 0.05))
    return np.asarray(metres / (speed * 1000 / 60) * slower)
