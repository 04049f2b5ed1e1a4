"""What becomes of access when somebody moves, adds or closes sites: evaluated while they look, in milliseconds, with numpy alone.

Distances are along the straight line times the detour factor of the run. A run on a street network is shown by the same
measure before and after a change, so that the difference means the change and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.travel.ellipsoid import along, solid
from madang.lib.problems import Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_CHANGES = 200
CHUNK = 2_000_000  # distances computed together: 16 MB


class OddScenario(Problem):
    en = "This scenario cannot be evaluated: {why_en}"
    ko = "이 시나리오는 계산할 수 없습니다: {why_ko}"


@dataclass(frozen=True)
class Site:
    """A place that is open in the run's answer: one that existed, or one that was chosen. `key` names it in addresses."""

    key: str
    name: str
    place: tuple[float, float]
    chosen: bool
    candidate: str = ""
    """What the run calls it among its candidates; only these can be kept or forbidden in a new run."""


@dataclass(frozen=True)
class Scene:
    """Demand and sites of one run. `places` (k, 2) are degrees (longitude, latitude), `need` (k,) people or any weight >= 0.

    `areas` are called by their names, `owner` (k,) says which area each point stands for. `standard` in metres: who lives within it
    is covered. `factor` turns a straight line into a way.
    """

    areas: tuple[str, ...]
    owner: Ints
    places: Floats
    need: Floats
    sites: tuple[Site, ...]
    standard: float
    factor: float = 1.0
    outlines: tuple[str, ...] = ()
    """Shapes of the areas for a map, as well-known text; empty where there are none or too many to draw."""
    given_ways: bool = False
    """Whether the run itself took ways along streets or from a table; here they are straight lines all the same."""

    def __post_init__(self) -> None:
        if not (len(self.owner) == len(self.places) == len(self.need) > 0):
            raise ValueError(f"{len(self.owner)} owners, {len(self.places)} places and {len(self.need)} needs")
        if not (self.owner.min() >= 0 and self.owner.max() < len(self.areas)):
            raise ValueError(f"points of areas {self.owner.min()} to {self.owner.max()}, but {len(self.areas)} names")
        if self.outlines and len(self.outlines) != len(self.areas):
            raise ValueError(f"{len(self.areas)} names and {len(self.outlines)} outlines")

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, a few megabytes for 100,000 points; places to a tenth of a metre."""
        return {
            "areas": list(self.areas), "owner": self.owner.tolist(), "places": np.round(self.places, 6).tolist(),
            "need": np.round(self.need, 6).tolist(),
            "sites": [[one.key, one.name, round(one.place[0], 6), round(one.place[1], 6), one.chosen, one.candidate] for one in self.sites],
            "standard": self.standard, "factor": self.factor, "outlines": list(self.outlines), "given_ways": self.given_ways,
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Scene:
        """What `as_json` gave."""
        sites = tuple(
            Site(key, name, (x, y), chosen, candidate) for key, name, x, y, chosen, candidate in told["sites"]
        )
        return cls(
            tuple(told["areas"]), np.array(told["owner"], dtype=np.int64), np.array(told["places"], dtype=np.float64).reshape(-1, 2),
            np.array(told["need"], dtype=np.float64), sites, float(told["standard"]), float(told["factor"]), tuple(told["outlines"]),
            bool(told["given_ways"]),
        )  # fmt: skip

    @cached_property
    def people(self) -> Floats:
        """Need of each area."""
        return np.asarray(np.bincount(self.owner, self.need, len(self.areas)), dtype=np.float64)

    @cached_property
    def middles(self) -> Floats:
        """The mean (n, 2) of each area's points."""
        count = np.maximum(np.bincount(self.owner, minlength=len(self.areas)), 1)
        return np.column_stack([np.bincount(self.owner, part, len(self.areas)) / count for part in self.places.T])

    def share_of(self, which: NDArray[np.bool_]) -> Floats:
        """The share (n,) of each area's need at the points (k,) that are chosen; 0 where there is none."""
        chosen = np.bincount(self.owner, np.where(which, self.need, 0.0), len(self.areas))
        found: Floats = np.divide(chosen, self.people, out=np.zeros(len(chosen)), where=self.people > 0)
        return found

    @cached_property
    def by_key(self) -> dict[str, int]:
        return {site.key: at for at, site in enumerate(self.sites)}

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of everything, a tenth of its size wider: a site is not dragged further."""
        every = np.vstack([self.places, self._open]) if self.sites else self.places
        low, high = every.min(axis=0), every.max(axis=0)
        room = np.maximum((high - low) * 0.1, 0.02)
        return (*(low - room).tolist(), *(high + room).tolist())

    @cached_property
    def _open(self) -> Floats:
        return np.array([site.place for site in self.sites], dtype=np.float64).reshape(-1, 2)

    @cached_property
    def nearest(self) -> tuple[Ints, Floats]:
        """The nearest of `sites` to each demand point (-1: there is none) and the way to it in metres."""
        return _nearest(self.places, self._open, self.factor)


@dataclass(frozen=True)
class Changes:
    """What somebody did: sites moved or closed by their keys, places added. `keep` and `forbid` are for the next run alone."""

    moved: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    added: tuple[tuple[float, float], ...] = ()
    keep: frozenset[str] = frozenset()
    forbid: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        """Whether access changes by them."""
        return bool(self.moved or self.closed or self.added)

    def check(self, scene: Scene) -> None:
        """Raise `OddScenario` for unknown sites, places that are none or lie elsewhere, and too many changes."""
        if len(self.moved) + len(self.closed) + len(self.added) + len(self.keep) + len(self.forbid) > MOST_CHANGES:
            raise OddScenario(
                why_en=f"more than {MOST_CHANGES} changes.", why_ko=f"변경이 {MOST_CHANGES}개를 넘습니다."
            )
        for key in sorted({*self.moved, *self.closed, *self.keep, *self.forbid} - scene.by_key.keys()):
            raise OddScenario(why_en=f"there is no site {key[:20]!r}.", why_ko=f"{key[:20]!r} 장소가 없습니다.")
        for x, y in (*self.moved.values(), *self.added):
            if not _inside(scene, x, y):
                raise _outside(scene, x, y)


def _inside(scene: Scene, x: float, y: float) -> bool:
    west, south, east, north = scene.box
    return west <= x <= east and south <= y <= north  # also refuses what is not a number


def _outside(scene: Scene, x: float, y: float) -> OddScenario:
    west, south, east, north = scene.box
    en = f"{x:g}, {y:g} lies outside the area of the study ({west:.3f} to {east:.3f}, {south:.3f} to {north:.3f})."
    ko = f"{x:g}, {y:g}은(는) 분석 범위({west:.3f}~{east:.3f}, {south:.3f}~{north:.3f}) 밖입니다."
    if _inside(scene, y, x):
        en += " Is the order swapped? Longitude comes first."
        ko += " 순서가 바뀌었습니까? 경도를 먼저 씁니다."
    return OddScenario(why_en=en, why_ko=ko)


@dataclass(frozen=True)
class Access:
    """How far people have to the nearest open site. `way` (n,) in metres, infinite without any; `reached` of `need` is within the standard.

    `mean` weighs by need, `worst` is the mean of the tenth of people with the longest ways, `farthest` the longest of anybody.
    """

    way: Floats
    reached: float
    need: float
    mean: float
    worst: float
    farthest: float

    @property
    def share(self) -> float:
        return self.reached / self.need if self.need else 0.0


def evaluate(scene: Scene, changes: Changes = Changes()) -> Access:
    """Access when `changes` are made. Raises `OddScenario`."""
    changes.check(scene)
    return measured(_ways(scene, changes), scene.need, scene.standard)


def _ways(scene: Scene, changes: Changes) -> Floats:
    """Only who went to a site that is gone looks at all others again; everybody looks at the new places."""
    at, way = scene.nearest
    gone = np.zeros(len(scene.sites) + 1, dtype=bool)
    gone[[scene.by_key[key] for key in (*changes.moved, *changes.closed)]] = True
    again = gone[at]  # the last, for -1, is never gone
    way = way.copy()
    if again.any():
        way[again] = _nearest(scene.places[again], scene._open[~gone[:-1]], scene.factor)[1]
    new = [place for key, place in changes.moved.items() if key not in changes.closed] + list(changes.added)
    if new:
        way = np.minimum(way, _nearest(scene.places, np.array(new), scene.factor)[1])
    return way


def measured(way: Floats, need: Floats, standard: float) -> Access:
    """The figures of ways (n,) in metres of people `need` (n,)."""
    here = need > 0
    way_of, people = way[here], need[here]
    total = float(people.sum())
    if not total:
        return Access(way, 0.0, 0.0, 0.0, 0.0, 0.0)
    order = np.argsort(-way_of, kind="stable")
    before = np.cumsum(people[order]) - people[order]
    last = np.clip(total / 10 - before, 0, people[order])  # how many of each belong to the worst tenth
    with np.errstate(invalid="ignore"):
        worst = float(np.where(last > 0, way_of[order] * last, 0.0).sum() / (total / 10))
    return Access(
        way, float(people[way_of <= standard].sum()), total, float((way_of * people).sum() / total), worst, float(way_of.max())
    )  # fmt: skip


def metres(one: Floats, other: Floats) -> Floats:
    """Distances between pairs of degrees (n, 2) as `travel.straight` measures them: through the ellipsoid, bent back onto it."""
    return along(np.sqrt(((solid(one) - solid(other)) ** 2).sum(axis=1)))


def _nearest(places: Floats, sites: Floats, factor: float) -> tuple[Ints, Floats]:
    """The nearest site (-1 without any) and the way to it. Found by |b|² - 2ab, measured pair by pair."""
    if not len(sites):
        return np.full(len(places), -1), np.full(len(places), np.inf)
    there = solid(sites)
    middle = there.mean(axis=0)  # small numbers round less
    there, here = there - middle, solid(places) - middle
    turned, lengths, step = -2 * there.T, (there**2).sum(axis=1), max(1, CHUNK // len(sites))
    found = [np.argmin(here[at : at + step] @ turned + lengths, axis=1) for at in range(0, len(places), step)]
    at = np.concatenate(found) if found else np.empty(0, np.int64)
    return at, metres(places, sites[at]) * factor
