"""Districts of which the list of facilities names too few, marked on a map that tells how they are served."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from madang.analysis.report import Lines, Map
from madang.analysis.studies.care_siting.findings import FULL, Findings
from madang.lib.problems import Text

LABEL: Text = {
    "en": f"fewer than {100 * FULL:.0f} % of the facilities are in the list",
    "ko": f"시설의 {100 * FULL:.0f}%도 목록에 없는 자치구",
}


def marked(drawn: Map, found: Findings) -> Map:
    """The map with the borders of these districts, and what they mean; the same map where there are none, or areas without shapes."""
    import shapely

    areas = found.case.areas
    district = np.array(areas.district)
    short = [name for name in sorted(set(areas.district)) if name and found.short(name)]
    borders = [shapely.boundary(shapely.union_all(areas.shape[district == name])) for name in short]
    lines = [line for line in borders if not shapely.is_empty(line)]
    if not lines:
        return drawn
    said: Text = {
        "en": f"{drawn.description['en']} Within the outlined districts more people are within the standard than told: {LABEL['en']}.",
        "ko": f"{drawn.description['ko']} 테두리를 두른 곳은 {LABEL['ko']}이므로 실제로 기준 거리 안에 있는 사람이 더 많습니다.",
    }
    *areas_below, top = drawn.layers
    return replace(drawn, layers=(*areas_below, Lines(np.array(lines), LABEL, "strong"), top), description=said)
