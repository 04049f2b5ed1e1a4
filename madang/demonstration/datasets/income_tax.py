"""Income tax by 자치구, 2020."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR

DATASET = Entry(
    slug="income-tax",
    order=130,
    organisation="finance",
    theme="government",
    title=t("구별 소득세 (2020년)", "Income tax by district, 2020"),
    description=t(
        "종합소득세와 근로소득세가 구마다 얼마나 걷혔는지 보여 줍니다. 사는 곳에 따른 소득의 차이가 드러납니다.",
        "General and wage income tax collected in each of the 25 districts: a picture of where incomes live.",
    ),
    keywords={"ko": ["세금", "소득세", "재정"], "en": ["tax", "income tax", "public finance"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "tax",
            t("소득세", "Income tax"),
            (
                YEAR, GU_CODE, GU,
                Field("종합소득세", "integer", "General income tax", t("종합소득 결정세액", "Tax on general income"), unit="백만원"),
                Field("근로소득세", "integer", "Wage income tax", t("근로소득 결정세액", "Tax on wages"), unit="백만원"),
            ),
            lambda ground: census.by_gu("tax", {("income", "general"): "종합소득세", ("income", "labor"): "근로소득세"}),
        ),
    ),
    origin="observed",
    cycle="yearly",
    period=(date(2020, 1, 1), date(2020, 12, 31)),
    form="cp949",
)  # fmt: skip
