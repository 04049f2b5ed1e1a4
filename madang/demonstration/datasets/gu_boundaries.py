"""Outlines of the 25 자치구 of 2020."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import read_gus, wkb_in_degrees
from madang.demonstration.vocabulary import CENSUS, GEOMETRY, GU, GU_CODE


def boundaries(ground: Ground) -> pa.Table:
    """One row per 자치구, outline in longitude and latitude."""
    import shapely

    gus = read_gus()
    return pa.table(
        {
            "자치구코드": gus.codes,
            "자치구": gus.names,
            "면적": np.round(shapely.area(gus.shapes) / 1e6, 3),
            "geometry": wkb_in_degrees(gus.shapes),
        }
    )


DATASET = Entry(
    slug="gu-boundaries",
    order=20,
    organisation="digital-city",
    theme="urban",
    title=t("자치구 경계 (2020년, 25개 구)", "Boundaries of Seoul's 25 districts, 2020"),
    description=t(
        "서울 25개 자치구의 경계입니다. 기초연금, 복지시설, 세금처럼 구 단위로만 나오는 통계를 지도에 올릴 때 씁니다.",
        "Outlines of the 25 districts (gu), for figures such as pensions, welfare and taxes that exist by "
        "district only.",
    ),
    keywords={"ko": ["자치구", "경계", "지도"], "en": ["district", "gu", "boundaries", "map"]},
    source=CENSUS,
    method=t(
        "EPSG:5179 좌표를 WGS 84 경위도로 바꾸었습니다. 면적은 바꾸기 전 좌표로 쟀습니다.",
        "Turned from EPSG:5179 into WGS 84 longitude and latitude. Areas were measured before.",
    ),
    sheets=(
        Sheet(
            "boundaries",
            t("자치구 경계", "District boundaries"),
            (
                GU_CODE,
                GU,
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
