"""The question as numbers: who needs what, how far everything is, what stands and what may open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.areas import Areas
from madang.analysis.studies.care_siting.notes import note
from madang.analysis.studies.care_siting.places import Places
from madang.analysis.studies.care_siting.points import spread
from madang.analysis.studies.care_siting.problems import TooLarge
from madang.analysis.tabular import columns
from madang.analysis.tabular.notes import Note
from madang.analysis.travel import Travelled, detour_said, from_table, straight
from madang.analysis.travel.spreading import Points
from madang.lib.problems import Text

MOST = 40_000_000
"""Pairs of areas and sites that are held in memory, 8 bytes each and a few times over."""
Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """k points of people in n areas, m candidates for new sites, e facilities of today.

    `between` (k, m) and `today` (k, e): metres, infinite where there is no way. Sites are numbered through: first the
    candidates, then the facilities.
    """

    areas: Areas
    points: Points
    candidates: Places
    facilities: Places
    between: Floats
    today: Floats
    settings: Settings
    travelled: tuple[Text, ...]
    notes: tuple[Note, ...]

    @property
    def standard(self) -> float:
        return float(self.settings["standard"])

    @cached_property
    def catchment(self) -> float:
        """How far people and facilities share one another (E2SFCA), in metres."""
        return float(self.settings["catchment"] or 2 * self.standard)

    @cached_property
    def need(self) -> Floats:
        """People in need at each point (k,)."""
        return self.spread(self.areas.need)

    def spread(self, people: Floats) -> Floats:
        """People of areas (n,) as people at points (k,)."""
        return np.asarray(people[self.points.owner] * self.points.share)

    def by_area(self, value: Floats) -> Floats:
        """The mean (n,) over the points of each area of a value of points (k,)."""
        return np.asarray(
            np.bincount(self.points.owner, value * self.points.share, len(self.areas.code)), dtype=np.float64
        )

    @cached_property
    def all(self) -> Floats:
        """Metres (k, m + e) to every candidate and every facility."""
        return np.concatenate([self.between, self.today], axis=1)

    @cached_property
    def before(self) -> Floats:
        """Metres (k,) to the nearest facility of today; infinite if there is none."""
        return np.asarray(self.today.min(axis=1, initial=np.inf))

    @cached_property
    def standing(self) -> NDArray[np.intp]:
        """The numbers of all facilities of today."""
        return np.arange(len(self.candidates), len(self.candidates) + len(self.facilities))

    @cached_property
    def importance(self) -> Floats:
        """What a person at each point counts (k,): 1, and more by the weight of deprivation up to the most deprived area."""
        weight = float(self.settings["deprivation_weight"])
        return np.asarray(1.0 + weight * deprived(self.areas)[self.points.owner])

    def nearest(self, sites: NDArray[np.integer]) -> tuple[Floats, NDArray[np.intp]]:
        """Metres (k,) to the nearest of these sites and which it is; infinite and -1 where none is reached."""
        if not len(sites):
            return np.full(len(self.need), np.inf), np.full(len(self.need), -1)
        metres = self.all[:, sites]
        at = metres.argmin(axis=1)
        found = metres[np.arange(len(at)), at]
        return np.asarray(found, dtype=np.float64), np.where(np.isfinite(found), np.asarray(sites)[at], -1)

    def name(self, site: int) -> str:
        m = len(self.candidates)
        return self.candidates.name[site] if site < m else self.facilities.name[site - m]

    def place(self, site: int) -> Floats:
        m = len(self.candidates)
        return np.asarray(self.candidates.place[site] if site < m else self.facilities.place[site - m])


def deprived(areas: Areas) -> Floats:
    """How deprived each area is among all (n,), from 0 to 1 by rank; half for areas of which nothing is known."""
    known = ~np.isnan(areas.deprivation)
    share = np.full(len(areas.code), 0.5)
    _, rank = np.unique(areas.deprivation[known], return_inverse=True)
    if known.any() and rank.max(initial=0) > 0:
        share[known] = rank / rank.max()
    return share


@dataclass(frozen=True)
class Ways:
    """How distances are measured: from a `table`, along `streets`, or by straight lines."""

    table: Given | None = None
    streets: Given | None = None


def build(areas: Areas, candidates: Places, facilities: Places, ways: Ways, settings: Settings) -> Case:
    """Everything measured. Raises `TooLarge`; of tables of travel and streets what `travel` raises."""
    points = spread(areas, int(settings["points"]) if ways.table is None else 1)
    n, sites = len(points.owner), len(candidates) + len(facilities)
    if n * sites > MOST:
        raise TooLarge(areas=f"{n:,}", candidates=f"{sites:,}", pairs=f"{n * sites:,}", most=f"{MOST:,}")
    travelled = _travelled(areas, points, candidates, facilities, ways, float(settings["detour"]))
    found = travelled.distances
    metres = np.full((n, sites + 1), np.inf)
    metres[np.arange(n)[:, None], found.candidates] = found.length
    metres = metres[:, :sites]
    lost = [areas.called[at] for at in np.unique(points.owner[~np.isfinite(metres).any(axis=1)])]
    m = len(candidates)
    names = [*candidates.name, *facilities.name]
    missed = note("unreachable-sites", [names[at] for at in travelled.lost_candidates])
    notes = (*areas.notes, *facilities.notes, *candidates.notes, *note("unreachable", lost), *missed)
    return Case(areas, points, candidates, facilities, metres[:, :m], metres[:, m:], settings, travelled.said, notes)


def _travelled(
    areas: Areas, points: Points, candidates: Places, facilities: Places, ways: Ways, detour: float
) -> Travelled:
    """Metres from all points to all sites, and what must be said of them."""
    place = np.concatenate([candidates.place, facilities.place])
    if ways.table is not None:
        names = [*candidates.name, *facilities.name]
        start, end = columns.texts(ways.table, "from"), columns.texts(ways.table, "to")
        return from_table(start, end, columns.numbers(ways.table, "metres"), areas.code, names, unit="metres")
    if ways.streets is not None:
        return _walked(points.place, place, ways.streets)
    return Travelled(straight(points.place, place, detour), "metres", said=(detour_said(detour),))


def _walked(points: Floats, place: Floats, given: Given) -> Travelled:
    """Ways along streets: the metres that somebody walks on the flat in the minutes that the way takes."""
    from madang.analysis.travel.network import walking
    from madang.analysis.travel.streets import streets, walkable
    from madang.analysis.travel.walking import SPEED

    tags = {tag: columns.texts(given, tag) for tag in ("highway", "foot", "access") if columns.has(given, tag)}
    lines = np.asarray(columns.shapes(given), dtype=object)
    return walking(points, place, streets(lines, walkable(tags, len(lines)))).in_metres(SPEED)
