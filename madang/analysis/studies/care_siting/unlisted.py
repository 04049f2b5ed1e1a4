"""Facilities that are known to exist and that the table does not name: how many, in which district, and where they might be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.areas import Areas
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.places import Places
from madang.analysis.studies.care_siting.points import METRES
from madang.analysis.tabular import columns


@dataclass(frozen=True)
class Unlisted:
    """`total` facilities of a service exist, `named` are in the table. `short` (n,): how many are missing in each area, as expected.

    `by_district`: the missing of each district, where districts are counted; none if only the total is known. `official`: how many
    each of these districts has by count. `years`: of the official number and of the list, as their names tell; 0 if they do not.
    """

    service: str
    total: int
    named: int
    short: Floats
    by_district: dict[str, int]
    official: dict[str, int]
    years: tuple[int, int] = (0, 0)

    @property
    def missing(self) -> int:
        return self.total - self.named

    def share(self, district: str) -> float:
        """The share of a district's facilities that the table names; 1 where they are not counted."""
        official = self.official.get(district, 0)
        return 1 - self.by_district[district] / official if official else 1.0


YEAR = re.compile(r"(?<!\d)(20\d\d)(?:[01]\d(?:[0-3]\d)?)?(?!\d)")
"""A year in a name, perhaps with month and day behind it."""


def year(given: Given) -> int:
    """Of when a table is, as its titles and names tell; 0 if they do not."""
    found = YEAR.search(" ".join([*given.title.values(), given.dataset, given.resource]))
    return int(found[1]) if found else 0


def unlisted(
    areas: Areas, facilities: Places, totals: Given | None, known_total: int, listed: Given | None = None
) -> Unlisted | None:
    """What is missing; nothing if the table names as many as are known.

    With counts by district the missing of a district lie within it; else they lie anywhere. Within that, where people in need
    live. Only facilities of the service that is counted are compared: the commonest service of the table. `listed`: their table.
    """
    if not len(facilities):
        return None
    commonest = max(set(facilities.service), key=facilities.service.count, default="")
    counted = np.array([at for at, service in enumerate(facilities.service) if service == commonest], dtype=np.intp)
    districts = _official(areas, totals) if totals is not None else {}
    by_district = _by_district(areas, facilities.place[counted], districts)
    official = int(np.nansum(columns.numbers(totals, "count"))) if totals is not None else 0
    total = max(known_total, official)
    named = len(counted)
    if total <= named and not any(by_district.values()):
        return None
    expected = _expected(areas, by_district, max(total - named, 0))
    years = (year(totals), year(listed)) if totals is not None and listed is not None else (0, 0)
    return Unlisted(commonest, max(total, named), named, expected, by_district, districts, years)


def _official(areas: Areas, totals: Given) -> dict[str, int]:
    """How many facilities each district has by count; rows that are no district of these areas (a sum, for example) left out."""
    known = set(areas.district)
    pairs = zip(columns.texts(totals, "district"), columns.numbers(totals, "count"), strict=True)
    return {district: int(count) for district, count in pairs if district in known and np.isfinite(count)}


def _by_district(areas: Areas, place: Floats, official: dict[str, int]) -> dict[str, int]:
    """How many facilities each district lacks in the table: those it has by count, less those that lie in it."""
    where = np.array(areas.district)[located(areas, place)] if len(place) else np.array([], dtype=str)
    return {district: max(0, count - int(np.count_nonzero(where == district))) for district, count in official.items()}


def _expected(areas: Areas, by_district: dict[str, int], missing: int) -> Floats:
    """The missing by area (n,): of each district as its people in need live; what districts do not explain, over the city."""
    need, where = areas.need, np.array(areas.district)
    found = np.zeros(len(need))
    for district, short in by_district.items():
        mine = (where == district) & (need > 0)
        if mine.any():
            found[mine] += short * need[mine] / need[mine].sum()
    rest = missing - found.sum()
    if found.sum() > 0 and rest < 0:
        return np.asarray(found * missing / found.sum())
    return np.asarray(found + max(rest, 0.0) * need / need.sum())


def located(areas: Areas, place: Floats) -> NDArray[np.intp]:
    """The area (m,) in which each place lies, or the nearest."""
    scale = np.array([np.cos(np.radians(areas.place[:, 1].mean())), 1.0]) * METRES
    drawn = [
        shapely.points(middle * scale) if shape is None else shapely.transform(shape, lambda xy: xy * scale)
        for shape, middle in zip(areas.shape, areas.place, strict=True)
    ]
    found = shapely.STRtree(drawn).query_nearest(shapely.points(place * scale), all_matches=False)
    return np.asarray(found[1], dtype=np.intp)


def draws(case: Case, missing: Unlisted, count: int, seed: int) -> Iterator[Floats]:
    """`count` times: metres (k,) to the nearest of the missing, each put on a point of people drawn as they are expected."""
    rng = np.random.default_rng(seed)
    chance = case.spread(missing.short)
    chance = chance / chance.sum()
    scale = np.array([np.cos(np.radians(case.areas.place[:, 1].mean())), 1.0]) * METRES
    from scipy.spatial import cKDTree

    people = case.points.place * scale
    for _ in range(count):
        drawn = people[rng.choice(len(people), missing.missing, p=chance)]
        step = np.sqrt(np.median(_areas(case)) / max(1, int(case.settings["points"])))
        jitter = rng.uniform(-0.5, 0.5, drawn.shape) * step
        yield np.asarray(cKDTree(drawn + jitter).query(people)[0] * float(case.settings["detour"]))


def _areas(case: Case) -> Floats:
    """Square metres of each area that has a shape; a hectare where none has."""
    narrow = np.cos(np.radians(case.areas.place[:, 1].mean()))
    found = [shapely.area(shape) for shape in case.areas.shape if shape is not None and shapely.area(shape) > 0]
    return np.array(found) * narrow * METRES**2 if found else np.array([1e4])
