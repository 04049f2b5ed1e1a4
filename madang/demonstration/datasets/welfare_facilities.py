"""Welfare facilities by 자치구."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Sheet, t
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR, counts

ITEMS = {
    ("facilities", "residential facility"): "생활시설",
    ("facilities", "service facility"): "이용시설",
    ("facilities", "other facility"): "기타시설",
}

DATASET = Entry(
    slug="welfare-facilities",
    order=90,
    organisation="welfare",
    theme="welfare",
    title=t("구별 사회복지시설 수", "Welfare facilities by district"),
    description=t(
        "들어가 사는 생활시설, 다니며 이용하는 이용시설, 그 밖의 시설이 구마다 몇 곳인지 2015년과 2020년을 견줍니다.",
        "Residential homes, day services and other welfare facilities in each district, 2015 against 2020.",
    ),
    keywords={"ko": ["복지시설", "자치구"], "en": ["welfare facilities", "districts"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "facilities",
            t("복지시설", "Facilities"),
            (
                YEAR, GU_CODE, GU,
                *counts(("곳", "places"), ("생활시설", "Residential facilities"), ("이용시설", "Service facilities"),
                        ("기타시설", "Other facilities")),
            ),
            lambda ground: census.by_gu("welfare", ITEMS),
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2015, 1, 1), date(2020, 12, 31)),
)  # fmt: skip
