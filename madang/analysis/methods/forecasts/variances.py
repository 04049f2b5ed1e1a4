"""Variances of many things with few observations each, drawn to what things alike show together."""

from __future__ import annotations

import numpy as np

from madang.analysis.methods.forecasts.panel import Floats

ALIKE = 31
"""So many things of similar size tell together how much such a thing varies."""


def moderated(own: Floats, size: Floats, free: int) -> tuple[Floats, float]:
    """Variances (n,), each drawn to those of similar `size`, in proportion to it, and their degrees of freedom.

    How far they are drawn is read from how much the `own` ones (with `free` degrees of freedom) scatter: Smyth, G. K. (2004),
    "Linear models and empirical Bayes methods", Statistical Applications in Genetics and Molecular Biology 3(1), article 3.
    """
    from scipy.ndimage import uniform_filter1d
    from scipy.special import polygamma

    told = np.flatnonzero((own > 0) & (size > 0))
    if len(told) < 2:
        return own, free
    order = told[np.argsort(size[told], kind="stable")]
    alike = uniform_filter1d(own[order] / size[order], min(ALIKE, len(order)), mode="nearest") * size[order]
    scatter = np.log(own[order] / alike).var(ddof=1) - float(polygamma(1, free / 2))
    prior = _freedom(scatter)
    variance = own.copy()
    variance[order] = (prior * alike + free * own[order]) / (prior + free)
    return variance, free + prior


def _freedom(scatter: float) -> float:
    """The degrees of freedom whose logarithm of variance scatters so much: trigamma(d / 2) = scatter, by halving."""
    from scipy.special import polygamma

    low, high = 1e-3, 1e4
    for _ in range(60):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if polygamma(1, middle / 2) > scatter else (low, middle)
    return float(low)
