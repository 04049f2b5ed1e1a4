"""The statement that stands with every result: how good the spots are for the forecast, and how good the forecast is."""

from __future__ import annotations

from typing import Any

from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.studies.night_mobility.said import CALLED
from madang.analysis.tabular.yielded import plain
from madang.lib.problems import Text


def statement(found: Findings) -> dict[str, Any]:
    """Plain JSON: numbers that are not known are null."""
    choice, main = found.choice, found.main
    night = choice.nights[main]
    stated = {
        "verdict": verdict(found),
        "gap": gap(found),
        "forecast": {"model": found.trial.model, "called": CALLED[found.trial.model], "said": forecast_said(found)},
        "days": {"first": str(found.activity.days[0]), "last": str(found.activity.days[-1]), "seen": int(found.seen)},
        "main_day": found.question.days[main],
        "then": {"share": float(night.night.share[-1]) if len(night.night.order) else 0.0},
        "night_set_costs": {
            day: one.whole_cost for day, one in zip(found.question.days, choice.nights, strict=True)
        },
        "hot_cells": {
            "signal": int(found.significance.hot.sum()),
            **{day: int(found.demand.significance.hot[at].any(axis=0).sum()) for at, day in enumerate(found.demand.days)},
        },
        "demand": "pickups" if found.rides.boarded else str(found.settings["signal"]),
        "points": len(found.question.points.owner),
        "candidates": len(found.question.candidates),
        "few": found.activity.few + found.rides.few,
        "notes": [one.as_json() for one in found.notes],
    }  # fmt: skip
    told: dict[str, Any] = plain(stated)
    return told


def gap(found: Findings) -> float:
    """How much more the worst-proved set might cover, as a share of what it covers."""
    every = [
        one.solution.gap for night in found.choice.nights for one in (night.night, *night.hourly) if len(one.order)
    ]
    return max(every, default=0.0)


def verdict(found: Findings) -> Text:
    """How good the spots are, for this forecast and no more."""
    worst = gap(found)
    if worst == 0:
        return {
            "en": "Optimal for this forecast: no other choice of as many spots covers more of it at any hour.",
            "ko": "이 예측에서는 최적입니다. 같은 수의 자리로 이보다 많은 수요를 포괄하는 선택은 어느 시각에도 없습니다.",
        }
    return {
        "en": f"For this forecast another choice of as many spots could cover at most {100 * worst:.2f} % more, at any hour.",
        "ko": "이 예측에서는 같은 수의 자리로 더 나은 선택이 있더라도, 어느 시각이든 포괄하는 수요가 최대 "
        f"{100 * worst:.2f}%까지만 늘어납니다.",
    }


def forecast_said(found: Findings) -> Text:
    """Which forecast is used, and what speaks for it."""
    called, rows = CALLED[found.trial.model], found.trial.rows
    if not rows:
        return {
            "en": f"Forecast: {called['en']}. It was not tried on past weeks: there are too few.",
            "ko": f"예측 방법: {called['ko']}. 자료가 몇 주 되지 않아 과거 검증을 하지 못했습니다.",
        }
    chosen = next(row for row in rows if row["chosen"])
    rate, low, high = (f"{100 * chosen[name]:.1f}" for name in ("hit_rate", "hit_low", "hit_high"))
    ties = chosen["verdict"] == "tie"
    return {
        "en": f"Forecast: {called['en']}. On {chosen['nights']} past nights the {chosen['k']} cells that it named beforehand held {rate} % "
        f"of what was counted (90 % interval {low} to {high} %)" + (", a tie with the best of the others." if ties else "."),
        "ko": f"예측 방법: {called['ko']}. 과거 검증에서 {chosen['nights']}일 밤 동안 미리 고른 셀 {chosen['k']}개에 실제 "
        f"수의 {rate}%가 들었습니다"
        f"(90% 구간 {low}~{high}%)." + (" 가장 나은 다른 방법과 차이가 있다고 보기 어렵습니다." if ties else ""),
    }  # fmt: skip
