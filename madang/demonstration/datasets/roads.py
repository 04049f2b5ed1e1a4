"""Planned city roads by 자치구."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR

KINDS = {
    "total": ("전체", "All roads"),
    "regular": ("일반도로", "Ordinary roads"),
    "automobile-only": ("자동차전용도로", "Motorways"),
    "pedestrian-only": ("보행자전용도로", "Footways"),
}
ITEMS = {
    ("road", f"{kind}_road_{measure}"): f"{ko}_{suffix}"
    for kind, (ko, _) in KINDS.items()
    for measure, suffix in (("length", "길이"), ("area", "면적"))
}


def _fields(ko: str, en: str) -> tuple[Field, Field]:
    return (
        Field(f"{ko}_길이", "integer", f"{en}, length", t(f"{ko}의 길이", f"Length of: {en.lower()}"), unit="m"),
        Field(f"{ko}_면적", "integer", f"{en}, area", t(f"{ko}의 면적", f"Area of: {en.lower()}"), unit="m²"),
    )


DATASET = Entry(
    slug="roads",
    order=170,
    organisation="urban-space",
    theme="transport",
    title=t("구별 도시계획 도로", "Roads by district"),
    description=t(
        "도시계획으로 정해진 도로의 길이와 면적을 구별, 종류별로 봅니다. 걷기만 하는 길은 얼마나 될까요?",
        "Length and area of the planned roads of each district by kind. How much of it belongs to people on foot?",
    ),
    keywords={"ko": ["도로", "보행", "도시계획"], "en": ["roads", "walking", "planning"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "roads",
            t("도로", "Roads"),
            (YEAR, GU_CODE, GU, *(each for names in KINDS.values() for each in _fields(*names))),
            lambda ground: census.by_gu("landuse", ITEMS),
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2010, 1, 1), date(2020, 12, 31)),
)
