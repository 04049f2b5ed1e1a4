"""Outlines of the 425 동 of 2020."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import wkb_in_degrees
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GEOMETRY, GU, GU_CODE


def boundaries(ground: Ground) -> pa.Table:
    """One row per 동, outline in longitude and latitude."""
    import shapely

    dongs = ground.dongs
    return pa.table(
        {
            "행정동코드": dongs.codes,
            "자치구코드": [code[:5] for code in dongs.codes],
            "자치구": dongs.gus,
            "행정동": dongs.names,
            "면적": np.round(shapely.area(dongs.shapes) / 1e6, 4),
            "geometry": wkb_in_degrees(dongs.shapes),
        }
    )


DATASET = Entry(
    slug="dong-boundaries",
    order=10,
    organisation="digital-city",
    theme="urban",
    title=t("행정동 경계 (2020년, 425개 동)", "Boundaries of Seoul's 425 dong, 2020"),
    description=t(
        "서울의 가장 작은 행정구역인 행정동 425개의 경계입니다. 동별 인구, 가구, 주택 통계를 지도에 올릴 때 "
        "바탕이 됩니다. "
        "코드는 통계청 7자리입니다.",
        "Outlines of the 425 dong, Seoul's smallest administrative areas: the base for every map of people, "
        "households "
        "and homes in this catalogue. Codes are the seven digits of the statistics office.",
    ),
    keywords={
        "ko": ["행정동", "경계", "지도", "행정구역"],
        "en": ["dong", "boundaries", "map", "administrative areas"],
    },
    source=CENSUS,
    method=t(
        "EPSG:5179 좌표를 WGS 84 경위도로 바꾸었습니다(소수 여섯 자리, 약 10cm). 면적은 바꾸기 전 좌표로 쟀습니다.",
        "Turned from EPSG:5179 into WGS 84 longitude and latitude (six decimals, about 10 cm). Areas were "
        "measured before.",
    ),
    sheets=(
        Sheet(
            "boundaries",
            t("행정동 경계", "Dong boundaries"),
            (
                DONG_CODE,
                GU_CODE,
                GU,
                DONG,
                Field("면적", "number", "Area", t("경계 안의 넓이", "Area inside the outline"), unit="km²"),
                GEOMETRY,
            ),
            boundaries,
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2020, 11, 1), date(2020, 11, 1)),
    form="geojson",
)
