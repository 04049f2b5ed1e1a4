"""Households by number of members and 동."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GU, GU_CODE, JOIN_CODE, TIDY, YEAR, counts

ITEMS = {
    ("household size", "total"): "일반가구",
    ("household size", "one person"): "1인",
    ("household size", "two persons"): "2인",
    ("household size", "three persons"): "3인",
    ("household size", "four persons"): "4인",
    ("household size", "five persons"): "5인",
    ("household size", "six persons"): "6인",
    ("household size", "seven persons or more"): "7인_이상",
    ("household size", "six persons or more"): "6인_이상",
}


def sizes(ground: Ground) -> pa.Table:
    """6인 이상 is published in 2025 only; for the years before it is six plus seven and more."""
    table = census.by_dong("housing", ITEMS)
    six, seven, both = (table[name].to_numpy() for name in ("6인", "7인_이상", "6인_이상"))
    either = np.where(np.isnan(six) & np.isnan(seven), np.nan, np.nan_to_num(six) + np.nan_to_num(seven))
    filled = pa.array(np.where(table["연도"].to_numpy() == 2025, both, either), from_pandas=True)
    return table.set_column(table.schema.get_field_index("6인_이상"), "6인_이상", filled)


DATASET = Entry(
    slug="household-size",
    order=40,
    organisation="digital-city",
    theme="population",
    title=t("동별 가구원수별 가구 (1인 가구부터)", "Households by size and dong: who lives alone"),
    description=t(
        "행정동마다 1인 가구부터 6인 이상까지 몇 집이 사는지 2015, 2020, 2025년으로 보여 줍니다. "
        "혼자 사는 집이 절반을 넘는 동은 어디일까요?",
        "How many households of one to six and more people live in each dong in 2015, 2020 and 2025. Where "
        "do more than "
        "half of all homes hold a single person?",
    ),
    keywords={"ko": ["1인 가구", "가구원수", "행정동"], "en": ["one-person households", "household size", "dong"]},
    source=CENSUS,
    method=t(
        TIDY["ko"] + " 2015년과 2020년의 6인 이상은 6인과 7인 이상을 더한 값입니다.",
        TIDY["en"] + " For 2015 and 2020 six and more is the sum of six and of seven and more.",
    ),
    sheets=(
        Sheet(
            "households",
            t("가구원수별 가구", "Households by size"),
            (
                YEAR, DONG_CODE, JOIN_CODE, GU_CODE, GU, DONG,
                *counts(("가구", "households"), ("일반가구", "Households"), ("1인", "One person"), ("2인", "Two people"),
                        ("3인", "Three people"), ("4인", "Four people"), ("5인", "Five people"),
                        ("6인_이상", "Six people and more")),
            ),
            sizes,
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2015, 11, 1), date(2025, 11, 1)),
    form="cp949",
)  # fmt: skip
