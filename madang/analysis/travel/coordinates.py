"""Longitude and latitude as they come: impossible, swapped, or somewhere else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats
from madang.lib.problems import Problem

FAR = 0.5
"""Degrees around where the others are; a place outside belongs to another city, or its numbers are wrong."""


class ImpossibleCoordinates(Problem):
    en = (
        "{name}: {count} of {all} rows have no place on Earth (row {rows}; the first: {example}). Longitude must be between "
        "-180 and 180, latitude between -90 and 90, in degrees; metres of a national grid must be converted first."
    )
    ko = (
        "{name}: {all}개 행 중 {count}개 행의 좌표는 지구 위에 없습니다(행 {rows}, 첫 행: {example}). "
        "경도는 -180~180, 위도는 -90~90도여야 합니다. 미터 단위 평면 좌표는 먼저 경위도로 바꾸십시오."
    )


class SwappedCoordinates(Problem):
    en = (
        "{name}: longitude and latitude are swapped in {count} of {all} rows (row {rows}; the first: {example}). "
        "Choose the columns the other way round."
    )
    ko = (
        "{name}: {all}개 행 중 {count}개 행에서 경도와 위도가 서로 바뀌었습니다(행 {rows}, 첫 행: {example}). "
        "두 열을 바꾸어 지정하십시오."
    )


def odd_rows(name: str, places: Floats, around: Floats | None = None) -> NDArray[np.bool_]:
    """Rows (n,) of `places` (n, 2), longitude first, that are swapped or nowhere on Earth, to be left out and listed.

    Where these are most of the rows the columns were chosen wrongly: raises `SwappedCoordinates` or `ImpossibleCoordinates`. Rows
    without coordinates (NaN) are not looked at. `around` (m, 2) are places known to be right (the areas); without them only what is
    impossible is found, latitude beyond 90 degrees: swapping is always seen in Korea (127, 37), in Liverpool (-3, 53) never.
    """
    given = ~np.isnan(places).any(axis=1)
    swapped = given & swapped_rows(places, around)
    impossible = given & ~_possible(places) & ~swapped
    for odd, problem in ((swapped, SwappedCoordinates), (impossible, ImpossibleCoordinates)):
        if 2 * odd.sum() > given.sum():
            first = ", ".join(f"{degrees:.7g}" for degrees in places[odd][0])
            raise problem(name=name, count=int(odd.sum()), all=int(given.sum()), rows=_rows(odd), example=first)
    return np.asarray(swapped | impossible)


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
