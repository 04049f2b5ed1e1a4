"""The hexagons to which night calls are counted."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import to_degrees, wkb_in_degrees
from madang.demonstration.vocabulary import CENSUS, DONG, GEOMETRY, GU, LAT, LON


def cells(ground: Ground) -> pa.Table:
    """One row per hexagon."""
    grid, dongs = ground.cells, ground.dongs
    lon, lat = to_degrees(grid.x, grid.y)
    return pa.table(
        {
            "셀번호": grid.ids,
            "자치구": [dongs.gus[i] for i in grid.dong],
            "행정동": [dongs.names[i] for i in grid.dong],
            "경도": lon,
            "위도": lat,
            "추정인구": np.round(grid.residents),
            "geometry": wkb_in_degrees(grid.shapes()),
        }
    )


DATASET = Entry(
    slug="night-cells",
    order=330,
    organisation="transport",
    theme="transport",
    title=t("서울을 덮은 500m 육각형 셀", "Hexagons of 500 m over Seoul"),
    description=t(
        "심야 통화량을 세는 육각형 격자입니다. 가운데에서 꼭짓점까지 500m이고, 셀마다 사는 사람을 동별 "
        "인구로 어림했습니다.",
        "The grid to which night calls are counted: hexagons of 500 m from middle to corner, each with an "
        "estimate of "
        "the people who live in it.",
    ),
    keywords={"ko": ["격자", "육각형", "심야"], "en": ["grid", "hexagons", "night"]},
    source=CENSUS,
    method=t(
        "가운데가 서울 안에 있는 셀만 남기고, 2020년 동별 인구를 겹치는 넓이에 비례해 나누었습니다(산과 강도 "
        "똑같이 칩니다).",
        "Cells whose middle lies in Seoul. Residents of 2020 are shared out by overlapping area, hills and "
        "river included.",
    ),
    sheets=(
        Sheet(
            "cells",
            t("육각형 셀", "Hexagons"),
            (
                Field("셀번호", "text", "Cell", t("셀 이름", "Name of the cell")),
                GU,
                DONG,
                LON,
                LAT,
                Field("추정인구", "integer", "Residents", t("셀에 사는 사람(어림)", "Estimated residents"), unit="명"),
                GEOMETRY,
            ),
            cells,
        ),
    ),
    origin="derived",
    form="table",
    made_from=(
        "dong-boundaries",
        "dong-population",
    ),
)
