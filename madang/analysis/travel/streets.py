"""Lines of a map as a network for people on foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats, Ints
from madang.lib.problems import Problem, Text

JOINED = 0.1
"""Metres: ends of lines that are nearer than this are one crossing. Lines that merely cross (bridges) are not joined."""
LEAST = 1000.0
"""Metres of street that hang together; smaller pieces are the inside of courts or slips of the pen, and lead nobody anywhere."""
NOT_ON_FOOT: Mapping[str, frozenset[str]] = {
    "highway": frozenset(
        {"motorway", "motorway_link", "bus_guideway", "busway", "raceway", "platform", "services", "rest_area", "no"}
        | {"construction", "proposed", "planned", "abandoned", "razed"}
    ),
    "foot": frozenset({"no", "private", "use_sidepath"}),
    "access": frozenset({"no", "private"}),
    "motorroad": frozenset({"yes"}),
    "service": frozenset({"private"}),
}
"""Tags of OpenStreetMap that keep people off a way; `foot=yes` and the like allow in spite of `access`."""
ALLOWED = frozenset({"yes", "designated", "permissive"})


class NoStreets(Problem):
    en = "The layer of streets has no lines for walking ({lines} rows were looked at). Choose a layer of streets or paths."
    ko = "도로 레이어에 걸을 수 있는 선이 없습니다({lines}개 행을 보았습니다). 도로나 보행로 레이어를 고르십시오."


@dataclass(frozen=True)
class Streets:
    """Crossings and bends (v, 2) in metres on a plane that touches the city, and straight pieces (e, 2) between them.

    `height` (v,): metres above the sea, NaN where no line says it. One-way rules do not bind people on foot.
    """

    nodes: Floats
    height: Floats
    ends: Ints
    centre: tuple[float, float]
    said: tuple[Text, ...] = ()

    @cached_property
    def length(self) -> Floats:
        """Metres (e,) on the map."""
        return np.asarray(np.hypot(*(self.nodes[self.ends[:, 1]] - self.nodes[self.ends[:, 0]]).T))

    def plane(self, places: Floats) -> Floats:
        """Longitude and latitude (n, 2) as metres on the plane."""
        return _plane(self.centre, places)


def walkable(tags: Mapping[str, Sequence[str | None]], count: int) -> NDArray[np.bool_]:
    """Which of `count` lines people may walk, by the columns of OpenStreetMap that there are."""
    open_ = np.ones(count, bool)
    on_foot = [value in ALLOWED for value in tags["foot"]] if "foot" in tags else [False] * count
    for key, closed in NOT_ON_FOOT.items():
        if key in tags:
            shut = np.array([value in closed for value in tags[key]], bool)
            open_ &= ~shut | (np.array(on_foot, bool) if key == "access" else False)
    return open_


def streets(lines: NDArray[np.object_], may_walk: NDArray[np.bool_] | None = None) -> Streets:
    """A network of shapely lines (k,) in longitude and latitude; their third coordinate, if any, is the height.

    Lines meet where they share a corner, as in OpenStreetMap, not where they only cross on the map. Raises `NoStreets`.
    """
    import shapely

    walked = lines if may_walk is None else lines[may_walk]
    parts = shapely.get_parts(walked[~shapely.is_missing(walked)])
    is_line = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    others = int(np.count_nonzero(~is_line))
    parts = parts[is_line & (shapely.length(parts) > 0)]
    if not len(parts):
        raise NoStreets(lines=len(lines))
    corners, line = shapely.get_coordinates(parts, include_z=True, return_index=True)
    centre = tuple(((corners[:, :2].min(axis=0) + corners[:, :2].max(axis=0)) / 2).tolist())
    nodes, height, ends = _joined(_plane(centre, corners[:, :2]), corners[:, 2], line)
    if not len(ends):
        raise NoStreets(lines=len(lines))
    return _without_scraps(nodes, height, ends, centre, len(lines) - len(walked) + others)


def _plane(centre: tuple[float, ...], places: Floats) -> Floats:
    """An azimuthal equidistant plane: lengths 50 km from its centre are wrong by 1 in 100,000."""
    import pyproj

    told = f"+proj=aeqd +lon_0={centre[0]} +lat_0={centre[1]} +datum=WGS84 +units=m"
    there = pyproj.Transformer.from_crs("EPSG:4326", told, always_xy=True)
    return np.column_stack(there.transform(places[:, 0], places[:, 1]))


def _joined(corners: Floats, height: Floats, line: NDArray[Any]) -> tuple[Floats, Floats, Ints]:
    """Corners at one place as one node, and the pieces between them, each once."""
    grid = np.round(corners / JOINED).astype(np.int64)
    _, first, node = np.unique(grid[:, 0] * (1 << 32) + grid[:, 1], return_index=True, return_inverse=True)
    along = line[1:] == line[:-1]
    ends = np.sort(np.column_stack([node[:-1][along], node[1:][along]]), axis=1)
    ends = ends[ends[:, 0] != ends[:, 1]]
    pieces = np.unique(ends[:, 0] * len(first) + ends[:, 1])
    return corners[first], height[first], np.column_stack(np.divmod(pieces, len(first))).astype(np.int32)


def _without_scraps(nodes: Floats, height: Floats, ends: Ints, centre: Any, shut: int) -> Streets:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    length = np.hypot(*(nodes[ends[:, 1]] - nodes[ends[:, 0]]).T)
    graph = coo_array((length, (ends[:, 0], ends[:, 1])), shape=(len(nodes), len(nodes)))
    _, piece = connected_components(graph, directed=False)
    total = np.bincount(piece[ends[:, 0]], length)
    least = min(LEAST, float(total.max(initial=0.0)))
    kept = total[piece[ends[:, 0]]] >= least
    said = _said(float(length[kept].sum()), float(length[~kept].sum()), shut, bool(np.isfinite(height).any()))
    return Streets(nodes, height, ends[kept], centre, said)


def _said(kept: float, scraps: float, shut: int, heights: bool) -> tuple[Text, ...]:
    slopes = {
        "en": "Slopes are known and slow people down (Tobler 1993)."
        if heights
        else "No heights are known: slopes are not counted.",
        "ko": "경사를 알고 있어 보행 속도에 반영하였습니다(Tobler 1993)."
        if heights
        else "고도를 알 수 없어 경사는 반영하지 않았습니다.",
    }
    return (
        {
            "en": f"People walk on {kept / 1000:,.0f} km of streets; {shut:,} shapes are closed to them or no lines, and "
            f"{scraps / 1000:,.1f} km hang together with nothing and are left out. Crossings take no time.",
            "ko": f"보행로는 {kept / 1000:,.0f} km입니다. 걸을 수 없거나 선이 아닌 도형 {shut:,}개와 다른 길과 이어지지 않은 "
            f"{scraps / 1000:,.1f} km는 뺐습니다. 횡단보도 대기 시간은 넣지 않았습니다.",
        },
        slopes,
    )
