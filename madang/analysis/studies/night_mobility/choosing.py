"""Where taxis should wait, put to the methods: for each hour, for the whole night, and for every number of spots."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import Cover
from madang.analysis.methods.distances import Floats
from madang.analysis.methods.solution import Infeasible
from madang.analysis.methods.spots.baselines import busiest, peaks
from madang.analysis.methods.spots.by_k import cover_by_k
from madang.analysis.methods.spots.choosing import Spots as Chosen
from madang.analysis.methods.spots.choosing import by_gain
from madang.analysis.methods.spots.disks import disks
from madang.analysis.methods.spots.nights import Stable, stable
from madang.analysis.studies.night_mobility.problems import NoCandidates, RequiredTooMany, RequiredTooNear
from madang.analysis.studies.night_mobility.waiting import Spots
from madang.analysis.travel.plane import Plane
from madang.analysis.travel.spreading import Points

CLOSE, NEARLY = 1e-3, 2e-3
"""Gaps that are good enough, of the sets and of other numbers of spots: a forecast is off by far more."""
SHARE_OF_TIME = 0.6
"""Of the seconds, for the choices themselves; the rest is for other numbers of spots."""


@dataclass(frozen=True)
class Question:
    """Demand at k points in n cells, and m candidates, in metres of a plane.

    `visitors` (D, H, n) by day, hour and cell; `nearest` (n,) the candidate nearest to the middle of each cell; `cover` says which
    candidates reach each point.
    """

    days: tuple[str, ...]
    hours: tuple[int, ...]
    visitors: Floats
    points: Points
    xy: Floats
    nearest: NDArray[np.int64]
    candidates: Spots
    there: Floats
    cover: Cover
    settings: Mapping[str, Any]

    @property
    def count(self) -> int:
        return min(int(self.settings["sites"]), len(self.candidates) - len(self.candidates.ruled("forbidden")))

    @property
    def reach(self) -> float:
        """Metres in a straight line that are the walking distance on the ground."""
        return float(self.settings["radius"]) / float(self.settings["detour"])

    def at(self, day: int, hour: int | None = None) -> Floats:
        """Demand at the points (k,) in an hour, or in all hours of the night together."""
        value = self.visitors[day].sum(axis=0) if hour is None else self.visitors[day, hour]
        return np.asarray(value[self.points.owner] * self.points.share)


@dataclass(frozen=True)
class Covered:
    """How much 1 to K spots cover in an hour, or (`hour` None) in the whole night."""

    day: int
    hour: int | None
    k: NDArray[np.int32]
    share: Floats
    bound: Floats
    gap: Floats
    busiest: Floats
    peaks: Floats


@dataclass(frozen=True)
class Choice:
    """`nights` (D,): the set for the whole night with the hours' own sets, one for each day; `covered` for each hour and night."""

    nights: tuple[Stable, ...]
    covered: tuple[Covered, ...]


def question(
    days: tuple[str, ...], hours: tuple[int, ...], visitors: Floats, points: Points, centres: Floats, candidates: Spots,
    plane: Plane, settings: Mapping[str, Any],
) -> Question:  # fmt: skip
    """Everything measured. Raises `NoCandidates`, `RequiredTooMany`."""
    required = len(candidates.ruled("required"))
    if len(candidates) == len(candidates.ruled("forbidden")):
        raise NoCandidates(candidates=f"{len(candidates):,}")
    if required > int(settings["sites"]):
        raise RequiredTooMany(required=required, sites=settings["sites"], short=required - int(settings["sites"]))
    xy, there = plane.metres(points.place), plane.metres(candidates.place)
    cover = disks(xy, there, float(settings["radius"]) / float(settings["detour"]))
    return Question(
        days,
        hours,
        visitors,
        points,
        xy,
        _nearest(plane.metres(centres), there, candidates),
        candidates,
        there,
        cover,
        settings,
    )


def _nearest(xy: Floats, there: Floats, candidates: Spots) -> NDArray[np.int64]:
    """(n,) the number of the candidate nearest to each place, of those that are not forbidden."""
    from scipy.spatial import cKDTree

    may = np.setdiff1d(np.arange(len(there)), candidates.ruled("forbidden"))
    _, found = cKDTree(there[may]).query(xy)
    return np.asarray(may[found], dtype=np.int64)


