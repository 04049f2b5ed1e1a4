"""A map of where older people live, made from the generated ages."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration.datasets.residents_by_age import older
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import wkb_in_degrees
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GEOMETRY, GU, generated


def layer(ground: Ground) -> pa.Table:
    """One row per 동 of 2020."""
    dongs = ground.dongs
    from_65, from_75, alone = older(ground)
    return pa.table(
        {
            "행정동코드": dongs.codes,
            "자치구": dongs.gus,
            "행정동": dongs.names,
            "65세_이상": from_65,
            "75세_이상": from_75,
            "홀로_사는_65세_이상": alone,
            "고령_비율": np.round(from_65 / ground.residents * 100, 1),
            "geometry": wkb_in_degrees(dongs.shapes),
        }
    )


DATASET = Entry(
    slug="older-residents-map",
    order=370,
    organisation="welfare",
    theme="welfare",
    title=t("지도로 보는 어르신 (나이는 생성)", "Where older people live (ages generated)"),
    description=generated(
        "65세 이상, 75세 이상, 홀로 사는 어르신을 동 경계에 얹은 지도입니다. 나이를 생성한 표에서 "
        "만들었으므로 실제 분포가 아닙니다.",
        "People over 65, over 75 and those living alone on the outlines of the dong. Made from generated "
        "ages, so not "
        "the real distribution.",
    ),
    keywords={"ko": ["어르신", "고령", "독거", "지도"], "en": ["older people", "living alone", "map"]},
    source=CENSUS,
    method=generated("나이대별 주민(생성)을 2020년 경계에 이었습니다.", "Generated residents by age, joined to the 2020 boundaries."),
    looks_personal=("small-cells::",),
    sheets=(
        Sheet(
            "older",
            t("어르신", "Older residents"),
            (
                DONG_CODE, GU, DONG,
                Field("고령_비율", "number", "Share of 65 and older", t("주민 가운데 65세 이상", "Among all residents"), unit="%"),
                Field("65세_이상", "integer", "65 and older", t("생성된 값", "Generated value"), unit="명"),
                Field("75세_이상", "integer", "75 and older", t("생성된 값", "Generated value"), unit="명"),
                Field("홀로_사는_65세_이상", "integer", "65 and older living alone", t("생성된 값", "Generated value"), unit="명"),
                GEOMETRY,
            ),
            layer,
        ),
    ),
    period=(date(2020, 11, 1), date(2020, 11, 1)),
    form="table",
    made_from=("residents-by-age", "dong-boundaries",),
)  # fmt: skip
