"""Where demand lies, as points, and where taxis may wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.methods.spots import candidates as places
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.located import rows, within
from madang.analysis.studies.night_mobility.notes import counted, note
from madang.analysis.studies.night_mobility.problems import NoPlace, OddRule
from madang.analysis.tabular import columns
from madang.analysis.tabular.notes import Note
from madang.analysis.tabular.rulings import FORBIDDEN, REQUIRED, meant
from madang.analysis.travel.coordinates import odd_rows
from madang.analysis.travel.plane import Plane
from madang.analysis.travel.spreading import Points, spread

RULES = {
    "": ("", "open", "keep", "유지", "허용"),
    "required": REQUIRED,
    "forbidden": FORBIDDEN,
}
STEP = 150.0
"""Metres between candidates along streets: the links that Seoul chose its taxi spots from."""


@dataclass(frozen=True)
class Spots:
    """m places where taxis may wait: `name`, `place` (m, 2) in degrees, `rule` "", "required" or "forbidden"."""

    name: list[str]
    place: Floats
    rule: list[str]
    notes: tuple[Note, ...] = ()

    def __len__(self) -> int:
        return len(self.name)

    def ruled(self, rule: str) -> NDArray[np.int64]:
        return np.array([at for at, own in enumerate(self.rule) if own == rule], dtype=np.int64)


def points(cells: Cells, settings: Mapping[str, Any]) -> Points:
    """Where the activity of each cell lies: spread evenly over its shape, or at its one point."""
    return spread(cells.shape, cells.place, np.zeros(len(cells), dtype=bool), int(settings["points"]))


def candidates(
    tables: Mapping[str, Given], cells: Cells, where: Floats, plane: Plane, settings: Mapping[str, Any]
) -> Spots:
    """The table of candidates, else points along the streets, else a grid where the settings want one, else the middles of the cells
    and the points (k, 2) where demand lies.

    Raises `NoPlace`, `OddRule`.
    """
    if "candidates" in tables:
        return _given(tables["candidates"], cells)
    if "streets" in tables:
        lines = [plane.metres(line) for line in _lines(tables["streets"])]
        return _named(cells, plane.degrees(places.along(lines, STEP)), "streets-as-candidates")
    if float(settings["grid"]):
        return _named(
            cells, plane.degrees(places.grid(plane.metres(where), float(settings["grid"]))), "grid-as-candidates"
        )
    middles, _ = places.merged(plane.metres(np.concatenate([cells.place, where])))
    return _named(cells, plane.degrees(middles), "points-as-candidates")


def _lines(given: Given) -> list[Floats]:
    import shapely

    parts = shapely.get_parts([one for one in columns.shapes(given) if one is not None])
    lines = [one for one in parts if shapely.get_type_id(one) == shapely.GeometryType.LINESTRING.value]
    if not lines:
        raise NoPlace(table=columns.title(given))
    return [np.asarray(shapely.get_coordinates(line)) for line in lines]


def _named(cells: Cells, place: Floats, code: str) -> Spots:
    """Places named by their cell, numbered within it."""
    number: dict[int, int] = {}
    names = []
    for at in within(place, cells).tolist():
        number[at] = number.get(at, 0) + 1
        names.append(f"{cells.called[at] if at >= 0 else '-'} #{number[at]}")
    return Spots(names, place, [""] * len(names), counted(code, len(names)))


def _given(given: Given, cells: Cells) -> Spots:
    place = columns.degrees(given, columns.shapes(given))
    place[odd_rows(columns.title(given), place, cells.place)] = np.nan
    lost = np.asarray(np.isnan(place).any(axis=1))
    if lost.all():
        raise NoPlace(table=columns.title(given))
    name = [own or f"{at + 1}" for at, own in enumerate(columns.texts(given, "name"))]
    rule = [_rule(given, word) for word in columns.texts(given, "rule")]
    _, first, group = np.unique(place, axis=0, return_index=True, return_inverse=True)
    again = ~lost & (first[group.ravel()] != np.arange(len(place)))
    kept = np.flatnonzero(~lost & ~again)
    notes = (
        *counted("odd-coordinates", int(lost.sum()), rows(lost)),
        *note("duplicate-candidates", [name[at] for at in np.flatnonzero(again)]),
        *note("forbidden", [name[at] for at in kept if rule[at] == "forbidden"]),
    )
    return Spots(_apart([name[at] for at in kept]), place[kept], [rule[at] for at in kept], notes)


def _apart(names: list[str]) -> list[str]:
    """Names of which none comes twice: the second of a name has a number behind it."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _rule(given: Given, word: str) -> str:
    found = meant(word, RULES)
    if found is None:
        raise OddRule(table=columns.title(given), rule=word, known="required, forbidden")
    return found
