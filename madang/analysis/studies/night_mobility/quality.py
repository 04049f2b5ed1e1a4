"""The statement that stands with every result: how good the spots are for the forecast, and how good the forecast is."""

from __future__ import annotations

from typing import Any

from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.tabular.yielded import plain
from madang.lib.problems import Text


def statement(found: Findings) -> dict[str, Any]:
    """Plain JSON: numbers that are not known are null."""
    stated = {
        "verdict": verdict(found),
        "gap": gap(found),
        "forecast": found.trial.model,
        "few": found.activity.few,
        "notes": [one.as_json() for one in found.notes],
    }
    told: dict[str, Any] = plain(stated)
    return told


def gap(found: Findings) -> float:
    """How much more the worst-proved set might cover, as a share of what it covers."""
    every = [
        one.solution.gap for night in found.choice.nights for one in (night.night, *night.hourly) if len(one.order)
    ]
    return max(every, default=0.0)


def verdict(found: Findings) -> Text:
    worst = gap(found)
    if worst == 0:
        return {
            "en": "Optimal for this forecast: no other choice of as many spots covers more of it at any hour.",
            "ko": "이 예측에서 최적입니다. 같은 수의 자리로 이보다 많은 수요에 닿는 선택은 어느 시각에도 없습니다.",
        }
    return {
        "en": f"For this forecast another choice of as many spots could cover at most {100 * worst:.2f} % more, at any hour.",
        "ko": f"이 예측에서 같은 수의 자리로 더 나은 선택이 있더라도, 어느 시각이든 최대 {100 * worst:.2f}%까지만 더 닿습니다.",
    }
