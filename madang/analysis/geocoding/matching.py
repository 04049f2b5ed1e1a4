"""Addresses looked up in a table of addresses: exactly, or by the nearest number where somebody asks for that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, nan, radians

import numpy as np

from madang.analysis.geocoding.gazetteer import Gazetteer, key
from madang.analysis.geocoding.reading import MENDED, Reading, Spot
from madang.analysis.geocoding.systems import systems

APART = 250.0
"""Metres from their middle up to which places of one address are one place: the gates of a large estate."""
BESIDE = 150.0
"""Metres by which the place of another number is off besides the way along the road, because lots are large. With each of Seoul's
shelters placed by the nearest of the others within 100 m, half are off by 100 m, and 82 % by less than this and the way along."""
_DEGREE = 111_320.0


@dataclass(frozen=True)
class Match:
    """Where an address is, or why not.

    `level`: `building`, `lot` or `postcode` for the very same, `nearest` where asked for, empty if unmatched. `score`: 1 if
    nothing had to be mended. `metres`: how far off it may be as far as the table tells, by the spread of its rows or the numbers
    between; NaN where one row stands alone. `rows`: those of the table that say so. `reason`: a code of `REASONS`.
    """

    level: str = ""
    score: float = 0.0
    longitude: float = nan
    latitude: float = nan
    metres: float = nan
    rows: tuple[int, ...] = ()
    mended: tuple[str, ...] = ()
    reason: str = ""


def look_up(texts: Sequence[str | None], table: Gazetteer, *, nearest: float = 0.0, apart: float = APART) -> Match:
    """The place of one thing with one or more addresses, the best first.

    `nearest`: metres along a road within which the closest number on the same side may stand in; 0 never guesses so.
    """
    found = [systems()[table.system].read(text or "") for text in texts]
    failed: list[Match] = []
    for each in found:
        match = _exact(each, table, apart) if isinstance(each, Reading) else Match(reason=each.reason)
        if match.level:
            return _scored(match, "second-address") if any(m.reason != "empty" for m in failed) else match
        failed.append(match)
    for each in found:
        if nearest > 0 and isinstance(each, Reading) and (match := _nearest(each, table, nearest, apart)).level:
            return match
    return next((match for match in failed if match.reason != "empty"), Match(reason="empty"))


def _exact(reading: Reading, table: Gazetteer, apart: float) -> Match:
    spot = reading.spot
    named = table.rows.get(key(spot), [])
    fitting = [(of, row) for of, row in named if not of or not spot.province or of == spot.province]
    if not fitting:
        return Match(reason=_why_not(spot, table))
    if len({of for of, _ in fitting if of}) > 1:
        return Match(reason="several-provinces")
    rows = tuple(row for _, row in fitting)
    longitude, latitude = np.median(table.places[list(rows)], axis=0).tolist()
    off = max(_metres((longitude, latitude), table.places[row].tolist()) for row in rows) if len(rows) > 1 else nan
    if off > apart:
        return Match(reason="several-places", rows=rows)
    codes = [*reading.mended]
    codes += ["province"] if any(of != spot.province for of, _ in fitting) else []
    codes += ["neighbourhood"] if _elsewhere(reading, table, rows) else []
    return _scored(Match(spot.kind, 1.0, longitude, latitude, off, rows), *codes)


def _why_not(spot: Spot, table: Gazetteer) -> str:
    if spot.kind == "postcode":
        return "postcode-not-in-table"
    known = any((province, spot.line) in table.streets for province in {spot.province, ""})
    return (
        "number-not-in-table" if known or (not spot.province and spot.line in table.numbers) else "street-not-in-table"
    )


def _nearest(reading: Reading, table: Gazetteer, metres: float, apart: float) -> Match:
    """The closest number on the same side of the road."""
    spot, step = reading.spot, systems()[table.system].ALONG
    if spot.kind != "building" or step is None:
        return Match()

    def along(number: int) -> float:
        return abs(number - spot.number) * step

    same_side = [n for n in table.numbers.get(spot.line, []) if n[0] % 2 == spot.number % 2]
    for number, sub in sorted(same_side, key=lambda n: (along(n[0]), n)):
        if along(number) > metres:
            break
        stand_in = Reading(spot._replace(number=number, sub=sub), reading.part_of, reading.mended)
        if (match := _exact(stand_in, table, apart)).level:
            found, off = _scored(match, "nearest-number"), along(number) + BESIDE
            away = float(np.fmax(match.metres, off))
            return Match("nearest", found.score, match.longitude, match.latitude, away, match.rows, found.mended)
    return Match()


def _scored(match: Match, *codes: str) -> Match:
    score = match.score
    for code in codes:
        score *= MENDED[code][0]
    mended = (*match.mended, *codes)
    return Match(match.level, score, match.longitude, match.latitude, match.metres, match.rows, mended, match.reason)


def _elsewhere(reading: Reading, table: Gazetteer, rows: tuple[int, ...]) -> bool:
    """Whether both sides name a neighbourhood and none is the same, numbers left out: 상도1동 lies in 상도동."""
    theirs = {_bare(part) for row in rows for part in table.parts[row]}
    return bool(reading.part_of and theirs) and _bare(reading.part_of) not in theirs


def _bare(neighbourhood: str) -> str:
    return re.sub(r"제?\d+(?:동|가)?$|제?\d+(?=동$)", "", neighbourhood.replace("·", "")).removesuffix("동")


def _metres(one: Sequence[float], other: Sequence[float]) -> float:
    """Close enough for places in one street."""
    return hypot((one[0] - other[0]) * cos(radians(one[1])), one[1] - other[1]) * _DEGREE
