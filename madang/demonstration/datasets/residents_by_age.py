"""Residents by age band and 동: bands are generated, their sum is the real total of the census."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np
import pyarrow as pa

from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Floats, Ground, Indices
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GU, GU_CODE, generated

STARTS = tuple(range(0, 90, 5))
BANDS = (*(f"{start}-{start + 4}세" for start in STARTS[:-1]), "85세_이상")
# A city like Seoul, in percent: few children, many in their late twenties and around fifty.
PROFILE = np.array([2.7, 3.6, 4.0, 4.2, 6.6, 8.6, 7.6, 7.2, 7.9, 7.9, 8.4, 7.6, 7.6, 5.7, 4.0, 3.2, 2.0, 1.2])
ALONE = 0.24  # of people of 65 and older live alone


def spread(total: float, weights: Floats) -> Indices:
    """Whole numbers in proportion to `weights` that add up to `total` exactly (largest remainders)."""
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(np.int64)
    rest = round(float(total)) - int(whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:rest]] += 1
    return whole


@lru_cache(maxsize=2)
def by_dong(ground: Ground) -> Indices:
    """Residents of each 동 of `ground.dongs` (rows) in each of BANDS (columns)."""
    chance = ground.chance("residents-by-age")
    older = chance.normal(0, 0.011, len(ground.residents))  # tilts the profile towards old or young
    children = chance.normal(0, 0.012, len(ground.residents))  # families or people on their own
    ages = np.array(STARTS) + 2.5
    tilt = older[:, None] * (ages - 42) + children[:, None] * np.where(
        (ages < 15) | ((ages > 35) & (ages < 48)), 12, -4
    )
    weights = PROFILE * np.exp(tilt) * chance.normal(1, 0.03, tilt.shape)
    return np.stack([spread(total, row) for total, row in zip(ground.residents, weights, strict=True)])


def older(ground: Ground) -> tuple[Indices, Indices, Indices]:
    """People of 65 and older, of 75 and older, and of 65 and older who live alone, by 동."""
    people = by_dong(ground)
    from_65, from_75 = people[:, 13:].sum(axis=1), people[:, 15:].sum(axis=1)
    share = np.clip(ground.chance("living-alone").normal(ALONE, 0.05, len(people)), 0.08, 0.5)
    return from_65, from_75, np.round(from_65 * share).astype(np.int64)


def residents(ground: Ground) -> pa.Table:
    """One row per 동 of 2020."""
    dongs, people = ground.dongs, by_dong(ground)
    from_65, from_75, alone = older(ground)
    return pa.table(
        {
            "행정동코드": dongs.codes,
            "자치구코드": [code[:5] for code in dongs.codes],
            "자치구": dongs.gus,
            "행정동": dongs.names,
            "총인구": ground.residents,
            **{band: people[:, i] for i, band in enumerate(BANDS)},
            "65세_이상": from_65,
            "75세_이상": from_75,
            "홀로_사는_65세_이상": alone,
        }
    )


def _band(start: int, name: str) -> Field:
    en = "85 and older" if start == 85 else f"Aged {start}-{start + 4}"
    return Field(name, "integer", en, t("생성된 값", "Generated value"), unit="명")


DATASET = Entry(
    slug="residents-by-age",
    order=50,
    organisation="welfare",
    theme="population",
    title=t("동별 나이대별 주민 (나이는 생성)", "Residents by age band and dong (ages generated)"),
    description=generated(
        "동마다 다섯 살 간격으로 몇 명이 사는지 보여 줍니다. 동별 합계는 2020년 인구총조사의 실제 값과 "
        "정확히 같지만 나이 구성은 생성했습니다. "
        "돌봄 시설을 어디에 열지 분석할 때 수요로 씁니다.",
        "How many people of each five-year band live in each dong. The total of a dong is exactly that of "
        "the 2020 census; "
        "how it splits into ages is generated. Studies read it as the demand for care.",
    ),
    keywords={"ko": ["나이", "고령", "어르신", "인구"], "en": ["age", "older people", "population", "care"]},
    source=CENSUS,
    method=generated(
        "서울을 닮은 나이 구성을 동마다 무작위로 기울이고 큰 나머지 방식으로 정수로 맞추어 합계를 "
        "지켰습니다. 홀로 사는 비율은 평균 24%입니다.",
        "A profile like Seoul's, tilted at random in each dong and rounded by largest remainders so that "
        "totals hold. "
        "On average 24 % of those over 65 are said to live alone.",
    ),
    looks_personal=("small-cells::",),
    sheets=(
        Sheet(
            "residents",
            t("나이대별 주민", "Residents by age"),
            (
                DONG_CODE, GU_CODE, GU, DONG,
                Field("총인구", "integer", "Population", t("2020년 인구총조사의 실제 값", "Real value of the 2020 census"), unit="명"),
                *(_band(start, name) for start, name in zip(STARTS, BANDS, strict=True)),
                Field("65세_이상", "integer", "65 and older", t("생성된 값의 합", "Sum of generated values"), unit="명"),
                Field("75세_이상", "integer", "75 and older", t("생성된 값의 합", "Sum of generated values"), unit="명"),
                Field("홀로_사는_65세_이상", "integer", "65 and older living alone", t("생성된 값", "Generated value"), unit="명"),
            ),
            residents,
        ),
    ),
    period=(date(2020, 11, 1), date(2020, 11, 1)),
    form="cp949",
)  # fmt: skip
