"""How many older people live within 500 m of day care, year by year: generated people, generated places, real outlines."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration.datasets.care_facilities import facilities
from madang.demonstration.datasets.residents_by_age import older
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Floats, Ground
from madang.demonstration.outlines import to_metres
from madang.demonstration.vocabulary import DONG, DONG_CODE, GU, MADE_UP, generated

YEARS = tuple(range(2010, 2025, 2))
KINDS = ("주야간보호센터", "노인복지관", "치매안심센터")
METRES = 500


def covered(ground: Ground, year: int) -> Floats:
    """Which share of the area of each 동 lies within `METRES` of a facility that was open in that year, 0 to 1."""
    import shapely

    every = facilities(ground)
    chosen = np.isin(every["종류"].to_numpy(zero_copy_only=False), KINDS) & (every["개설연도"].to_numpy() <= year)
    x, y = to_metres(every["경도"].to_numpy()[chosen], every["위도"].to_numpy()[chosen])
    near = shapely.union_all(shapely.buffer(shapely.points(x, y), METRES))
    shapes = ground.dongs.shapes
    return np.asarray(shapely.area(shapely.intersection(shapes, near)) / shapely.area(shapes))


def reach(ground: Ground) -> pa.Table:
    """One row per 동 and year; the older people are those of 2020 in every year."""
    dongs, people = ground.dongs, older(ground)[0]
    near = [np.round(people * covered(ground, year)).astype(np.int64) for year in YEARS]
    return pa.table(
        {
            "연도": np.repeat(YEARS, len(people)),
            "행정동코드": dongs.codes * len(YEARS),
            "자치구": dongs.gus * len(YEARS),
            "행정동": dongs.names * len(YEARS),
            "어르신": np.tile(people, len(YEARS)),
            "가까운_어르신": np.concatenate(near),
        }
    )


DATASET = Entry(
    slug="care-reach",
    order=355,
    organisation="welfare",
    theme="welfare",
    title=t("돌봄 시설 500m 안에 사는 어르신", "Older people within 500 m of day care"),
    description=generated(
        "주야간보호센터, 노인복지관, 치매안심센터에서 500m 안에 사는 65세 이상을 동마다, 2010년부터 두 해마다 어림했습니다. "
        "사람과 시설이 모두 생성되었으므로 실제 도시를 말하지 않습니다.",
        "People of 65 and older who live within 500 m of a day care centre, a welfare centre or a dementia centre, by dong, "
        "every second year from 2010. People and places are both generated, so it says nothing about the real city.",
    ),
    keywords={"ko": ["돌봄", "어르신", "접근성", "500m"], "en": ["care", "older people", "access", "500 m"]},
    source=MADE_UP,
    method=generated(
        "그 해까지 연 시설마다 반지름 500m 원을 그려 합치고, 동 넓이 가운데 원 안의 몫을 그 동의 어르신 수에 곱했습니다. 곧은 "
        "거리이며, 사람이 동 안에 고르게 산다고 보고, 어르신 수는 해마다 2020년의 것입니다.",
        "Circles of 500 m around every facility that was open by then, joined; the share of each dong's area inside them times "
        "its older people. Distances are straight, people are taken to live evenly in a dong, and are those of 2020 in every year.",
    ),
    looks_personal=("small-cells::",),
    sheets=(
        Sheet(
            "reach",
            t("500m 안의 어르신", "Within 500 m"),
            (
                Field("연도", "integer", "Year", t("시설을 센 해", "Year in which facilities were open"), semantic="year"),
                DONG_CODE, GU, DONG,
                Field("어르신", "integer", "65 and older", t("2020년, 생성된 값", "Of 2020, generated"), unit="명"),
                Field("가까운_어르신", "integer", "65 and older within 500 m", t("넓이로 어림한 값", "Estimated by area"), unit="명"),
            ),
            reach,
        ),
    ),
    cycle="irregular",
    period=(date(2010, 1, 1), date(2024, 12, 31)),
    form="table",
    made_from=("residents-by-age", "care-facilities", "dong-boundaries"),
)  # fmt: skip
