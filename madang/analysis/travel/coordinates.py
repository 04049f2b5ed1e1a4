"""Longitude and latitude as they come: impossible, swapped, or somewhere else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats
from madang.lib.problems import Problem

FAR = 5.0
"""Degrees around where the others are; a place outside belongs to another city, or its numbers are wrong."""


class ImpossibleCoordinates(Problem):
    en = (
        "{name}: {count} rows have no place on Earth (row {rows}). Longitude must be between -180 and 180, latitude between "
        "-90 and 90, in degrees; metres of a national grid must be converted first."
    )
    ko = (
        "{name}: {count}개 행의 좌표는 지구 위에 없습니다(행 {rows}). 경도는 -180~180, 위도는 -90~90도여야 합니다. "
        "미터 단위 평면 좌표는 먼저 경위도로 바꾸십시오."
    )


class SwappedCoordinates(Problem):
    en = "{name}: longitude and latitude are swapped in {count} of {all} rows (row {rows}). Choose the columns the other way round."
    ko = "{name}: {all}개 행 중 {count}개 행에서 경도와 위도가 서로 바뀌었습니다(행 {rows}). 두 열을 바꾸어 지정하십시오."


class PartlySwappedCoordinates(SwappedCoordinates):
    en = "{name}: longitude and latitude are swapped in {count} of {all} rows, not in all (row {rows}). Mend these rows in the source."
    ko = "{name}: {all}개 행 중 {count}개 행만 경도와 위도가 서로 바뀌었습니다(행 {rows}). 원본에서 이 행들을 고치십시오."


def check(name: str, places: Floats, around: Floats | None = None) -> None:
    """Raise what is wrong with `places` (n, 2), longitude first; `around` (m, 2) are places known to be right (the areas).

    Without `around` only what is impossible is found: latitude beyond 90 degrees. In Korea (127, 37) swapping is always seen; in
    Liverpool (-3, 53) only against `around`.
    Raises `ImpossibleCoordinates`, `SwappedCoordinates`, `PartlySwappedCoordinates`.
    """
    swapped = swapped_rows(places, around)
    if swapped.any():
        kind = SwappedCoordinates if swapped.all() else PartlySwappedCoordinates
        raise kind(name=name, count=int(swapped.sum()), all=len(places), rows=_rows(swapped))
    impossible = ~_possible(places)
    if impossible.any():
        raise ImpossibleCoordinates(name=name, count=int(impossible.sum()), rows=_rows(impossible))


def swapped_rows(places: Floats, around: Floats | None = None) -> NDArray[np.bool_]:
    """Which rows (n,) make sense only the other way round: outside of where the others are, and inside when swapped."""
    turned = places[:, ::-1]
    if around is None:
        return ~_possible(places) & _possible(turned)
    low, high = around.min(axis=0) - FAR, around.max(axis=0) + FAR
    return ~_within(places, low, high) & _within(turned, low, high)


def _possible(places: Floats) -> NDArray[np.bool_]:
    return _within(places, np.array([-180.0, -90.0]), np.array([180.0, 90.0]))


def _within(places: Floats, low: Floats, high: Floats) -> NDArray[np.bool_]:
    return np.asarray(((places >= low) & (places <= high)).all(axis=1))  # false for NaN


def _rows(which: NDArray[np.bool_]) -> str:
    """The first rows, counted from 1 as people do."""
    numbers = np.flatnonzero(which) + 1
    return ", ".join(map(str, numbers[:5])) + (", ..." if len(numbers) > 5 else "")