def chosen(asked: Question, tell: Callable[[float], None]) -> Choice:
    """All choices, within the seconds of the settings."""
    settings = asked.settings
    seconds = float(settings["seconds"])
    rules = {"required": asked.candidates.ruled("required"), "forbidden": asked.candidates.ruled("forbidden")}
    common: dict[str, Any] = {
        **rules,
        "spacing": float(settings["spacing"]),
        "seed": int(settings["seed"]),
        "cover": asked.cover,
    }
    nights, covered = [], []
    for day in range(len(asked.days)):
        demand = np.array([asked.at(day, hour) for hour in range(len(asked.hours))])
        each = seconds * SHARE_OF_TIME / len(asked.days)
        nights.append(_stable(asked, demand, each, common))
        tell(0.4 * (day + 1) / len(asked.days))
    steps = [(day, hour) for day in range(len(asked.days)) for hour in (*range(len(asked.hours)), None)]
    end = time.perf_counter() + seconds * (1 - SHARE_OF_TIME)
    for number, (day, hour) in enumerate(steps):
        left = max(0.1, (end - time.perf_counter()) / (len(steps) - number))
        own = nights[day].night if hour is None else nights[day].hourly[hour]
        covered.append(_covered(asked, day, hour, own, left, common))
        tell(0.4 + 0.6 * (number + 1) / len(steps))
    return Choice(tuple(nights), tuple(covered))


def _stable(asked: Question, demand: Floats, seconds: float, common: Mapping[str, Any]) -> Stable:
    """Raises `NoCandidates`, `RequiredTooNear`."""
    try:
        night = stable(demand, asked.xy, asked.there, asked.reach, asked.count, seconds=seconds, close=CLOSE, **common)
    except Infeasible as odd:
        where = odd.where.get("spacing", ())
        if not where:
            raise NoCandidates(candidates=f"{len(asked.candidates):,}") from odd
        names = ", ".join(asked.candidates.name[at] for at in where[:5])
        raise RequiredTooNear(
            spots=names, spacing=f"{common['spacing']:,.0f}", short=f"{odd.shortfall['spacing']:,.0f}"
        ) from odd
    hourly = tuple(
        _better(own, night.night, here, asked.cover, common["required"])
        for own, here in zip(night.hourly, demand, strict=True)
    )
    return replace(night, hourly=hourly, best=np.array([own.solution.objective for own in hourly]))


def _better(own: Chosen, night: Chosen, demand: Floats, cover: Cover, required: NDArray[np.int64]) -> Chosen:
    """The set of an hour, or that of the night where the search of the hour ended with less."""
    order, gain = by_gain(demand, cover, night.order, required)
    if gain.sum() <= own.solution.objective:
        return own
    solution = replace(own.solution, sites=np.sort(order), objective=float(gain.sum()))
    return replace(own, solution=solution, order=order, gain=gain)


def _covered(
    asked: Question, day: int, hour: int | None, own: Chosen, seconds: float, common: Mapping[str, Any]
) -> Covered:
    """`own` is the set that was chosen: what it covers is known whatever the time that is left."""
    demand = asked.at(day, hour)
    by_k = cover_by_k(demand, asked.xy, asked.there, asked.reach, asked.count, seconds=seconds, close=NEARLY, **common)
    most = int(by_k.count[-1]) if len(by_k.count) else 0
    value = asked.visitors[day].sum(axis=0) if hour is None else asked.visitors[day, hour]
    crowded = asked.there[asked.nearest[busiest(value, most)]]
    high = asked.there[peaks(demand, asked.xy, asked.there, asked.reach, most)]
    share, bound = by_k.share.copy(), by_k.bound.copy()
    if len(own.order) and most:
        share[-1], bound[-1] = max(share[-1], own.share[-1]), min(bound[-1], own.most)
    by_k = replace(by_k, share=share, bound=np.maximum(bound, share))
    return Covered(
        day, hour, by_k.count, by_k.share, by_k.bound, by_k.gap,
        _reached(asked, demand, crowded, by_k.count), _reached(asked, demand, high, by_k.count),
    )  # fmt: skip


def _reached(asked: Question, demand: Floats, places: Floats, count: NDArray[np.int32]) -> Floats:
    """(K,) the share of demand within reach of the first k of some places in metres."""
    total = float(demand.sum())
    near = disks(asked.xy, places, asked.reach)
    return np.array(
        [demand[near.covered(np.arange(min(k, len(places))))].sum() / total if total else 0.0 for k in count]
    )


def hour_sets(choice: Choice) -> list[tuple[int, int, Chosen]]:
    """The day, hour and set of every hour."""
    return [(day, hour, own) for day, night in enumerate(choice.nights) for hour, own in enumerate(night.hourly)]
