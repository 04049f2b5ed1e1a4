"""Public toilets of Jongno-gu."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import to_degrees
from madang.demonstration.vocabulary import DONG, LAT, LON, MADE_UP, generated

TOILETS = 180
HOURS = ("24시간", "06:00-22:00", "09:00-18:00")
PLACES = ("공원", "시장", "지하철역", "관광안내소", "등산로", "민간개방")


def toilets(ground: Ground) -> pa.Table:
    """One row per toilet."""
    import shapely

    chance, dongs, n = ground.chance("jongno-public-toilets"), ground.dongs, TOILETS
    jongno = np.flatnonzero(np.array(dongs.gus) == "종로구")
    area = np.sqrt(shapely.area(dongs.shapes[jongno]))
    dong = chance.choice(jongno, n, p=area / area.sum())
    lon, lat = to_degrees(*dongs.points(chance, dong))
    return pa.table(
        {
            "이름": [f"가상 {dongs.names[d]} 화장실 {i}" for i, d in enumerate(dong, 1)],
            "위치": chance.choice(PLACES, n),
            "개방시간": chance.choice(HOURS, n, p=[0.45, 0.35, 0.2]),
            "변기수": 2 + chance.poisson(5, n),
            "장애인화장실": chance.random(n) < 0.62,
            "기저귀교환대": chance.random(n) < 0.4,
            "비상벨": chance.random(n) < 0.71,
            "행정동": [dongs.names[d] for d in dong],
            "경도": lon,
            "위도": lat,
        }
    )


def _whether(name: str, en: str, ko: str) -> Field:
    return Field(name, "boolean", en, t(f"{ko} 있는지", f"Whether there is: {en.lower()}"))


DATASET = Entry(
    slug="jongno-public-toilets",
    order=240,
    organisation="jongno-gu",
    theme="urban",
    title=t("종로구 공중화장실", "Public toilets of Jongno-gu"),
    description=generated(
        "급할 때 가장 먼저 찾는 지도입니다. 180곳의 여는 시간, 장애인 화장실, 기저귀 교환대, 비상벨을 "
        "담았습니다. 자리는 지어낸 것이니 믿고 뛰지 마세요.",
        "The map one looks for first: 180 toilets with hours, wheelchair access, changing tables and alarm "
        "bells. The "
        "places are invented, so do not run there.",
    ),
    keywords={"ko": ["공중화장실", "편의시설", "종로"], "en": ["public toilets", "accessibility", "Jongno"]},
    source=MADE_UP,
    method=generated("동의 넓이에 따라 고르게 뿌렸습니다.", "Scattered evenly by the size of the dong."),
    spatial=t("서울특별시 종로구", "Jongno-gu, Seoul"),
    sheets=(
        Sheet(
            "toilets",
            t("공중화장실", "Public toilets"),
            (
                Field("이름", "text", "Name", t("지어낸 이름", "Invented name")),
                Field("위치", "text", "Setting", t("어디에 딸려 있는지", "Where it stands")),
                Field("개방시간", "text", "Hours", t("여는 시간", "Opening hours")),
                Field("변기수", "integer", "Stalls", t("변기 수", "Number of toilets"), unit="개"),
                _whether("장애인화장실", "Accessible toilet", "장애인 화장실이"),
                _whether("기저귀교환대", "Changing table", "기저귀 교환대가"),
                _whether("비상벨", "Alarm bell", "비상벨이"),
                DONG,
                LON,
                LAT,
            ),
            toilets,
        ),
    ),
    licence="cc0-1.0",
    form="xlsx",
)
