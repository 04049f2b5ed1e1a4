"""A published table of addresses with coordinates, ready to be asked."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from madang.analysis.geocoding.reading import Reading, Spot
from madang.analysis.geocoding.systems import systems
from madang.analysis.methods.distances import Floats

Line = tuple[str, str, str, str]
Key = tuple[Line, int, int]


@dataclass(frozen=True)
class Gazetteer:
    """Where addresses are. Rows of the table by what they name, provinces apart because many texts leave them out.

    `unread`: how many rows name nothing, by the code of the reason; `unplaced`: rows without coordinates. Neither is used.
    """

    system: str
    places: Floats
    rows: dict[Key, list[tuple[str, int]]]
    """Province and number of each row."""
    parts: list[frozenset[str]]
    """Neighbourhoods that each row names."""
    unread: dict[str, int]
    unplaced: int

    @cached_property
    def numbers(self) -> dict[Line, list[tuple[int, int]]]:
        """Numbers along each road, rising."""
        along: dict[Line, list[tuple[int, int]]] = defaultdict(list)
        for line, number, sub in self.rows:
            along[line].append((number, sub))
        return {line: sorted(numbers) for line, numbers in along.items()}

    @cached_property
    def streets(self) -> set[tuple[str, Line]]:
        """What the table has anything on, with its province."""
        return {(province, line) for (line, _, _), named in self.rows.items() for province, _ in named}


def key(spot: Spot) -> Key:
    return (spot.line, spot.number, spot.sub)


def gazetteer(addresses: Sequence[Sequence[str | None]], places: Floats, system: str) -> Gazetteer:
    """From columns of addresses (one or more, by road and by lot for instance) and `places` (n, 2), longitude first.

    `system`: one of `systems()`. A row is found by every address that it has.
    """
    read = systems()[system].read
    rows: dict[Key, list[tuple[str, int]]] = defaultdict(list)
    parts: list[frozenset[str]] = []
    unread: Counter[str] = Counter()
    lines: dict[Line, Line] = {}
    known: dict[frozenset[str], frozenset[str]] = {}  # one object each: half the memory for a city's table
    placed = _placed(places)
    for row, texts in enumerate(zip(*addresses, strict=True)):
        found = [read(text or "") for text in texts]
        readings = [each for each in found if isinstance(each, Reading)]
        part_of = frozenset(each.part_of for each in readings if each.part_of)
        parts.append(known.setdefault(part_of, part_of))
        if not readings:
            unread.update(
                [next((r.reason for r in found if not isinstance(r, Reading) and r.reason != "empty"), "empty")]
            )
        elif placed[row]:
            for spot in {each.spot for each in readings}:
                line = lines.setdefault(spot.line, spot.line)
                rows[line, spot.number, spot.sub].append((sys.intern(spot.province), row))
    return Gazetteer(system, places, dict(rows), parts, dict(unread), int(np.count_nonzero(~placed)))


def _placed(places: Floats) -> NDArray[np.bool_]:
    """Which rows are on Earth: published tables say "nowhere" by nothing, by 0, 0, or (ONS postcodes) by latitude 99.999999."""
    return np.asarray((np.abs(places) <= [180.0, 90.0]).all(axis=1) & (places != 0).any(axis=1))  # false for NaN
