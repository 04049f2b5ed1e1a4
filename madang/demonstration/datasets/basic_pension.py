"""Recipients of the basic pension and of basic living security by 자치구."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Sheet, t
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR, counts

ITEMS = {
    ("basic pension", "male"): "기초연금_남",
    ("basic pension", "female"): "기초연금_여",
    ("basic living security", "male"): "기초생활보장_남",
    ("basic living security", "female"): "기초생활보장_여",
}

DATASET = Entry(
    slug="basic-pension",
    order=60,
    organisation="welfare",
    theme="welfare",
    title=t("구별 기초연금과 기초생활보장 수급자", "Basic pension and living support by district"),
    description=t(
        "기초연금은 소득 하위 70% 어르신이 받고, 기초생활보장은 생계가 어려운 가구가 받습니다. "
        "구별, 성별 수급자 수로 노후 소득이 약한 곳을 짐작할 수 있습니다. 기초연금은 2015년부터 있습니다.",
        "The basic pension goes to the poorer 70 % of older people, living security to households in need. "
        "Recipients by "
        "district and sex hint at where income in old age is weak. Pension figures begin in 2015.",
    ),
    keywords={"ko": ["기초연금", "기초생활보장", "노인", "복지"], "en": ["basic pension", "welfare", "older people"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "recipients",
            t("수급자", "Recipients"),
            (
                YEAR, GU_CODE, GU,
                *counts(("명", "people"), ("기초연금_남", "Basic pension, men"), ("기초연금_여", "Basic pension, women"),
                        ("기초생활보장_남", "Living security, men"), ("기초생활보장_여", "Living security, women")),
            ),
            lambda ground: census.by_gu("social security", ITEMS),
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2010, 1, 1), date(2020, 12, 31)),
    form="cp949",
)  # fmt: skip
