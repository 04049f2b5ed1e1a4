"""Means over days of some kind, as sums and numbers of what was seen."""

from __future__ import annotations

import numpy as np

from madang.analysis.days import CLASSES, KINDS
from madang.analysis.methods.forecasts.panel import OF_CLASS, Floats, Panel

Sums = tuple[Floats, Floats]
"""Sums, and how many values went into each."""


def by_kind(panel: Panel) -> Sums:
    """(kinds, hours, cells): over the days of each kind."""
    member = (panel.kind[None, :] == np.arange(len(KINDS))[:, None]).astype(np.float64)
    shape = (len(KINDS), *panel.counts.shape[1:])
    flat = panel.counts.reshape(len(panel.counts), -1)
    seen = ~np.isnan(flat)
    return (member @ np.where(seen, flat, 0.0)).reshape(shape), (member @ seen).reshape(shape)


def by_class(kinds: Sums) -> Sums:
    """(classes, hours, cells), of `by_kind`."""
    member = (OF_CLASS[None, :] == np.arange(len(CLASSES))[:, None]).astype(np.float64)
    return np.tensordot(member, kinds[0], 1), np.tensordot(member, kinds[1], 1)


def mean(sums: Sums) -> Floats:
    """NaN where nothing was seen."""
    return np.asarray(np.divide(sums[0], sums[1], out=np.full(sums[0].shape, np.nan), where=sums[1] > 0))


def filled(expected: Floats, kinds: Sums) -> Floats:
    """(kinds, hours, cells) with gaps closed by coarser means: of the class, of the hour, of the cell; NaN for cells never seen."""
    classes = by_class(kinds)
    hours = (kinds[0].sum(axis=0), kinds[1].sum(axis=0))
    cells = (hours[0].sum(axis=0), hours[1].sum(axis=0))
    for coarser in (mean(classes)[OF_CLASS], mean(hours), mean(cells)):
        expected = np.where(np.isnan(expected), coarser, expected)
    return expected
