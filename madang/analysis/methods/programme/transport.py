"""Who is served where, once the sites are known: the cheapest assignment within their capacities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.programme.model import Floats, Ints, Model


def assigned(model: Model, offered: NDArray[np.bool_]) -> tuple[Ints, Floats, Floats, Floats, float]:
    """Site, mean distance and share within the standard (s, n), need at each site (s, m), and need that nobody can serve."""
    raise NotImplementedError
