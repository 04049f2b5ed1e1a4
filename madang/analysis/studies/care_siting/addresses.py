"""Facilities that have only an address, placed by published addresses; nothing is guessed, and who finds no place is named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madang.analysis.declare import Given
from madang.analysis.geocoding import gazetteer, place, system_of
from madang.analysis.geocoding.placed import remark
from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.notes import note
from madang.analysis.tabular import columns
from madang.analysis.tabular.notes import Note


@dataclass(frozen=True)
class Located:
    """Rows (n, 2) with what gave each its place: "coordinates", "address" (and how it was mended), or nothing."""

    place: Floats
    by: list[str]
    notes: tuple[Note, ...]


def locate(given: Given, addresses: Given | None, own: Floats, called: list[str]) -> Located:
    """`own` (n, 2) coordinates, NaN where there are none, completed by addresses looked up in the published ones."""
    lost = np.flatnonzero(np.isnan(own).any(axis=1))
    by = ["" if row in set(lost.tolist()) else "coordinates" for row in range(len(called))]
    text = columns.texts(given, "address")
    if addresses is None or not any(text[row] for row in lost):
        return Located(own, by, note("not-placed", [called[row] for row in lost]))
    table = [columns.texts(addresses, "address"), columns.texts(addresses, "lot")]
    where = columns.degrees(addresses, columns.shapes(addresses))
    placed = place([[text[row] for row in lost]], gazetteer(table, where, system_of(table[0])))
    found = own.copy()
    found[lost] = placed.places
    for row, match in zip(lost, placed.matches, strict=True):
        mended = remark(match, "ko") if match.level else ""
        by[row] = (f"address: {mended}" if mended else "address") if match.level else ""
    reasons = [f"{called[lost[at]]}: {remark(placed.matches[at], 'ko')}" for at in placed.unmatched]
    return Located(
        found,
        by,
        (*note("placed-by-address", [called[lost[at]] for at in placed.found]), *note("not-placed", reasons)),
    )
