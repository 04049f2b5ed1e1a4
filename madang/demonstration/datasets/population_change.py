"""A map: how each 동 grew or shrank between 2015 and 2025."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import wkb_in_degrees
from madang.demonstration.vocabulary import CENSUS, DONG, DONG_CODE, GEOMETRY, GU


def change(ground: Ground) -> pa.Table:
    """One row per 동 of 2020; 2015 and 2025 are empty where the code of that year does not join."""
    import shapely

    people: dict[tuple[int, str], float] = {}
    for row in census.by_dong("population", {("all households", "total"): "총인구"}).to_pylist():
        people[row["연도"], row["경계코드"]] = row["총인구"]
    dongs = ground.dongs
    by_year = {year: [people.get((year, code)) for code in dongs.codes] for year in (2015, 2020, 2025)}
    old, new = (np.array(by_year[year], dtype=float) for year in (2015, 2025))
    rate = np.round((new / old - 1) * 100, 1)
    return pa.table(
        {
            "행정동코드": dongs.codes,
            "자치구": dongs.gus,
            "행정동": dongs.names,
            **{f"인구{year}": values for year, values in by_year.items()},
            "증감률": pa.array(rate, from_pandas=True),
            "인구밀도2020": np.round(ground.residents / (shapely.area(dongs.shapes) / 1e6)),
            "geometry": wkb_in_degrees(dongs.shapes),
        }
    )


def _people(year: int) -> Field:
    about = t(f"{year}년 11월 1일 총인구", f"Residents on 1 November {year}")
    return Field(f"인구{year}", "integer", f"Population {year}", about, unit="명")


DATASET = Entry(
    slug="population-change",
    order=390,
    organisation="seoul-institute",
    theme="population",
    title=t("지도로 보는 인구 변화 2015-2025", "Where Seoul grew and shrank, 2015 to 2025"),
    description=t(
        "동마다 10년 동안 인구가 얼마나 늘고 줄었는지 지도로 봅니다. 아파트를 새로 지은 가락1동은 서른다섯 배 가까이 되었고 반포본동은 "
        "거의 비었습니다. 그 사이 코드가 바뀐 동은 비워 두었습니다.",
        "Ten years of change in every dong on one map: Garak 1-dong, rebuilt, has almost thirty-five times its people of "
        "2015, Banpobon-dong is nearly empty. Where the code of a dong changed in between, the value is left empty.",
    ),
    keywords={"ko": ["인구 변화", "인구밀도", "지도", "재건축"], "en": ["population change", "density", "map"]},
    source=CENSUS,
    method=t(
        "동별 인구를 2020년 경계에 이었습니다. 증감률 = 2025년 ÷ 2015년 - 1. 코드가 이어지지 않는 동은 "
        "계산하지 않았습니다.",
        "Population by dong joined to the 2020 boundaries. Change = 2025 / 2015 - 1, not computed where "
        "codes do not join.",
    ),
    sheets=(
        Sheet(
            "change",
            t("인구 변화", "Population change"),
            (
                DONG_CODE, GU, DONG,
                Field("증감률", "number", "Change 2015-2025", t("10년 동안의 증감률", "Change over ten years"), unit="%"),
                _people(2015), _people(2020), _people(2025),
                Field("인구밀도2020", "number", "Density 2020", t("1㎢에 사는 사람", "Residents per square kilometre"),
                      unit="명/km²"),
                GEOMETRY,
            ),
            change,
        ),
    ),
    origin="derived",
    period=(date(2015, 11, 1), date(2025, 11, 1)),
    form="table",
    made_from=("dong-boundaries", "dong-population",),
)  # fmt: skip
