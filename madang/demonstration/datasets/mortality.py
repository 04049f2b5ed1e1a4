"""Deaths by 동 and age-standardised death rates by 자치구, 2020."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GU, GU_CODE, JOIN_CODE, TIDY, YEAR, counts

DEATHS = {("All causes", "total"): "사망자", ("All causes", "male"): "사망자_남", ("All causes", "female"): "사망자_여"}
RATES = {("All causes", "total"): "사망률", ("All causes", "male"): "사망률_남", ("All causes", "female"): "사망률_여"}


def _rate(name: str, en: str) -> Field:
    about = t("나이 구조를 표준화한 인구 10만 명당 사망자", "Age-standardised deaths per 100,000 people")
    return Field(name, "number", en, about, unit="명/10만명")


DATASET = Entry(
    slug="mortality",
    order=120,
    organisation="public-health",
    theme="health",
    title=t("동별 사망자와 구별 사망률 (2020년)", "Deaths by dong, death rates by district, 2020"),
    description=t(
        "2020년 동별 사망자 수와 구별 표준화 사망률입니다. 나이 구조를 맞추어도 구마다 사망률이 다릅니다.",
        "Deaths in each dong in 2020, and death rates by district that no longer depend on how old a "
        "district is. They "
        "still differ.",
    ),
    keywords={"ko": ["사망", "사망률", "건강 격차"], "en": ["mortality", "deaths", "health inequality"]},
    source=CENSUS,
    method=t(
        TIDY["ko"] + " 원자료는 동별 값의 단위도 '10만 명당'이라 적었으나, 남녀를 더하면 전체와 같고 모두 더하면 "
        "서울의 한 해 사망자 수가 되므로 사람 수로 싣습니다.",
        TIDY["en"] + " The source labels the values by dong 'per 100k' as well; men and women add up to the total, and all "
        "dong to the deaths of the city in a year, so they are published as numbers of people.",
    ),
    sheets=(
        Sheet(
            "동별_사망자",
            t("동별 사망자", "Deaths by dong"),
            (
                YEAR, DONG_CODE, JOIN_CODE, GU_CODE, GU, DONG,
                *counts(("명", "people"), ("사망자", "Deaths"), ("사망자_남", "Deaths, men"), ("사망자_여", "Deaths, women")),
            ),
            lambda ground: census.by_dong("mortality", DEATHS, digits_2020=8),
        ),
        Sheet(
            "구별_사망률",
            t("구별 표준화 사망률", "Death rates by district"),
            (YEAR, GU_CODE, GU, _rate("사망률", "Death rate"), _rate("사망률_남", "Death rate, men"),
             _rate("사망률_여", "Death rate, women")),
            lambda ground: census.by_gu("mortality", RATES),
        ),
    ),
    origin="observed",
    cycle="yearly",
    period=(date(2020, 1, 1), date(2020, 12, 31)),
    form="xlsx",
)  # fmt: skip
