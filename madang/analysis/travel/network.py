"""The way on foot along streets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats, Ints
from madang.analysis.travel.pairs import nearest_of
from madang.analysis.travel.streets import Streets
from madang.analysis.travel.travelled import Travelled
from madang.analysis.travel.walking import SPEED, minutes
from madang.lib.problems import Text

REACH = 300.0
"""Metres in a straight line from a place to its street; who is farther from every street is listed, and reaches nothing."""
CUTOFF = 60.0
"""Minutes beyond which nobody looks for a place."""
_AT_ONCE = 25_000_000
_TOUCH = 1e-6
"""Minutes between two nodes at one place: a graph takes a length of 0 for none."""


def walking(
    points: Floats,
    candidates: Floats,
    streets: Streets,
    *,
    speed: float = SPEED,
    nearest: int | None = None,
    cutoff: float = CUTOFF,
    reach: float = REACH,
) -> Travelled:
    """Minutes on foot from `points` (n, 2) to `candidates` (m, 2), longitude first, along `streets`.

    Each place is tied to the nearest piece of street within `reach` metres and walks there straight, at the same `speed` (km/h
    on the flat). Two places that are closer to one another than to their streets walk straight as well. `nearest`: how many
    candidates are kept for each point; `cutoff`: minutes beyond which none is looked for.
    Memory: 200 MB for the paths, and 16 bytes for each pair within `cutoff`.
    """
    places = streets.plane(np.concatenate([points, candidates]))
    tied = _tie(places, streets, reach)
    graph = _graph(streets, tied, speed)
    n, pace = len(points), speed * 1000 / 60
    point, candidate, way = _paths(graph, tied, n, cutoff)
    access = tied.away / pace
    total = way + access[point] + access[n + candidate]
    straight = np.hypot(*(places[point] - places[n + candidate]).T) / pace
    total = np.where(straight <= access[point] + access[n + candidate], np.minimum(total, straight), total)
    within = total <= cutoff
    distances = nearest_of(
        point[within], candidate[within], total[within], (n, len(candidates)), nearest, _all_of(cutoff, tied, n)
    )
    lost = np.flatnonzero(tied.piece < 0)
    return Travelled(
        distances,
        "minutes",
        lost[lost < n].astype(np.int32),
        (lost[lost >= n] - n).astype(np.int32),
        (*streets.said, _said(tied, n, speed, reach, cutoff)),
    )


@dataclass(frozen=True)
class _Tied:
    """Where places (k,) meet their street: the piece (-1 for none), the share of its length from its first end, metres away."""

    piece: NDArray[np.int64]
    share: Floats
    away: Floats


def _tie(places: Floats, streets: Streets, reach: float) -> _Tied:
    import shapely

    start, end = streets.nodes[streets.ends[:, 0]], streets.nodes[streets.ends[:, 1]]
    tree = shapely.STRtree(shapely.linestrings(np.stack([start, end], axis=1)))
    place, found = tree.query_nearest(shapely.points(places), max_distance=reach, all_matches=False)
    piece = np.full(len(places), -1, np.int64)
    piece[place] = found
    along = end[found] - start[found]
    share = np.zeros(len(places))
    share[place] = np.clip(((places[place] - start[found]) * along).sum(axis=1) / (along**2).sum(axis=1), 0.0, 1.0)
    away = np.full(len(places), np.inf)
    away[place] = np.hypot(*(places[place] - start[found] - share[place, None] * along).T)
    return _Tied(piece, share, away)


def _graph(streets: Streets, tied: _Tied, speed: float):  # type: ignore[no-untyped-def]  # scipy has no types
    """Minutes between nodes: those of the streets, then one for each place, which divides its piece of street."""
    from scipy.sparse import coo_array

    rise = streets.height[streets.ends[:, 1]] - streets.height[streets.ends[:, 0]]
    time = minutes(streets.length, rise / streets.length, speed)
    place = np.flatnonzero(tied.piece >= 0)
    pieces = np.arange(len(streets.ends))
    # All stops along each piece in their order: its first end, the places tied to it, its second end.
    piece = np.concatenate([pieces, tied.piece[place], pieces])
    share = np.concatenate([np.zeros(len(pieces)), tied.share[place], np.ones(len(pieces))])
    rank = np.repeat([0, 1, 2], [len(pieces), len(place), len(pieces)])
    node = np.concatenate([streets.ends[:, 0], len(streets.nodes) + place, streets.ends[:, 1]])
    order = np.lexsort((rank, share, piece))
    same = piece[order][1:] == piece[order][:-1]
    one, other = node[order][:-1][same], node[order][1:][same]
    between = np.maximum(np.diff(share[order])[same] * time[piece[order][:-1][same]], _TOUCH)
    size = len(streets.nodes) + len(tied.piece)
    both = (np.concatenate([between, between]), (np.concatenate([one, other]), np.concatenate([other, one])))
    return coo_array(both, shape=(size, size)).tocsr()


def _paths(graph, tied: _Tied, n: int, cutoff: float) -> tuple[Ints, Ints, Floats]:  # type: ignore[no-untyped-def]
    """Minutes along streets for all pairs of a point and a candidate within `cutoff`, from whichever are fewer."""
    from scipy.sparse.csgraph import dijkstra

    first = graph.shape[0] - len(tied.piece)
    points, candidates = (np.flatnonzero(tied.piece[:n] >= 0), np.flatnonzero(tied.piece[n:] >= 0))
    turned = len(points) < len(candidates)
    sources, targets = (points, candidates) if turned else (candidates, points)
    source_node = first + sources + (0 if turned else n)
    target_node = first + targets + (n if turned else 0)
    step = max(1, _AT_ONCE // graph.shape[0])
    parts = []
    for at in range(0, len(sources), step):
        times = dijkstra(graph, directed=True, indices=source_node[at : at + step], limit=cutoff)[:, target_node]
        row, column = np.nonzero(np.isfinite(times))
        parts.append((sources[at + row], targets[column], times[row, column]))
    if not parts:
        return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0)
    source, target, time = (np.concatenate(each) for each in zip(*parts, strict=True))
    point, candidate = (source, target) if turned else (target, source)
    return point.astype(np.int32), candidate.astype(np.int32), time


def _all_of(cutoff: float, tied: _Tied, n: int) -> Floats:
    """What is known beyond the lists: nothing farther than `cutoff`; whoever is off every street reaches nothing for sure."""
    return np.where(tied.piece[:n] >= 0, cutoff, np.inf)


def _said(tied: _Tied, n: int, speed: float, reach: float, cutoff: float) -> Text:
    near = tied.away[np.isfinite(tied.away)]
    middle, far = (float(np.median(near)), float(near.max())) if len(near) else (0.0, 0.0)
    points, candidates = int((tied.piece[:n] < 0).sum()), int((tied.piece[n:] < 0).sum())
    limit = {"en": "", "ko": ""}
    if np.isfinite(cutoff):
        limit = {
            "en": f" Sites more than {cutoff:g} minutes away are not looked for.",
            "ko": f" {cutoff:g}분이 넘는 곳은 찾지 않았습니다.",
        }
    return {
        "en": f"People walk {speed:g} km/h. From a place to its street it is {middle:,.0f} m in the middle and {far:,.0f} m at most; "
        f"{points:,} points and {candidates:,} sites are more than {reach:,.0f} m off every street, reach nothing and are listed."
        + limit["en"],
        "ko": f"보행 속도는 시속 {speed:g} km입니다. 각 지점에서 도로까지는 중앙값 {middle:,.0f} m, 최대 {far:,.0f} m입니다. 도로에서 "
        f"{reach:,.0f} m 넘게 떨어진 지점 {points:,}곳과 시설 {candidates:,}곳은 갈 수 없는 것으로 보고 목록에 적었습니다."
        + limit["ko"],
    }
