"""The forecasts that are compared: simple ones, and the shrunk mean by hour and weekday.

A model is two functions of a panel. `ahead` says what it expects of each kind of day after the panel's last. `back` says what it
would have expected of each day of the panel without knowing that day; its errors are what intervals are made of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from madang.analysis.days import KINDS
from madang.analysis.methods.forecasts import means
from madang.analysis.methods.forecasts.panel import OF_CLASS, Floats, Panel
from madang.analysis.methods.forecasts.shrunk import shrunk, shrunk_back

RECENT = 4
"""Weeks that the mean of recent weeks looks back."""


@dataclass(frozen=True)
class Model:
    """`ahead`: (kinds, hours, cells), NaN for cells never seen. `back`: (days, hours, cells), NaN where it could say nothing."""

    ahead: Callable[[Panel], Floats]
    back: Callable[[Panel], Floats]


def last_week(panel: Panel) -> Floats:
    """The last value seen at the same hour of the same kind of day."""
    found = np.full((len(KINDS), *panel.counts.shape[1:]), np.nan)
    for kind in range(len(KINDS)):
        for counts in panel.counts[panel.kind == kind]:
            found[kind] = np.where(np.isnan(counts), found[kind], counts)
    return means.filled(found, means.by_kind(panel))


def last_week_back(panel: Panel) -> Floats:
    """What was seen seven days before."""
    before = np.full_like(panel.counts, np.nan)
    before[7:] = panel.counts[:-7]
    return before


def hour_weekday(panel: Panel) -> Floats:
    """The mean of the same hour of the same kind of day."""
    kinds = means.by_kind(panel)
    return means.filled(means.mean(kinds), kinds)


def hour_weekday_back(panel: Panel) -> Floats:
    """The same without the day itself."""
    total, number = means.by_kind(panel)
    return _without(panel, total[panel.kind], number[panel.kind])


def hour_class(panel: Panel) -> Floats:
    """The mean of the same hour of the same class of day: weekday, or weekend with holidays."""
    kinds = means.by_kind(panel)
    return means.filled(means.mean(means.by_class(kinds))[OF_CLASS], kinds)


def hour_class_back(panel: Panel) -> Floats:
    """The same without the day itself."""
    total, number = means.by_class(means.by_kind(panel))
    return _without(panel, total[OF_CLASS[panel.kind]], number[OF_CLASS[panel.kind]])


def hour(panel: Panel) -> Floats:
    """The mean of the same hour over all days."""
    kinds = means.by_kind(panel)
    every = means.mean((kinds[0].sum(axis=0), kinds[1].sum(axis=0)))
    return means.filled(np.broadcast_to(every, kinds[0].shape), kinds)


def hour_back(panel: Panel) -> Floats:
    """The same without the day itself."""
    total, number = (one.sum(axis=0)[None] for one in means.by_kind(panel))
    return _without(panel, total, number)


def recent(panel: Panel) -> Floats:
    """The mean of the same hour of the same kind of day over the last four weeks."""
    lately = means.by_kind(panel.since(len(panel.counts) - 7 * RECENT))
    return means.filled(means.mean(lately), means.by_kind(panel))


def recent_back(panel: Panel) -> Floats:
    """The mean of the values seen 7, 14, 21 and 28 days before."""
    total, number = np.zeros_like(panel.counts), np.zeros_like(panel.counts)
    for days in range(7, 7 * RECENT + 1, 7):
        before = panel.counts[:-days] if days < len(panel.counts) else panel.counts[:0]
        total[days:] += np.nan_to_num(before)
        number[days:] += ~np.isnan(before)
    return means.mean((total, number))


def _without(panel: Panel, total: Floats, number: Floats) -> Floats:
    """Means (days, hours, cells) of sums and numbers that hold the day itself, after it was taken out."""
    return means.mean((total - np.nan_to_num(panel.counts), number - ~np.isnan(panel.counts)))


SIMPLE = ("hour_weekday", "hour_class", "hour", "last_week", "recent")
"""The forecasts that a better one has to beat."""

MODELS: dict[str, Model] = {
    "shrunk": Model(shrunk, shrunk_back),
    "hour_weekday": Model(hour_weekday, hour_weekday_back),
    "hour_class": Model(hour_class, hour_class_back),
    "hour": Model(hour, hour_back),
    "last_week": Model(last_week, last_week_back),
    "recent": Model(recent, recent_back),
}
"""By name. `shrunk` comes first: of models that back-tests cannot tell apart the first is used."""
