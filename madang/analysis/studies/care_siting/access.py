"""How people reach what is open: nearest site, share within the standard, and places for each person (E2SFCA)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Distances, Floats
from madang.analysis.methods.e2sfca import e2sfca
from madang.analysis.methods.equity import gini, most, worst_share
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.travel.pairs import nearest_of

Sites = NDArray[np.intp]


@dataclass(frozen=True)
class State:
    """What follows from the `open` sites: metres (k,) of each point to the nearest of them and which that is (-1: none), the share
    of each area within the standard (n,), and places for each 1,000 people (n,)."""

    open: Sites
    metres: Floats
    site: Sites
    within: Floats
    places: Floats


@dataclass(frozen=True)
class Summary:
    """A state in a few numbers. Distances of those who reach anything; `apart` are the people who reach nothing."""

    people: float
    within: float
    share: float
    mean: float
    worst_tenth: float
    longest: float
    gini: float
    apart: float


def supply(case: Case) -> Floats:
    """Places at each site (m + e,). Where it is not known: as facilities of today typically have, or 1 if no size is known."""
    given = float(case.settings["capacity"])
    known = case.facilities.capacity[case.facilities.capacity > 0]
    typical = float(np.median(known)) if len(known) else 1.0
    new = np.where(np.isnan(case.candidates.capacity), given or typical, case.candidates.capacity)
    return np.concatenate([new, np.where(case.facilities.capacity > 0, case.facilities.capacity, typical)])


def around(case: Case) -> Distances:
    """All pairs of points and sites within the catchment."""
    point, site = np.nonzero(case.all <= case.catchment)
    length = case.all[point, site]
    return nearest_of(point.astype(np.int32), site.astype(np.int32), length, case.all.shape, cutoff=case.catchment)


def state(case: Case, open_: Sites, near: Distances) -> State:
    """What follows from these open sites; `near` as `around` makes it."""
    metres, site = case.nearest(open_)
    offered = np.zeros(case.all.shape[1])
    offered[open_] = supply(case)[open_]
    places = e2sfca(case.need, near, offered, case.catchment) * 1000
    return State(open_, metres, site, case.by_area((metres <= case.standard).astype(float)), case.by_area(places))


def summary(case: Case, metres: Floats, which: NDArray[np.bool_] | None = None) -> Summary:
    """A few numbers on the people at some of the points (k,), all by default, for distances (k,) to what is open."""
    need = case.need if which is None else np.where(which, case.need, 0.0)
    reached = np.isfinite(metres) & (need > 0)
    within = float(need[metres <= case.standard].sum())
    people = float(need.sum())
    if not reached.any():
        return Summary(people, 0.0, 0.0, np.nan, np.nan, np.nan, np.nan, people)
    far, who = metres[reached], need[reached]
    return Summary(
        people, within, within / people, float(far @ who / who.sum()), worst_share(far, who), most(far, who), gini(far, who),
        float(need[~np.isfinite(metres)].sum()),
    )  # fmt: skip
