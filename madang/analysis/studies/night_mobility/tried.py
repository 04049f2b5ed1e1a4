"""The forecasts on past weeks: which one is used, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from madang.analysis.methods import backtest
from madang.analysis.studies.night_mobility.foretelling import PLAIN
from madang.analysis.studies.night_mobility.notes import counted
from madang.analysis.studies.night_mobility.rides import Rides
from madang.analysis.tabular.notes import Note
from madang.analysis.tabular.yielded import Row


@dataclass(frozen=True)
class Trial:
    """`model` is the forecast that is used; `rows` how good each was, none where there were too few weeks."""

    model: str
    rows: list[Row]
    notes: tuple[Note, ...] = ()


def trial(rides: Rides, settings: Mapping[str, Any]) -> Trial:
    """Forecasts compared over the last weeks; the plain mean where there is no week to foretell from another."""
    panel = rides.panel
    found = backtest.rolling(panel, int(settings["k"]), int(settings["weeks"]), rides.areas, int(settings["seed"]))
    if not found:
        return Trial(PLAIN, [], counted("too-few-weeks", int(panel.seen.sum())))
    chosen = next(one.model for one in found if one.chosen)
    return Trial(chosen, [vars(one) for one in found])
