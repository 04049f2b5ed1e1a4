"""Where people live: areas with their need, joined by code with the table of people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.notes import note
from madang.analysis.studies.care_siting.problems import (
    NegativeNeed,
    NobodyInNeed,
    NoNeed,
    NoPlace,
    RepeatedAreas,
)
from madang.analysis.tabular import columns
from madang.analysis.tabular.codes import Match, match
from madang.analysis.tabular.notes import Note

NEEDS = ("need", "second_need", "third_need", "projection")


@dataclass(frozen=True)
class Areas:
    """n areas. `place` (n, 2) longitude and latitude of their centres; `shape` (n,) shapely, None where only a point is known.

    `needs`: people in need (n,) by the role of their columns, `need` always among them. `deprivation` (n,): NaN if unknown,
    higher is more deprived.
    """

    code: list[str]
    name: list[str]
    district: list[str]
    place: Floats
    shape: Any
    needs: dict[str, Floats]
    deprivation: Floats
    centred: NDArray[np.bool_]
    """Whether the table says itself where the people of an area live (n,), by longitude and latitude beside the shape."""
    notes: tuple[Note, ...] = field(default=())

    def uncentred(self) -> Areas:
        """The same areas, as if only their shapes were known."""
        return Areas(**{**vars(self), "centred": np.zeros(len(self.code), dtype=bool)})

    @property
    def need(self) -> Floats:
        return self.needs["need"]

    @property
    def called(self) -> list[str]:
        """The names people know, with the district before them where names alone would not do."""
        return [
            " ".join(filter(None, (where, what or code)))
            for where, what, code in zip(self.district, self.name, self.code, strict=True)
        ]


def read(areas: Given, people: Given | None, falls: bool) -> Areas:
    """The areas of the table, with the people of `people` if given. Areas without any place are left out and named.

    `falls`: low numbers mean more deprived. Raises `UnfitInputs` of several kinds.
    """
    shape = columns.shapes(areas)
    place = columns.degrees(areas, shape)
    known = np.flatnonzero(~np.isnan(place).any(axis=1))
    code, name = columns.texts(areas, "code"), columns.texts(areas, "name")
    if not len(known):
        raise NoPlace(table=columns.title(areas))
    _check_codes([code[at] for at in known])
    lost = [name[at] or code[at] for at in sorted(set(range(len(code))) - set(known.tolist()))]
    matched = _matched(areas, people, code, name)
    source, rows, notes = matched
    needs = {
        role: _gathered(source, role, rows, len(code))[known]
        for role in NEEDS
        if columns.total(source, role) is not None
    }
    district = _filled(columns.texts(areas, "district"), source, rows, "district")
    found = Areas(
        [code[at] for at in known],
        [name[at] or _filled(name, source, rows, "name")[at] for at in known],
        [district[at] for at in known],
        place[known],
        shape[known],
        needs,
        _deprivation(areas, source, rows, falls)[known],
        ~np.isnan(columns.numbers(areas, "lon"))[known],
        (
            *notes,
            *note("areas-without-place", lost),
        ),
    )
    return _checked(found, source)


def _check_codes(code: list[str]) -> None:
    repeated = sorted({one for one in code if code.count(one) > 1}) if len(set(code)) < len(code) else []
    if repeated:
        raise RepeatedAreas(count=len(repeated), example=repeated[0])


def _matched(
    areas: Given, people: Given | None, code: list[str], name: list[str]
) -> tuple[Given, list[int], tuple[Note, ...]]:
    """The table with the people, the number of the area of each of its rows (-1 for none), and what there is to say."""
    if people is None:
        return areas, list(range(len(code))), ()
    places = list(zip(columns.texts(areas, "district"), name, strict=True))
    others = list(zip(columns.texts(people, "district"), columns.texts(people, "name"), strict=True))
    found = match(code, places, columns.texts(people, "code"), others)
    return people, found.area, _said(found, code, name, people)


def _said(found: Match, code: list[str], name: list[str], people: Given) -> tuple[Note, ...]:
    theirs = columns.texts(people, "code")
    need = columns.total(people, "need")
    stray = [
        f"{columns.texts(people, 'name')[at] or theirs[at]} ({need[at]:,.0f})" if need is not None else theirs[at]
        for at in found.stray
    ]
    empty = [f"{name[at]} ({code[at]})" for at in sorted(set(range(len(code))) - set(found.area))]
    return (
        *note("codes-padded", found.padded),
        *note("matched-by-name", found.by_name),
        *note("people-without-area", stray),
        *note("areas-without-people", empty),
    )  # fmt: skip


def _gathered(source: Given, role: str, rows: list[int], count: int) -> Floats:
    """The need of a role by area: several rows of one area (by sex, by age) are added up."""
    values = columns.total(source, role)
    assert values is not None
    found = np.zeros(count)
    at = np.array(rows)
    np.add.at(found, at[at >= 0], values[at >= 0])
    return found


def _filled(own: list[str], source: Given, rows: list[int], role: str) -> list[str]:
    """A text of the areas, taken from the table of people where the areas say nothing."""
    other = columns.texts(source, role)
    found = {area: other[at] for at, area in enumerate(rows) if area >= 0}
    return [text or found.get(at, "") for at, text in enumerate(own)]


def _deprivation(areas: Given, source: Given, rows: list[int], falls: bool) -> Floats:
    own = columns.numbers(areas, "deprivation")
    other = columns.numbers(source, "deprivation")
    for at, area in enumerate(rows):
        if area >= 0 and np.isnan(own[area]):
            own[area] = other[at]
    return -own if falls else own


def _checked(areas: Areas, source: Given) -> Areas:
    if "need" not in areas.needs:
        raise NoNeed()
    for role, need in areas.needs.items():
        if len(below := np.flatnonzero(need < 0)):
            raise NegativeNeed(area=areas.called[below[0]], need=f"{need[below[0]]:g} ({role})")
    if not areas.need.any():
        people = columns.total(source, "need")
        raise NobodyInNeed(
            areas=len(areas.code), unmatched=source.rows.num_rows, people=f"{0 if people is None else people.sum():g}"
        )
    empty = [areas.called[at] for at in np.flatnonzero(areas.need == 0)]
    same = _same_place(areas)
    code = columns.texts(source, "code")
    blank = [f"{code[row]} ({role})" for role in areas.needs for row in columns.unknown(source, role)]
    notes = (
        *note("unknown-need", blank),
        *note("zero-need", empty),
        *note("same-place", same),
        *note("one-place", areas.called[:1] if np.count_nonzero(areas.need) == 1 else []),
    )  # fmt: skip
    return Areas(**{**vars(areas), "notes": (*areas.notes, *notes)})


def _same_place(areas: Areas) -> list[str]:
    _, first, counts = np.unique(areas.place, axis=0, return_inverse=True, return_counts=True)
    return [areas.called[at] for at in np.flatnonzero(counts[first.ravel()] > 1)]
