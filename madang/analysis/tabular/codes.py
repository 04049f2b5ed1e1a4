"""Codes of areas that changed between two tables: zeros at the end, new numbers for the same name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[str, str]
"""District and name."""
PREFIX = 4
"""Rows whose code starts like one of the city's, by this many characters, belong to the city; the rest of a country is not listed."""


@dataclass(frozen=True)
class Match:
    """`area`: of each row the number of its area, -1 if none. `padded` codes met by their zeros, `by_name` by district and name;
    `stray` are the numbers of rows that look like the city's and met nothing."""

    area: list[int]
    padded: list[str]
    by_name: list[str]
    stray: list[int]


def match(codes: Sequence[str], places: Sequence[Place], theirs: Sequence[str], other: Sequence[Place]) -> Match:
    """Find the area of each row: by the same code, by codes of 8 and 10 digits, then by district and name where both are unique.

    Korean codes of 동 end in 00 in one register and stop before it in another.
    """
    exact = {code: at for at, code in enumerate(codes)}
    short = {_short(code): at for at, code in enumerate(codes)}
    area = [exact.get(code, -1) for code in theirs]
    padded = []
    for row, code in enumerate(theirs):
        if area[row] < 0 and _short(code) in short and len(code) != len(codes[short[_short(code)]]):
            area[row] = short[_short(code)]
            padded.append(code)
    by_name = _by_name(area, codes, places, theirs, other)
    starts = {code[:PREFIX] for code in codes}
    stray = [row for row, at in enumerate(area) if at < 0 and theirs[row][:PREFIX] in starts]
    return Match(area, padded, by_name, stray)


def _short(code: str) -> str:
    return code[:8] if len(code) == 10 and code.isdigit() and code.endswith("00") else code


def _by_name(
    area: list[int], codes: Sequence[str], places: Sequence[Place], theirs: Sequence[str], other: Sequence[Place]
) -> list[str]:
    """Fill in `area` where an area and a row are left that alone have this district and name; tell which."""
    free = set(range(len(codes))) - set(area)
    names: dict[Place, list[int]] = {}
    for at in sorted(free):
        names.setdefault(places[at], []).append(at)
    rows: dict[Place, list[int]] = {}
    for row, at in enumerate(area):
        if at < 0 and all(other[row]):
            rows.setdefault(other[row], []).append(row)
    found = [
        (row[0], names[place][0]) for place, row in rows.items() if len(row) == 1 and len(names.get(place, ())) == 1
    ]
    for row, at in found:
        area[row] = at
    return [f"{places[at][0]} {places[at][1]} ({theirs[row]} → {codes[at]})" for row, at in found]
