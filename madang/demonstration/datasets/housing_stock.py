"""Homes by type and 동, and the empty ones by 자치구."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GU, GU_CODE, JOIN_CODE, TIDY, YEAR, counts

STOCK = {
    ("housing types", "total type of housing units"): "주택",
    ("housing types", "total detached dwelling"): "단독주택",
    ("housing types", "apartment"): "아파트",
    ("housing types", "row house"): "연립주택",
    ("housing types", "apartment unit ina private house"): "다세대주택",
    ("housing types", "house within commercial building"): "비주거용건물내주택",
}
EMPTY = {
    ("vacant housing", "total number of housing"): "전체주택",
    ("vacant housing", "number of vacant housing"): "빈집",
    ("vacant housing", "fraction"): "빈집비율",
}

DATASET = Entry(
    slug="housing-stock",
    order=340,
    organisation="housing",
    theme="housing",
    title=t("동별 주택 유형과 구별 빈집", "Homes by type and dong, empty homes by district"),
    description=t(
        "아파트, 단독, 연립, 다세대가 동마다 몇 채인지, 빈집은 구마다 몇 채인지 보여 주는 두 장의 표입니다. "
        "서른 곳이 넘는 동은 거의 아파트뿐입니다.",
        "Two sheets: apartments, detached, row and multi-family houses in each dong, and empty homes in each "
        "district. "
        "More than thirty dong are almost nothing but apartment towers.",
    ),
    keywords={"ko": ["주택", "아파트", "빈집", "다세대"], "en": ["housing", "apartments", "empty homes", "dwellings"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "동별_주택",
            t("동별 주택 유형", "Homes by type and dong"),
            (
                YEAR, DONG_CODE, JOIN_CODE, GU_CODE, GU, DONG,
                *counts(("호", "homes"), ("주택", "Homes"), ("단독주택", "Detached houses"), ("아파트", "Apartments"),
                        ("연립주택", "Row houses"), ("다세대주택", "Multi-family houses"),
                        ("비주거용건물내주택", "Homes in non-residential buildings")),
            ),
            lambda ground: census.by_dong("housing", STOCK),
        ),
        Sheet(
            "구별_빈집",
            t("구별 빈집", "Empty homes by district"),
            (
                YEAR, GU_CODE, GU, *counts(("호", "homes"), ("전체주택", "All homes"), ("빈집", "Empty homes")),
                Field("빈집비율", "number", "Share empty", t("전체 주택 가운데 빈집", "Empty homes among all"), unit="%"),
            ),
            lambda ground: census.by_gu("housing", EMPTY),
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2015, 11, 1), date(2025, 11, 1)),
    form="xlsx",
)  # fmt: skip
