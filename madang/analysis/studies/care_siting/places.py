"""What there is today and where something may open: points with a service, a size, a cost and what may happen to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.addresses import locate
from madang.analysis.studies.care_siting.areas import Areas
from madang.analysis.studies.care_siting.notes import counted, note
from madang.analysis.studies.care_siting.problems import NoPlace, OddStatus, RequiredOutside
from madang.analysis.tabular import columns
from madang.analysis.tabular.notes import Note
from madang.analysis.tabular.rulings import FORBIDDEN, REQUIRED, meant
from madang.analysis.travel.coordinates import odd_rows

STATUSES = {
    "keep": ("", "keep", "open", "a", "active", "유지", "운영", "운영중", "영업", "정상"),
    "may close": ("may close", "may_close", "폐쇄 가능", "폐쇄가능"),
    "may move": ("may move", "may_move", "이전 가능", "이전가능"),
    "closed": ("closed", "close", "c", "폐쇄", "폐업", "휴업"),
    "required": REQUIRED,
    "forbidden": FORBIDDEN,
}
LEAVING = ("may close", "may move")
FACILITY, CANDIDATE = ("keep", "may close", "may move", "closed"), ("keep", "required", "forbidden", "closed")
MARGIN = 2_000.0
"""Where areas are points, a site this much outside all of them (in metres) is outside."""


@dataclass(frozen=True)
class Places:
    """n points. `place` (n, 2) longitude and latitude; `capacity`, `cost`, `unit_cost` (n,), NaN if unknown; `status` as in `STATUSES`."""

    name: list[str]
    place: Floats
    service: list[str]
    capacity: Floats
    cost: Floats
    unit_cost: Floats
    status: list[str]
    placed_by: list[str]
    """"coordinates", or "address" with how well it matched."""
    notes: tuple[Note, ...] = ()

    def __len__(self) -> int:
        return len(self.name)

    def only(self, which: NDArray[np.intp]) -> Places:
        return Places(
            [self.name[at] for at in which],
            self.place[which],
            [self.service[at] for at in which],
            self.capacity[which],
            self.cost[which],
            self.unit_cost[which],
            [self.status[at] for at in which],
            [self.placed_by[at] for at in which],
            self.notes,
        )


def nothing(notes: tuple[Note, ...] = ()) -> Places:
    empty = np.empty(0)
    return Places([], np.empty((0, 2)), [], empty, empty, empty, [], [], notes)


def centres(areas: Areas) -> Places:
    """The centre of each area as a candidate."""
    blank = np.full(len(areas.code), np.nan)
    said = (counted("centres-as-candidates", len(areas.code)),)
    return Places(
        areas.called,
        areas.place,
        [""] * len(blank),
        blank,
        blank,
        blank,
        ["keep"] * len(blank),
        [""] * len(blank),
        said,
    )


def read(given: Given, addresses: Given | None, areas: Areas, service: str, allowed: tuple[str, ...]) -> Places:
    """The rows of a table that have a place and are not closed. Everything left out is counted and named.

    Rows without coordinates, or with swapped ones, are placed by their address against `addresses`. Raises `UnfitInputs` of several
    kinds, and `SwappedCoordinates` where most rows are swapped.
    """
    place = columns.degrees(given, columns.shapes(given))
    place[odd_rows(columns.title(given), place, areas.place)] = np.nan
    name = columns.texts(given, "name")
    address = columns.texts(given, "address")
    called = [what or where or str(row + 1) for row, (what, where) in enumerate(zip(name, address, strict=True))]
    located = locate(given, addresses, place, called)
    place = located.place
    known = np.asarray(~np.isnan(place).any(axis=1))
    if not known.any():
        raise NoPlace(table=columns.title(given))
    status = [_status(given, word, allowed) for word in columns.texts(given, "status")]
    services = columns.texts(given, "service")
    closed = [called[row] for row, word in enumerate(status) if word == "closed"]
    other = [called[row] for row, word in enumerate(services) if service and word != service]
    open_ = np.array([word != "closed" for word in status])
    wanted = np.array([not service or word == service for word in services])
    kept = np.flatnonzero(known & open_ & wanted)
    found = Places(
        called, place, services,
        columns.numbers(given, "capacity"), columns.numbers(given, "cost"), columns.numbers(given, "unit_cost"), status, located.by,
        (
            *located.notes,
            *note("closed", closed),
            *note("other-service", other),
        ),
    ).only(kept)  # fmt: skip
    _check_required(found, areas)
    return Places(**{**vars(found), "notes": (*found.notes, *_odd(found, areas))})


def _status(given: Given, word: str, allowed: tuple[str, ...]) -> str:
    found = meant(word, {status: STATUSES[status] for status in allowed})
    if found is None:
        raise OddStatus(
            table=columns.title(given), status=word, known=", ".join(STATUSES[status][1] for status in allowed)
        )
    return found


def outside(place: Floats, areas: Areas) -> Floats:
    """How far (n,) in metres points lie outside all areas; 0 inside. Areas that are points reach `MARGIN` around them."""
    import shapely

    drawn = [shape for shape in areas.shape if shape is not None and shapely.area(shape) > 0]
    scale = np.array([np.cos(np.radians(areas.place[:, 1].mean())), 1.0]) * 111_195.0
    points = shapely.points(place * scale)
    if len(drawn) == len(areas.code):
        tree = shapely.STRtree([shapely.transform(shape, lambda xy: xy * scale) for shape in drawn])
        margin = 0.0
    else:
        tree, margin = shapely.STRtree(shapely.points(areas.place * scale)), MARGIN
    (_, _), metres = tree.query_nearest(points, return_distance=True, all_matches=False)
    return np.maximum(np.asarray(metres, dtype=np.float64) - margin, 0.0)


def _check_required(found: Places, areas: Areas) -> None:
    required = np.array([at for at, status in enumerate(found.status) if status == "required"], dtype=np.intp)
    if len(required) and (away := outside(found.place[required], areas)).max() > 100:
        worst = required[int(away.argmax())]
        raise RequiredOutside(site=found.name[worst], metres=f"{away.max():,.0f}")


def _odd(found: Places, areas: Areas) -> tuple[Note, ...]:
    away = [found.name[at] for at in np.flatnonzero(outside(found.place, areas) > 100)]
    _, group, counts = np.unique(found.place, axis=0, return_inverse=True, return_counts=True)
    same = [found.name[at] for at in np.flatnonzero(counts[group.ravel()] > 1)]
    return (
        *note("outside", away),
        *note("duplicate-coordinates", same),
    )  # fmt: skip
