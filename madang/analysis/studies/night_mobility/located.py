"""In which cell each row lies: by its code, or by longitude and latitude."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.studies.night_mobility.cells import Cells
from madang.analysis.studies.night_mobility.notes import note
from madang.analysis.studies.night_mobility.problems import NoKnownCell, NoWhere
from madang.analysis.studies.night_mobility.uncounted import of_rows
from madang.analysis.tabular import columns
from madang.analysis.tabular.codes import match
from madang.analysis.tabular.notes import Note
from madang.analysis.travel.coordinates import odd_rows

Ints = NDArray[np.int64]
LISTED = 200
"""Rows that a note lists by name; how many there are is always said."""
BEYOND = 5_000.0
"""Metres from the nearest cell, where cells are points, beyond which a row lies outside the city."""


@dataclass(frozen=True)
class Located:
    """`cell` (n,): the number of the cell of each row, -1 where there is none; and what there is to say."""

    cell: Ints
    notes: tuple[Note, ...]


def locate(given: Given, cells: Cells) -> Located:
    """By code where a column of cells was chosen. Raises `NoWhere`, `NoKnownCell`, and what is raised of odd coordinates."""
    if columns.has(given, "cell"):
        found = _by_code(given, cells)
        example = columns.texts(Given(**{**vars(given), "rows": given.rows.slice(0, 1)}), "cell")[0]
    elif columns.has(given, "lon") and columns.has(given, "lat"):
        found = by_place(given, cells)
        example = ", ".join(f"{columns.numbers(given, axis)[0]:g}" for axis in ("lon", "lat"))
    else:
        raise NoWhere(table=columns.title(given))
    if not (found.cell >= 0).any():
        raise NoKnownCell(table=columns.title(given), rows=f"{given.rows.num_rows:,}", example=example)
    return found


def texts(given: Given, role: str) -> tuple[list[str], Ints]:
    """The different texts of a column, and the number (n,) of the text of each row; rows without one have the last, ""."""
    encoded = given.rows.column(role).combine_chunks().dictionary_encode()
    known = [columns.text(value) for value in encoded.dictionary.to_pylist()]
    which = pc.fill_null(encoded.indices, len(known)).to_numpy(zero_copy_only=False)
    return [*known, ""], np.asarray(which, dtype=np.int64)


def _by_code(given: Given, cells: Cells) -> Located:
    codes, which = texts(given, "cell")
    blank = [("", "")] * len(codes)
    found = match(cells.code, list(zip(cells.district, cells.name, strict=True)), codes, blank)
    cell = np.array(found.area, dtype=np.int64)
    rows = np.bincount(which, minlength=len(codes))
    unknown = np.flatnonzero((cell < 0) & (rows > 0))
    named = [f"{codes[at] or '-'} ({rows[at]:,})" for at in unknown[np.argsort(-rows[unknown], kind="stable")][:LISTED]]
    unknowns = of_rows(given, "unknown-cells", int(rows[unknown].sum()), named)
    return Located(cell[which], (*note("codes-padded", found.padded), *unknowns))


def by_place(given: Given, cells: Cells) -> Located:
    """By longitude and latitude. Raises what is raised of odd coordinates."""
    place = np.column_stack([columns.numbers(given, "lon"), columns.numbers(given, "lat")])
    odd = odd_rows(columns.title(given), place, cells.place) | np.isnan(place).any(axis=1)
    cell = np.full(len(place), -1, dtype=np.int64)
    cell[~odd] = within(place[~odd], cells)
    found = (("odd-coordinates", odd), ("outside", ~odd & (cell < 0)))
    notes = [of_rows(given, code, int(which.sum()), rows(which)) for code, which in found]
    return Located(cell, tuple(one for several in notes for one in several))


def rows(which: NDArray[np.bool_]) -> list[str]:
    """The first rows, counted from 1 as people do."""
    return [f"row {at + 1}" for at in np.flatnonzero(which)[:LISTED]]


def within(place: Floats, cells: Cells) -> Ints:
    """The cell (n,) in which each place lies; where cells are points the nearest, -1 where none is."""
    import shapely

    found = np.full(len(place), -1, dtype=np.int64)
    drawn = np.flatnonzero(cells.drawn)
    points = shapely.points(place)
    if len(drawn):
        tree = shapely.STRtree([cells.shape[at] for at in drawn])
        at, which = tree.query(points, predicate="intersects")
        found[at[::-1]] = drawn[which[::-1]]  # on a border between two cells: always the same one
    if len(drawn) < len(cells):
        found = np.where(found < 0, _nearest(place, cells), found)
    return found


def _nearest(place: Floats, cells: Cells) -> Ints:
    from scipy.spatial import cKDTree

    from madang.analysis.travel.ellipsoid import solid

    dots = np.flatnonzero(~cells.drawn)
    metres, which = cKDTree(solid(cells.place[dots])).query(solid(place))
    return np.where(metres <= BEYOND, dots[which], -1)
