"""People present in each 동 at each hour of a week, in the shape of Seoul's 생활인구."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from madang.demonstration import nightlife
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Floats, Ground
from madang.demonstration.vocabulary import DONG, DONG_CODE, GU, MADE_UP, generated

VISITORS = 220_000  # people out at the busiest hour of the week
AWAY_BY_DAY = 0.28  # share of residents who are elsewhere at noon of a working day


def _pull(ground: Ground) -> Floats:
    cells = ground.cells
    return np.bincount(cells.dong, nightlife.attraction(cells), minlength=len(ground.residents))


def presence(ground: Ground) -> pa.Table:
    """One row per hour and 동, 168 x 425."""
    chance, dongs, parts = ground.chance("hourly-presence"), ground.dongs, []
    work = np.exp(chance.normal(0, 0.9, len(dongs.codes)))  # where offices are
    work *= ground.residents.sum() / (work * ground.residents).sum()
    pull = _pull(ground)
    for i in range(168):
        day, hour = nightlife.MONDAY + timedelta(days=i // 24), i % 24
        away = AWAY_BY_DAY * np.exp(-(((hour - 13) / 4.5) ** 2)) * (1.0 if day.weekday() < 5 else 0.3)
        out = VISITORS * nightlife.OUT_BY_HOUR.get(hour, 0.5 if hour > 17 else 0.1)
        out *= nightlife.OUT_BY_EVENING[nightlife.evening(day, hour)] / max(nightlife.OUT_BY_EVENING.values())
        people = (
            ground.residents * (1 - away + away * work) + out * pull - out * ground.residents / ground.residents.sum()
        )
        noisy = people * chance.normal(1, 0.015, len(people))
        parts.append(_hour(dongs, day, hour, np.maximum(0, np.round(noisy, 1))))
    return pa.concat_tables(parts)


def _hour(dongs: object, day: date, hour: int, people: Floats) -> pa.Table:
    n = len(people)
    return pa.table(
        {
            "기준일": pa.array([day] * n, pa.date32()),
            "시간": np.full(n, hour),
            "행정동코드": dongs.codes,
            "자치구": dongs.gus,
            "행정동": dongs.names,
            "생활인구": people,
        }
    )


DATASET = Entry(
    slug="hourly-presence",
    order=300,
    organisation="digital-city",
    theme="population",
    title=t("시간대별 동별 생활인구 (일주일)", "Who is where: people present by dong and hour"),
    description=generated(
        "주민등록과 상관없이 그 시각 그 동에 있는 사람을 어림한 표입니다. 낮에는 일터로, 밤에는 놀 곳으로 "
        "도시가 숨 쉬듯 움직입니다.",
        "People present in every dong at every hour of a week, whether they live there or not: the city "
        "breathes, to work "
        "by day and out at night.",
    ),
    keywords={"ko": ["생활인구", "유동인구", "시간대"], "en": ["living population", "presence", "hourly"]},
    source=MADE_UP,
    method=generated(
        "2020년 인구에 평일 낮의 출근과 밤의 나들이를 더해 만들었습니다. 형식은 서울 생활인구와 닮았으나 "
        "값은 실제와 다릅니다.",
        "Residents of 2020 moved by invented commuting and nights out. The shape is that of Seoul's living "
        "population; "
        "the values are not.",
    ),
    sheets=(
        Sheet(
            "presence",
            t("생활인구", "People present"),
            (
                Field("기준일", "date", "Date", t("기준 날짜", "Day")),
                Field("시간", "integer", "Hour", t("0-23시", "0 to 23"), unit="시"),
                DONG_CODE,
                GU,
                DONG,
                Field(
                    "생활인구", "number", "People present", t("그 시간에 있는 사람", "People in the dong"), unit="명"
                ),
            ),
            presence,
        ),
    ),
    licence="cc0-1.0",
    period=(date(2025, 11, 3), date(2025, 11, 9)),
)
