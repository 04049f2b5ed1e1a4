"""Travel as somebody's table says: origin, destination, and how long it takes or how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats, Ints
from madang.analysis.travel.pairs import nearest_of
from madang.analysis.travel.travelled import Travelled
from madang.lib.problems import Problem, Text

UNITS = {"metres": 1.0, "kilometres": 1000.0, "minutes": 1.0, "seconds": 1 / 60, "hours": 60.0}


class OddTravel(Problem):
    en = "The table of travel has {count} lengths below 0 (row {rows}). Mend them in the source."
    ko = "이동 시간(거리) 표에 0보다 작은 값이 {count}개 있습니다(행 {rows}). 원본에서 고치십시오."


class TwoLengths(Problem):
    en = "The table of travel says {count} pairs twice and differently (from {origin} to {destination}). Keep one row a pair."
    ko = "이동 시간(거리) 표에 같은 출발·도착이 서로 다른 값으로 {count}번 나옵니다({origin} → {destination}). 한 쌍에 한 행만 두십시오."


class NoOriginInCommon(Problem):
    en = (
        "No origin of the table of travel is among the areas of the study (the table says {theirs}, the study {ours}). "
        "Choose the column with the same codes."
    )
    ko = "이동 시간(거리) 표의 출발지 중 분석 구역과 같은 값이 없습니다(표: {theirs}, 분석: {ours}). 같은 코드가 든 열을 지정하십시오."


class NoDestinationInCommon(Problem):
    en = (
        "No destination of the table of travel is among the places of the study (the table says {theirs}, the study {ours}). "
        "Choose the column with the same codes."
    )
    ko = "이동 시간(거리) 표의 도착지 중 분석 대상 시설과 같은 값이 없습니다(표: {theirs}, 분석: {ours}). 같은 코드가 든 열을 지정하십시오."


def from_table(
    origins: Sequence[Any],
    destinations: Sequence[Any],
    lengths: Floats,
    points: Sequence[Any],
    candidates: Sequence[Any],
    *,
    unit: str = "minutes",
    nearest: int | None = None,
) -> Travelled:
    """Distances from rows (k,) of a table: from an origin to a destination, so much.

    `points` (n,) and `candidates` (m,) are the codes by which the rows name them, compared as text without spaces around.
    `unit`: one of `UNITS`; lengths come out in metres or minutes. A pair without a row, or with an empty length, cannot be
    reached, nor is a point taken to reach a candidate of the same name; how many pairs that concerns is said.
    Raises `OddTravel`, `TwoLengths`, `NoOriginInCommon`, `NoDestinationInCommon`.
    """
    lengths = np.asarray(lengths, np.float64) * UNITS[unit]
    if (lengths < 0).any():
        rows = np.flatnonzero(lengths < 0) + 1
        raise OddTravel(count=len(rows), rows=", ".join(map(str, rows[:5])))
    point = _numbers(origins, points, NoOriginInCommon)
    candidate = _numbers(destinations, candidates, NoDestinationInCommon)
    known = (point >= 0) & (candidate >= 0) & np.isfinite(lengths)
    kept = _once(point, candidate, lengths, known, origins, destinations)
    shape = (len(points), len(candidates))
    distances = nearest_of(point[kept], candidate[kept], lengths[kept], shape, nearest)
    return Travelled(
        distances,
        "metres" if unit in ("metres", "kilometres") else "minutes",
        np.setdiff1d(np.arange(shape[0]), point[kept]).astype(np.int32),
        np.setdiff1d(np.arange(shape[1]), candidate[kept]).astype(np.int32),
        _said(shape[0] * shape[1] - len(kept), shape, int(np.count_nonzero(~known))),
    )


def _numbers(names: Sequence[Any], among: Sequence[Any], none: type[Problem]) -> Ints:
    """Which of `among` each name is, -1 for none of them."""
    place = {str(name).strip(): at for at, name in enumerate(among)}
    found = np.array([place.get(str(name).strip(), -1) for name in names], np.int32)
    if len(found) and (found < 0).all():
        raise none(theirs=names[0], ours=among[0] if len(among) else "-")
    return found


def _once(
    point: Ints,
    candidate: Ints,
    lengths: Floats,
    known: NDArray[np.bool_],
    origins: Sequence[Any],
    destinations: Sequence[Any],
) -> NDArray[np.int64]:
    """Rows of the table, one for each pair; the same row twice is one row, two different lengths are nobody's guess."""
    rows = np.flatnonzero(known)
    rows = rows[np.lexsort((lengths[rows], candidate[rows], point[rows]))]
    same = (np.diff(point[rows]) == 0) & (np.diff(candidate[rows]) == 0)
    differ = same & (np.diff(lengths[rows]) > 0)
    if differ.any():
        row = rows[1:][differ][0]
        raise TwoLengths(count=int(differ.sum()), origin=origins[row], destination=destinations[row])
    return rows[np.concatenate([[True], ~same])] if len(rows) else rows


def _said(missing: int, shape: tuple[int, int], strange: int) -> tuple[Text, ...]:
    said: list[Text] = [
        {
            "en": f"The table of travel has no length for {missing:,} of {shape[0] * shape[1]:,} pairs; these cannot be reached.",
            "ko": f"이동 표에는 {shape[0] * shape[1]:,}쌍 중 {missing:,}쌍의 값이 없으며, 이 쌍은 갈 수 없는 것으로 봅니다.",
        }
    ]
    if strange:
        said.append(
            {
                "en": f"{strange:,} rows of it name nothing of this study or say no length; they are left out.",
                "ko": f"표의 {strange:,}개 행은 이 분석에 없는 곳이거나 값이 비어 있어 쓰지 않았습니다.",
            }
        )
    return tuple(said)
