"""Care siting: where older and frail people live, who reaches care today, and where the next places bring most.

In the order of a run: `areas`, `codes` (who needs what, where), `places`, `addresses` (what there is, what may open), `points`,
`case` (the question as numbers), `choosing`, `conditions` (put to the methods), `choice` (what each site brings), `access` (nearest
and E2SFCA, before and after), `otherwise` (alternatives), `sweep` (more or fewer sites, efficiency against equity), `sensitivity`,
`unlisted` (how sure it is), `findings` (all of it), `tables`, `quality`, `report` (told).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from madang.analysis.declare import Given, Result, Tell
from madang.analysis.studies.care_siting.parameters import PARAMETERS
from madang.analysis.studies.care_siting.results import YIELDS
from madang.analysis.studies.care_siting.roles import READS
from madang.lib.problems import Text

VERSION = 2
TITLE: Text = {"en": "Care siting", "ko": "돌봄 시설 입지"}
SUMMARY: Text = {
    "en": "Who reaches care today, where the next places should open, what each brings, and how sure that is.",
    "ko": "지금 누가 돌봄 시설을 이용할 수 있는지, 다음 시설을 어디에 열어야 하는지, 효과와 확실성을 함께 보여 줍니다.",
}
__all__ = ["PARAMETERS", "READS", "SUMMARY", "TITLE", "VERSION", "YIELDS", "study"]


def study(tables: Mapping[str, Given], parameters: Mapping[str, Any], tell: Tell) -> Result:
    """See `running.run`; imported when it runs, for arrays and compiled loops load slowly."""
    from madang.analysis.studies.care_siting.running import run

    return run(tables, parameters, tell)
