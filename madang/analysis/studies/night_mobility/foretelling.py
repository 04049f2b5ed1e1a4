"""Which forecast is used, what it expects, and whether the past can be trusted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from madang.analysis.days import CLASSES, WEEK
from madang.analysis.methods.forecasts import Forecast, Panel, forecast

PLAIN = "hour_class"
"""The mean of the same hour over weekdays or over weekends: what is left to do where no week can be foretold from those before."""
Groups = Mapping[str, tuple[int, ...]]
"""Kinds of days (numbers of `days.KINDS`) that are told apart, by name."""


def groups_of(panel: Panel, days: str) -> Groups:
    """weekday and weekend, or mon to sun: those of which a day was observed."""
    groups = {kind: (at,) for at, kind in enumerate(WEEK)} if days == "each" else CLASSES
    return {name: kinds for name, kinds in groups.items() if np.isin(panel.kind[panel.seen], kinds).any()}


def foretell(panel: Panel, groups: Groups, model: str) -> Forecast:
    """What a model of `MODELS` expects of groups of days; means of classes cannot tell days of one class apart, so those of days are
    taken for them."""
    return forecast(panel, "hour_weekday" if model == PLAIN and not set(groups) <= set(CLASSES) else model, groups)
