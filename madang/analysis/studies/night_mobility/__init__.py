"""Night mobility: where people are at night who do not sleep there, what to expect at each hour, and where taxis should wait.

In the order of a run: `cells` (the city), `clock`, `activity` (counts by day, hour and cell), `demand` (the signal, its significance,
what to expect), `tried` (the forecast on past weeks), `waiting` (where demand lies, where taxis may wait), `choosing` (put to the
methods), `findings` (all of it), `tables`, `quality`, `report` (told).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from madang.analysis.declare import Given, Result, Tell
from madang.analysis.studies.night_mobility.parameters import PARAMETERS
from madang.analysis.studies.night_mobility.results import YIELDS
from madang.analysis.studies.night_mobility.roles import READS
from madang.lib.problems import Text

VERSION = 1
TITLE: Text = {"en": "Night mobility", "ko": "심야 이동"}
SUMMARY: Text = {
    "en": "Where people are out at night, what to expect at each hour, and where taxis should wait, with proof.",
    "ko": "밤에 사람이 모이는 곳과 시간대별 예상 수요, 택시가 기다릴 자리를 증명과 함께 보여 줍니다.",
}
__all__ = ["PARAMETERS", "READS", "SUMMARY", "TITLE", "VERSION", "YIELDS", "study"]


def study(tables: Mapping[str, Given], parameters: Mapping[str, Any], tell: Tell) -> Result:
    """See `running.run`; imported when it runs, for arrays and compiled loops load slowly."""
    from madang.analysis.studies.night_mobility.running import run

    return run(tables, parameters, tell)
