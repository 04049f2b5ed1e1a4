"""Fertility by age of the mother and 자치구."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR

AGES = ("20-24", "25-29", "30-34", "35-39", "40-44", "45-49")
ITEMS = {("fertility", "total"): "합계출산율"} | {("fertility", age): f"{age}세" for age in AGES}


def _age(age: str) -> Field:
    about = t(f"{age}세 여성 1,000명당 출생아", f"Births per 1,000 women aged {age}")
    return Field(f"{age}세", "number", f"Aged {age}", about, unit="명/1000명")


DATASET = Entry(
    slug="fertility",
    order=150,
    organisation="public-health",
    theme="population",
    title=t("구별 합계출산율과 나이별 출산율", "Fertility by district and age of the mother"),
    description=t(
        "서울의 출산율은 세계에서 가장 낮은 편입니다. 2010년부터 2020년까지 구마다, 엄마의 나이마다 어떻게 "
        "바뀌었는지 봅니다.",
        "Seoul's fertility is among the lowest in the world. How it changed in each district and at each age of the "
        "mother, 2010 to 2020.",
    ),
    keywords={"ko": ["출산율", "출생", "저출생"], "en": ["fertility", "births"]},
    source=CENSUS,
    method=t(
        TIDY["ko"] + " 원자료에서 모의값으로 표시된 15-19세는 싣지 않았습니다.",
        TIDY["en"] + " Ages 15-19, which the source marks as simulated, are left out.",
    ),
    sheets=(
        Sheet(
            "fertility",
            t("출산율", "Fertility"),
            (
                YEAR, GU_CODE, GU,
                Field("합계출산율", "number", "Total fertility rate",
                      t("여성 한 명이 평생 낳을 것으로 보이는 아이", "Children expected in a woman's life"), unit="명"),
                *(_age(age) for age in AGES),
            ),
            lambda ground: census.by_gu("population", ITEMS),
        ),
    ),
    origin="observed",
    cycle="yearly",
    period=(date(2010, 1, 1), date(2020, 12, 31)),
)  # fmt: skip
