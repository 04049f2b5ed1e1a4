"""Households by the kind of dwelling they live in, by 동."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Sheet, t
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GU, GU_CODE, JOIN_CODE, TIDY, YEAR, counts

GROUP = "households by dwelling type"
ITEMS = {
    (GROUP, "total"): "일반가구",
    (GROUP, "detached house"): "단독주택",
    (GROUP, "apartment"): "아파트",
    (GROUP, "row house"): "연립주택",
    (GROUP, "apartment unit in a private house"): "다세대주택",
    (GROUP, "house within commercial building"): "비주거용건물내주택",
    (GROUP, "living quarters other than housing unit"): "주택이외의_거처",
}

DATASET = Entry(
    slug="dwelling-households",
    order=190,
    organisation="housing",
    theme="housing",
    title=t("동별 거처 종류별 가구", "Households by kind of dwelling and dong"),
    description=t(
        "가구가 어떤 집에 사는지 동별로 보여 줍니다. 고시원, 오피스텔처럼 주택이 아닌 거처에 사는 가구도 셉니다.",
        "What kind of home the households of each dong live in, including those in places that are no "
        "housing at all, "
        "such as goshiwon rooms and officetels.",
    ),
    keywords={"ko": ["거처", "가구", "고시원", "주거"], "en": ["dwelling", "households", "housing conditions"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "households",
            t("거처 종류별 가구", "Households by dwelling"),
            (
                YEAR, DONG_CODE, JOIN_CODE, GU_CODE, GU, DONG,
                *counts(("가구", "households"), ("일반가구", "Households"), ("단독주택", "Detached house"),
                        ("아파트", "Apartment"), ("연립주택", "Row house"), ("다세대주택", "Multi-family house"),
                        ("비주거용건물내주택", "Home in a non-residential building"),
                        ("주택이외의_거처", "Other than housing")),
            ),
            lambda ground: census.by_dong("housing", ITEMS),
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2015, 11, 1), date(2025, 11, 1)),
)  # fmt: skip
