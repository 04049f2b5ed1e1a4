"""People who came to Seoul by marriage, by 자치구."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Sheet, t
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR, counts

ITEMS = {
    ("marital", "total"): "결혼이민자",
    ("marital", "male"): "결혼이민자_남",
    ("marital", "female"): "결혼이민자_여",
}

DATASET = Entry(
    slug="marriage-migrants",
    order=180,
    organisation="seoul-institute",
    theme="population",
    title=t("구별 결혼이민자", "People who came by marriage, by district"),
    description=t(
        "결혼으로 서울에 온 외국인이 구마다 몇 명인지 2010, 2015, 2020년으로 봅니다. 다문화 지원이 필요한 "
        "곳을 찾는 바탕입니다.",
        "Foreigners who came to Seoul by marriage, in each district in 2010, 2015 and 2020: where support in several "
        "languages is needed.",
    ),
    keywords={"ko": ["결혼이민", "다문화", "이주"], "en": ["marriage migrants", "migration", "multicultural"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "migrants",
            t("결혼이민자", "Marriage migrants"),
            (
                YEAR, GU_CODE, GU,
                *counts(("명", "people"), ("결혼이민자", "Marriage migrants"), ("결혼이민자_남", "Men"), ("결혼이민자_여", "Women")),
            ),
            lambda ground: census.by_gu("migration", ITEMS),
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2010, 1, 1), date(2020, 12, 31)),
)  # fmt: skip
