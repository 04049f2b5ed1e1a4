"""The cells of the city: their codes, names, places and shapes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.studies.night_mobility.notes import note
from madang.analysis.studies.night_mobility.problems import NoPlace, RepeatedCells
from madang.analysis.tabular import columns
from madang.analysis.tabular.notes import Note

TOGETHER = re.compile(r"(\S+?[시군구])\s*(\S+(?:동|가|읍|면|로))\Z")
"""District and name written in one, as the living population of Seoul has them: 종로구사직동."""


@dataclass(frozen=True)
class Cells:
    """n cells. `place` (n, 2) longitude and latitude of their centres; `shape` (n,) shapely, None where only a point is known."""

    code: list[str]
    name: list[str]
    district: list[str]
    place: Floats
    shape: Any
    notes: tuple[Note, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.code)

    @cached_property
    def called(self) -> list[str]:
        """The names people know, with the district before them where there is one and the code behind those that are not alone."""
        triples = zip(self.district, self.name, self.code, strict=True)
        names = [" ".join(filter(None, (where, what or code))) for where, what, code in triples]
        often = Counter(names)
        return [name if often[name] == 1 else f"{name} ({code})" for name, code in zip(names, self.code, strict=True)]

    @cached_property
    def drawn(self) -> NDArray[np.bool_]:
        """Which cells (n,) have an area."""
        import shapely

        return np.array([shape is not None and shapely.area(shape) > 0 for shape in self.shape], dtype=bool)


def read(given: Given) -> Cells:
    """The cells of the table; those without any place are left out and named. Raises `NoPlace`, `RepeatedCells`."""
    shape = columns.shapes(given)
    place = columns.degrees(given, shape)
    known = np.flatnonzero(~np.isnan(place).any(axis=1))
    code, name, district = (columns.texts(given, role) for role in ("code", "name", "district"))
    if not len(known):
        raise NoPlace(table=columns.title(given))
    kept = [code[at] for at in known]
    repeated = sorted(one for one in set(kept) if kept.count(one) > 1) if len(set(kept)) < len(kept) else []
    if repeated:
        raise RepeatedCells(count=len(repeated), example=repeated[0])
    lost = [name[at] or code[at] for at in sorted(set(range(len(code))) - set(known.tolist()))]
    district, name = _apart(district, name)
    found = Cells(kept, [name[at] for at in known], [district[at] for at in known], place[known], shape[known])
    notes = (*note("cells-without-place", lost), *note("same-place", _same(found)))
    return replace(found, notes=(*notes, *note("one-cell", found.called if len(found) == 1 else [])))


def _apart(district: list[str], name: list[str]) -> tuple[list[str], list[str]]:
    """Districts and names, taken apart where no column has the district and every name begins with one."""
    if any(district) or not all(found := [TOGETHER.match(one) for one in name]):
        return district, name
    return [one[1] for one in found if one], [one[2] for one in found if one]


def _same(cells: Cells) -> list[str]:
    _, group, counts = np.unique(cells.place, axis=0, return_inverse=True, return_counts=True)
    return [cells.called[at] for at in np.flatnonzero(counts[group.ravel()] > 1)]
