"""Three indicators. Their targets are examples: nobody in the real city set them, and each says so."""

from __future__ import annotations

from typing import Any

from madang.demonstration.describe import t

EXAMPLE = t(
    "시연을 위한 보기입니다. 실제 도시가 정한 목표가 아닙니다.",
    "An example for the demonstration: no real city set it.",
)
PLAIN: dict[str, Any] = {
    "per_table": "", "per_question": {}, "times": 1.0, "milestones": [], "target_source": EXAMPLE, "decimals": 1,
}  # fmt: skip


def _by_year(measure: str) -> dict[str, str]:
    return {"measure": measure, "period": "연도", "where": ""}


INDICATORS: tuple[dict[str, Any], ...] = (
    PLAIN | {
        "organisation": "welfare",
        "title": t("돌봄 시설 500m 안에 사는 어르신의 비율", "Older people within 500 m of day care"),
        "definition": t(
            "65세 이상 가운데 주야간보호센터, 노인복지관, 치매안심센터에서 곧은 거리 500m 안에 사는 사람의 비율입니다. 생성된 사람과 "
            "시설로 어림했습니다.",
            "The share of people of 65 and older who live within 500 m, in a straight line, of a day care, welfare or dementia "
            "centre. Estimated from generated people and places.",
        ),
        "unit": t("%", "%"), "direction": "more", "cycle": "irregular", "sdg": "3.8",
        "table": "care-reach/reach", "question": _by_year("sum(가까운_어르신)"),
        "per_table": "care-reach/reach", "per_question": _by_year("sum(어르신)"), "times": 100.0,
        "baseline_period": "2010", "baseline_value": 40.0, "target_period": "2030", "target_value": 70.0,
    },
    PLAIN | {
        "organisation": "housing",
        "title": t("빈집의 비율", "Empty homes"),
        "definition": t(
            "전체 주택 가운데 조사한 날 비어 있던 집의 비율입니다.", "The share of homes that were empty on the day of the census."
        ),
        "unit": t("%", "%"), "direction": "less", "cycle": "five-yearly", "sdg": "11.1", "decimals": 2,
        "table": "housing-stock/구별_빈집", "question": _by_year("sum(빈집)"),
        "per_table": "housing-stock/구별_빈집", "per_question": _by_year("sum(전체주택)"), "times": 100.0,
        "baseline_period": "2015", "baseline_value": 2.83, "target_period": "2030", "target_value": 2.5,
    },
    PLAIN | {
        "organisation": "public-health",
        "title": t("서울에서 일하는 의사", "Doctors at work in the city"),
        "definition": t("구마다 진료과별로 센 의사를 모두 더한 수입니다.", "All doctors, counted by district and field, added up."),
        "unit": t("명", "doctors"), "direction": "more", "cycle": "five-yearly", "sdg": "3.c", "decimals": 0,
        "table": "doctors/doctors", "question": _by_year("sum(의사)"),
        "baseline_period": "2010", "baseline_value": 32212.0, "target_period": "2030", "target_value": 58000.0,
    },
)  # fmt: skip
