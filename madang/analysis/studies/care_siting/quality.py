"""The statement that stands with every result: how good the choice is for the model, and how good the model is for the city."""

from __future__ import annotations

from typing import Any

import numpy as np

from madang.analysis.studies.care_siting.conditions import SETTINGS as CONDITIONS
from madang.analysis.studies.care_siting.findings import Findings
from madang.analysis.studies.care_siting.sensitivity import KINDS, kept
from madang.analysis.tabular.yielded import plain
from madang.lib.problems import Text

ROUGH = 0.25
"""Share of the standard above which the error of distances says what it means."""
WEIGHED: Text = {"en": ", weighed by deprivation", "ko": "(박탈 가중)"}
UNITS: dict[str, Text] = {
    "covering": {"en": "people within the standard distance", "ko": "기준 거리 안의 사람"},
    "p_median": {"en": "person-metres", "ko": "사람·미터"},
    "p_center": {"en": "metres", "ko": "미터"},
    "centdian": {"en": "metres", "ko": "미터"},
    "set_covering": {"en": "new sites", "ko": "새로 여는 곳"},
}


def statement(found: Findings) -> dict[str, Any]:
    """Plain JSON: numbers that are not known are null."""
    solution, case = found.choice.solution, found.case
    missing = found.missing
    stated = {
        "objective": solution.objective,
        "objective_unit": unit(found),
        "bound": solution.bound,
        "gap": solution.gap,
        "proved": solution.proved,
        "seconds": round(solution.seconds, 2),
        "method": found.choice.question.objective,
        "verdict": verdict(found),
        "searches": _searches(found),
        "error_metres": found.error,
        "error_said": error_said(found),
        "points": len(case.need),
        "stays": {kind: kept(found.changes, kind, lambda one: one.stay) for kind in KINDS},
        "stays_near": {kind: kept(found.changes, kind, lambda one: one.near) for kind in KINDS},
        "today": vars(found.today),
        "then": vars(found.then),
        "unlisted": None if missing is None else {**vars(missing), "missing": missing.missing, "short": None},
        "travel": list(case.travelled),
        "notes": [note.as_json() for note in case.notes],
    }  # fmt: skip
    told: dict[str, Any] = plain(stated)
    return told


def _searches(found: Findings) -> dict[str, int]:
    """How many smaller questions were asked, and how many answers are proved to be the best."""
    proved = [step.solution.proved for step in found.steps] + [one.proved for one in found.changes]
    proved += [other.solution.proved for other, _ in found.alternatives]
    return {"asked": len(proved), "proved": sum(proved)}


def unit(found: Findings) -> Text:
    """What the objective counts."""
    plain, weighed = UNITS[found.choice.question.objective], bool(found.case.settings["deprivation_weight"])
    return {language: said + (WEIGHED[language] if weighed else "") for language, said in plain.items()}


def verdict(found: Findings) -> Text:
    """How good the choice is, for this model and no more."""
    solution = found.choice.solution
    if solution.proved and found.choice.question.objective == "set_covering":
        return {
            "en": "Optimal for this model: fewer sites do not bring everybody within the standard.",
            "ko": "이 모형에서 최적입니다. 이보다 적은 수로는 모두가 기준 거리 안에 들 수 없습니다.",
        }
    if solution.proved and any(found.case.settings[name] for name in CONDITIONS):
        return {
            "en": "Optimal for this model: no other choice that keeps all conditions does better in it.",
            "ko": "이 모형에서 최적입니다. 모든 조건을 지키면서 이보다 나은 선택은 이 모형에 없습니다.",
        }
    if solution.proved:
        return {
            "en": "Optimal for this model: no other choice of as many sites does better in it.",
            "ko": "이 모형에서 최적입니다. 같은 수로 이보다 나은 선택은 이 모형에 없습니다.",
        }
    return {
        "en": f"For this model another choice could be better by at most {100 * solution.gap:.2f} %.",
        "ko": f"이 모형에서 다른 선택이 더 나을 수 있는 한도는 {100 * solution.gap:.2f}%입니다.",
    }


def error_said(found: Findings) -> Text:
    """What the model's own distances may be off by."""
    if not np.isfinite(found.error):
        return {
            "en": "Areas are points without shapes: how far people live from them is not known.",
            "ko": "구역이 도형 없이 점으로만 있어, 사람들이 그 점에서 얼마나 떨어져 사는지 알 수 없습니다.",
        }
    error, standard = f"{found.error:,.0f}", f"{found.case.standard:,.0f}"
    plain: Text = {
        "en": f"People are counted at points and live some {error} m from them: distances are accurate to about ±{error} m.",
        "ko": f"사람을 점에 모아 세었고 실제로는 그 점에서 {error}m쯤 떨어져 삽니다. 거리의 오차는 ±{error}m쯤입니다.",
    }
    if found.error <= ROUGH * found.case.standard:
        return plain
    return {
        "en": f"{plain['en']} Beside a standard of {standard} m that is much: read the share of the whole city as a good estimate and "
        "that of a single area as a rough one, and measure the way before deciding on a site.",
        "ko": f"{plain['ko']} 기준 거리 {standard}m에 비해 큰 오차입니다. 도시 전체의 비율은 좋은 추정값으로 보되 구역 하나의 비율은 "
        "어림으로만 보고, 자리를 정하기 전에 실제 거리를 확인하십시오.",
    }
