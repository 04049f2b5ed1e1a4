"""What the page on which sites are moved evaluates: the people at their points, and the sites that are open after the choice."""

from __future__ import annotations

import numpy as np
import shapely

from madang.analysis.scenarios import Scene, Site
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import Choice

MOST_OUTLINES = 5_000
DETAIL = 1_500
"""Parts of the width of the whole below which an outline needs no corner."""


def scene(case: Case, choice: Choice, *, given_ways: bool) -> Scene:
    """`given_ways`: whether distances came from a table or along streets. Areas that are points have no outlines."""
    return Scene(
        areas=tuple(case.areas.called), owner=case.points.owner.astype(np.int64), places=case.points.place, need=case.need,
        sites=_sites(case, choice), standard=case.standard, factor=float(case.settings["detour"]), outlines=_outlines(case),
        given_ways=given_ways,
    )  # fmt: skip


def _sites(case: Case, choice: Choice) -> tuple[Site, ...]:
    m, new = len(case.candidates), set(choice.new.tolist())
    found = []
    for site in sorted(choice.open.tolist(), key=lambda number: (number not in new, number)):
        x, y = case.place(site).tolist()
        name = case.name(site)
        key, candidate = (f"n{site}", name) if site in new else (f"f{site - m}", "")
        found.append(Site(key, name, (x, y), site in new, candidate))
    return tuple(found)


def _outlines(case: Case) -> tuple[str, ...]:
    shapes = case.areas.shape
    if len(shapes) > MOST_OUTLINES or any(shape is None or shapely.area(shape) == 0 for shape in shapes):
        return ()
    west, south, east, north = shapely.total_bounds(shapes)
    simple = shapely.simplify(shapes, max(east - west, north - south) / DETAIL)
    return tuple(shapely.to_wkt(simple, rounding_precision=5))
