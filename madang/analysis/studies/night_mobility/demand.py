"""Who is where at night: the signal of visitors, how significant it is, and what to expect at each hour."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis import days, small_cells
from madang.analysis.days import CLASSES
from madang.analysis.methods import hotspots, neighbours
from madang.analysis.methods.distances import Floats
from madang.analysis.methods.forecasts import Forecast, Panel
from madang.analysis.studies.night_mobility.activity import Activity
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.foretelling import foretell, groups_of
from madang.analysis.studies.night_mobility.notes import counted
from madang.analysis.studies.night_mobility.problems import NothingAtNight
from madang.analysis.tabular.notes import Note

Bools = NDArray[np.bool_]
LATE = (0, 1, 2)
"""Hours at which who is out on a weekend has not gone home and who is at home sleeps."""
TOUCH = 0.0002
"""Degrees, some 20 m: borders that were simplified one by one touch across such a gap."""


@dataclass(frozen=True)
class Significance:
    """`z`, `q` and `hot`, all of one shape (..., n); NaN where nothing can be said."""

    z: Floats
    q: Floats
    hot: Bools


@dataclass(frozen=True)
class Signal:
    """Of each cell (n,): `late` is the mean of weekends at `LATE` hours, `quiet` that of weekdays at the quiet hour, `night` the mean of
    the night's hours on all days, `value` the signal by which cells are ranked. NaN where nothing was observed."""

    value: Floats
    night: Floats
    quiet: Floats
    notes: tuple[Note, ...]

    @property
    def order(self) -> NDArray[np.intp]:
        """The cells, most signal first, the first of equals; those without any last."""
        return np.argsort(-np.where(np.isnan(self.value), -np.inf, self.value), kind="stable")


def night_hours(settings: Mapping[str, Any]) -> tuple[int, ...]:
    """The hours of the night in their order, over midnight where the last is before the first."""
    return days.hours(int(settings["first_hour"]), int(settings["last_hour"]))


def wanted_hours(settings: Mapping[str, Any]) -> tuple[int, ...]:
    """The night's hours, then those that the signal needs besides."""
    return tuple(dict.fromkeys((*night_hours(settings), *LATE, int(settings["quiet_hour"]))))


def signal(activity: Activity, cells: Cells, settings: Mapping[str, Any]) -> Signal:
    """Raises `NothingAtNight`."""
    panel = activity.panel
    weekend = np.isin(panel.kind, CLASSES["weekend"])
    night = _mean(activity.at(*night_hours(settings)))
    late = _mean(activity.at(*LATE)[weekend])
    quiet = at_the_quiet_hour(activity, settings)
    if not np.nansum(night):
        raise NothingAtNight(cells=f"{len(cells):,}")
    no_quiet, no_late = bool(np.isnan(quiet).all()), bool(np.isnan(late).all())
    value = night if no_late else late
    if str(settings["signal"]) == "visitors" and not no_quiet:
        value = value - quiet
    zero = np.flatnonzero(np.nan_to_num(night, nan=1.0) == 0)
    notes = (
        *counted("no-quiet-hour", int(no_quiet)),
        *counted("no-weekend", int(no_late)),
        *counted("all-zero", len(zero), [cells.called[at] for at in zero[:200]]),
    )
    return Signal(value, night, quiet, notes)


def at_the_quiet_hour(activity: Activity, settings: Mapping[str, Any], until: int | None = None) -> Floats:
    """The mean (n,) of weekdays at the quiet hour, of the days before day `until`; NaN where nothing was observed."""
    weekday = np.isin(activity.panel.kind, CLASSES["weekday"])
    return _mean(activity.at(int(settings["quiet_hour"]))[:until][weekday[:until]])


def _mean(counts: Floats) -> Floats:
    """(n,) of counts (days, hours, n): over days, then over hours, so that an hour that is missing on some days counts as much."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # means of nothing are NaN, as they should be
        return np.asarray(np.nanmean(np.nanmean(counts, axis=0), axis=0))


def significance(values: Floats, cells: Cells, known: Bools, settings: Mapping[str, Any]) -> Significance:
    """Gi* of values (..., n) over the cells that are `known` (n,), with false discoveries held in each row."""
    z, q = (np.full(values.shape, np.nan) for _ in range(2))
    if known.sum() > 1:
        near = _near(cells, known)
        seen = values[..., known]
        z[..., known] = hotspots.gi_star(seen, near)
        p = hotspots.p_values(seen, near, int(settings["seed"]))
        q[..., known] = np.array([hotspots.false_discovery(row) for row in p.reshape(-1, p.shape[-1])]).reshape(p.shape)
    return Significance(z, q, (np.nan_to_num(q, nan=1.0) <= float(settings["q"])) & (np.nan_to_num(z) > 0))


def _near(cells: Cells, known: Bools) -> Any:
    from madang.analysis.travel.plane import Plane

    at = np.flatnonzero(known)
    if cells.drawn[at].all():
        return neighbours.touching(np.asarray(cells.shape)[at], TOUCH)
    place = cells.place[at]
    return neighbours.nearest(Plane.around(place).metres(place))


@dataclass(frozen=True)
class Demand:
    """What to expect. `days` (D,) names, `hours` (H,); `told` what is expected (D, H, n) of all activity; `visitors` (D, H, n) who
    waits for a ride: those beyond who sleeps there, or everybody."""

    days: tuple[str, ...]
    hours: tuple[int, ...]
    told: Forecast
    visitors: Floats
    significance: Significance


def expect(
    activity: Activity, cells: Cells, found: Signal, settings: Mapping[str, Any], model: str, fewest: int = 0
) -> Demand:
    """What a forecast expects of each kind of day at the night's hours, and where that is significantly much.

    The difference of what is expected and its visitors is who sleeps there, at every hour the same: of fewer than `fewest` people
    nobody may read how many, though they are left out where they are expected themselves (`small_cells.protected`).
    """
    hours = night_hours(settings)
    panel = at_hours(activity, hours)
    told = foretell(panel, groups_of(panel, str(settings["days"])), model)
    asleep, _ = small_cells.protected(sleeping(activity, found, settings, model), fewest)
    visitors = beyond(told.expected, asleep, settings)
    known = np.asarray(~np.isnan(told.expected).any(axis=(0, 1)))
    return Demand(told.days, hours, told, visitors, significance(visitors, cells, known, settings))


def sleeping(activity: Activity, found: Signal, settings: Mapping[str, Any], model: str) -> Floats:
    """Who sleeps in each cell (n,): what the same forecast expects of weekdays at the quiet hour, so that a city that grows or is counted
    otherwise than a year ago does not show as visitors; the mean where that hour was never observed."""
    if np.isnan(found.quiet).all():
        return np.zeros(len(found.quiet))
    panel = at_hours(activity, (int(settings["quiet_hour"]),))
    expected = foretell(panel, {"weekday": CLASSES["weekday"]}, model).expected[0, 0]
    return np.asarray(np.where(np.isnan(expected), np.nan_to_num(found.quiet), expected))


def beyond(expected: Floats, asleep: Floats, settings: Mapping[str, Any]) -> Floats:
    """What is expected (..., n) beyond who sleeps there, or all of it where the settings want that; 0 where nothing is known."""
    known = np.nan_to_num(expected)
    return np.maximum(known - asleep, 0.0) if str(settings["signal"]) == "visitors" else known


def at_hours(activity: Activity, hours: tuple[int, ...]) -> Panel:
    """The same days at some of the hours."""
    return replace(activity.panel, counts=activity.at(*hours), hours=hours)
