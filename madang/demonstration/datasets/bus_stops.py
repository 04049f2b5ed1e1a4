"""Bus stops with their boardings at night."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from madang.demonstration import nightlife
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import to_degrees
from madang.demonstration.vocabulary import DONG, GU, LAT, LON, MADE_UP, generated

STOPS = 6_000
NIGHT_STOPS = 0.14  # share that a night bus serves


def stops(ground: Ground) -> pa.Table:
    """One row per stop, near a cell's middle; the busy cells of the night have night buses."""
    chance, cells, n = ground.chance("bus-stops"), ground.cells, ground.count(STOPS)
    pull = nightlife.attraction(cells)
    weight = np.sqrt(cells.residents + 300) + 9000 * pull
    cell = chance.choice(len(cells.ids), n, p=weight / weight.sum())
    lon, lat = to_degrees(cells.x[cell] + chance.normal(0, 210, n), cells.y[cell] + chance.normal(0, 210, n))
    chosen = chance.random(n) < NIGHT_STOPS * (0.6 + pull[cell] / pull.mean() * 0.4)
    night = np.where(chosen, chance.poisson(pull[cell] * 9000 + 12), 0)
    dongs = ground.dongs
    return pa.table(
        {
            "정류소번호": [f"{i:05d}" for i in range(1, n + 1)],
            "정류소명": [f"가상 {dongs.names[cells.dong[c]]} {i}" for i, c in enumerate(cell, 1)],
            "노선수": 1 + chance.poisson(4, n),
            "심야노선수": np.where(chosen, 1 + chance.poisson(0.5, n), 0),
            "하루승차": chance.poisson(chance.gamma(1.4, 420, n)),
            "심야승차": night,
            "자치구": [dongs.gus[cells.dong[c]] for c in cell],
            "행정동": [dongs.names[cells.dong[c]] for c in cell],
            "경도": lon,
            "위도": lat,
        }
    )


DATASET = Entry(
    slug="bus-stops",
    order=290,
    organisation="transport",
    theme="transport",
    title=t("버스 정류소와 심야 승차", "Bus stops and their boardings at night"),
    description=generated(
        "정류소 6,000곳의 자리와 지나는 노선, 하루 승차와 심야 승차입니다. 올빼미버스를 어디에 더 세울지 "
        "살펴보세요. 정류소는 지어냈습니다.",
        "6,000 stops with their routes, boardings by day and by night: where should the night bus stop next? "
        "The stops "
        "are invented.",
    ),
    keywords={"ko": ["버스", "정류소", "올빼미버스", "승차"], "en": ["bus stops", "night bus", "boardings"]},
    source=MADE_UP,
    method=generated(
        "육각형 셀마다 사는 사람과 밤의 끌림에 따라 뿌렸습니다. 심야 노선은 붐비는 셀에 더 많습니다.",
        "Scattered by the residents and the pull at night of each hexagon; crowded ones get more night routes.",
    ),
    sheets=(
        Sheet(
            "stops",
            t("정류소", "Stops"),
            (
                Field("정류소번호", "text", "Stop number", t("다섯 자리 번호. 앞의 0도 뜻이 있습니다", "Five digits; leading zeros count")),
                Field("정류소명", "text", "Name", t("지어낸 이름", "Invented name")),
                Field("노선수", "integer", "Routes", t("지나는 노선", "Routes that stop here"), unit="개"),
                Field("심야노선수", "integer", "Night routes", t("지나는 심야 노선", "Night routes that stop here"), unit="개"),
                Field("하루승차", "integer", "Boardings a day", t("하루에 타는 사람", "People who board in a day"), unit="명"),
                Field("심야승차", "integer", "Boardings at night", t("0-6시에 타는 사람", "People who board from 0 to 6"), unit="명"),
                GU, DONG, LON, LAT,
            ),
            stops,
        ),
    ),
    licence="cc0-1.0",
)  # fmt: skip
