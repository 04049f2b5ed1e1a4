"""Residents by 동 in the censuses of 2015, 2020 and 2025."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Sheet, t
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GU, GU_CODE, JOIN_CODE, TIDY, YEAR, counts

ITEMS = {
    ("all households", "total"): "총인구",
    ("all households", "male"): "남자",
    ("all households", "female"): "여자",
    ("domestic population", "total"): "내국인",
    ("foreign population", "total"): "외국인",
}

DATASET = Entry(
    slug="dong-population",
    order=30,
    organisation="digital-city",
    theme="population",
    title=t("동별 인구 (2015, 2020, 2025년)", "Population by dong, 2015, 2020 and 2025"),
    description=t(
        "서울 모든 행정동의 총인구와 남녀, 내국인과 외국인 수를 세 번의 인구총조사로 견주어 볼 수 있습니다. "
        "서울 인구는 2015년 990만에서 2025년 932만으로 줄었습니다. 어느 동이 비고 어느 동이 찼을까요?",
        "Everybody who lives in each of Seoul's dong, by sex and nationality, in three censuses. The city went from "
        "9.90 million people in 2015 to 9.32 million in 2025: which neighbourhoods emptied, which filled up?",
    ),
    keywords={"ko": ["인구", "행정동", "외국인", "인구총조사"], "en": ["population", "dong", "foreigners", "census"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "population",
            t("동별 인구", "Population by dong"),
            (
                YEAR, DONG_CODE, JOIN_CODE, GU_CODE, GU, DONG,
                *counts(("명", "people"), ("총인구", "Population"), ("남자", "Male"), ("여자", "Female"),
                        ("내국인", "Koreans"), ("외국인", "Foreigners")),
            ),
            lambda ground: census.by_dong("population", ITEMS),
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2015, 11, 1), date(2025, 11, 1)),
)  # fmt: skip
