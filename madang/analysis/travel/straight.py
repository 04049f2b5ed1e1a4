"""Straight lines over the ellipsoid, longer by a factor for the detours of streets."""

from __future__ import annotations

import numpy as np

from madang.analysis.methods.distances import Distances, Floats, Ints, from_matrix
from madang.analysis.travel.ellipsoid import along, solid
from madang.lib.problems import Text

DETOUR = 1.3
"""Ways are this much longer than the straight line. Along OpenStreetMap's streets in Helsinki and a small Finnish town, as `walking`
measures them, ways over 300 m are 1.31 and 1.32 times in the middle, 1.2 to 1.5 for half of them; by car to hospitals they are 1.42
(Boscoe and others 2012)."""
_AT_ONCE = 4_000_000
"""Pairs of a matrix that are computed at a time, 100 MB."""


def straight(points: Floats, candidates: Floats, factor: float = DETOUR, nearest: int | None = None) -> Distances:
    """Metres between `points` (n, 2) and `candidates` (m, 2): straight lines times `factor`.

    `nearest`: how many candidates are kept for each point, found by a tree in n log m; None keeps all and needs 12 bytes a pair.
    Lines are measured through the ellipsoid (WGS 84) and bent back onto it: off by less than 1 in 100,000 up to 100 km, where
    PROJ's geodesic is the judge in the tests, far below any doubt about the factor.
    """
    here, there = solid(points), solid(candidates)
    if nearest is None or nearest >= len(candidates):
        return _all(here, there, factor)
    return _nearest(here, there, factor, nearest)


def detour_said(factor: float) -> Text:
    """The sentence for the statement of quality."""
    return {
        "en": f"Ways are straight lines times {factor:g}, not streets.",
        "ko": f"이동 거리는 도로가 아니라 직선거리에 {factor:g}을 곱한 값입니다.",
    }


def _all(here: Floats, there: Floats, factor: float) -> Distances:
    from scipy.spatial.distance import cdist

    step = max(1, _AT_ONCE // max(1, len(there)))
    parts = [from_matrix(along(cdist(here[at : at + step], there)) * factor) for at in range(0, len(here), step)]
    return Distances(
        np.concatenate([part.candidates for part in parts]) if parts else np.empty((0, len(there)), np.int32),
        np.concatenate([part.length for part in parts]) if parts else np.empty((0, len(there))),
        np.full(len(here), np.inf),
        len(there),
    )


def _nearest(here: Floats, there: Floats, factor: float, nearest: int) -> Distances:
    from scipy.spatial import cKDTree

    chord, found = cKDTree(there).query(here, k=nearest + 1)
    length = along(np.asarray(chord)) * factor
    candidates, kept = _in_order(np.asarray(found)[:, :nearest], length[:, :nearest])
    return Distances(candidates, kept, length[:, nearest], len(there))


def _in_order(found: Ints, length: Floats) -> tuple[Ints, Floats]:
    """Places at the same distance by their number: the tree's own order is nobody's promise."""
    order = np.lexsort((found, length), axis=1)
    return np.take_along_axis(found, order, axis=1).astype(np.int32), np.take_along_axis(length, order, axis=1)
