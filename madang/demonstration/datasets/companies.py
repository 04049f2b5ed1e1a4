"""Establishments by 동 and by 자치구."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Sheet, t
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GU, GU_CODE, JOIN_CODE, TIDY, YEAR, counts

ITEMS = {("company", "total"): "사업체"}

DATASET = Entry(
    slug="companies",
    order=70,
    organisation="economy",
    theme="economy",
    title=t("동별, 구별 사업체 수", "Businesses by dong and district"),
    description=t(
        "2020년 동별 사업체 수와 2010년부터의 구별 사업체 수입니다. 주민보다 사업체가 더 많은 동이 있습니다.",
        "Business establishments in each dong in 2020 and in each district since 2010. In some dong they "
        "outnumber the "
        "residents.",
    ),
    keywords={"ko": ["사업체", "상권", "경제"], "en": ["businesses", "establishments", "economy"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "동별",
            t("동별 사업체 (2020년)", "Businesses by dong, 2020"),
            (
                YEAR,
                DONG_CODE,
                JOIN_CODE,
                GU_CODE,
                GU,
                DONG,
                *counts(("개", "establishments"), ("사업체", "Businesses")),
            ),
            lambda ground: census.by_dong("economy", ITEMS),
        ),
        Sheet(
            "구별",
            t("구별 사업체 (2010-2020년)", "Businesses by district, 2010 to 2020"),
            (YEAR, GU_CODE, GU, *counts(("개", "establishments"), ("사업체", "Businesses"))),
            lambda ground: census.by_gu("economy", ITEMS),
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2010, 1, 1), date(2020, 12, 31)),
    form="xlsx",
)
