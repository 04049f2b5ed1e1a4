"""Four weeks of taxi rides that begin at night."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration import nightlife
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Floats, Ground, Indices
from madang.demonstration.outlines import to_degrees, to_metres
from madang.demonstration.vocabulary import LAT, LON, MADE_UP, generated

RIDES = 240_000
WEEKS = 4
KERBS_OUT, KERBS_HOME = 14, 2500  # places where people wait: per nightlife district, and elsewhere
OUT_RIDES = 0.62


def kerbs(ground: Ground, chance: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Waiting places in metres (x, y) and their share of rides: people hail where the road is, not anywhere."""
    _, lon, lat, spread, strength = zip(*nightlife.DISTRICTS, strict=True)
    x, y = to_metres(np.array(lon), np.array(lat))
    around = np.repeat(np.array(spread), KERBS_OUT)[:, None] * chance.normal(0, 0.55, (len(x) * KERBS_OUT, 2))
    share = np.repeat(np.array(strength), KERBS_OUT) * chance.gamma(1.2, 1, len(around))
    home_x, home_y = ground.dongs.points(chance, ground.pick_dongs(chance, KERBS_HOME))
    home_share = chance.gamma(0.8, 1, KERBS_HOME)
    shares = np.concatenate([share / share.sum() * OUT_RIDES, home_share / home_share.sum() * (1 - OUT_RIDES)])
    out_x, out_y = np.repeat(x, KERBS_OUT) + around[:, 0], np.repeat(y, KERBS_OUT) + around[:, 1]
    return np.concatenate([out_x, home_x]), np.concatenate([out_y, home_y]), shares


def moments(chance: np.random.Generator, n: int) -> tuple[Floats, Indices]:
    """`n` moments of the four weeks as datetime64[s], and their hour."""
    hours = nightlife.weeks(WEEKS)
    weight = np.array([nightlife.OUT_BY_HOUR[h] * nightlife.OUT_BY_EVENING[nightlife.evening(d, h)] for d, h in hours])
    drawn = np.sort(chance.choice(len(hours), size=n, p=weight / weight.sum()))
    starts = np.array([np.datetime64(day, "s") + np.timedelta64(hour, "h") for day, hour in hours])
    return starts[drawn] + chance.integers(0, 3600, n).astype("timedelta64[s]"), drawn


def rides(ground: Ground) -> pa.Table:
    """One row per ride, in order of time."""
    chance, n = ground.chance("taxi-pickups"), ground.count(RIDES)
    x, y, share = kerbs(ground, chance)
    when, _ = moments(chance, n)
    kerb = chance.choice(len(x), size=n, p=share)
    from_x, from_y = x[kerb] + chance.normal(0, 35, n), y[kerb] + chance.normal(0, 35, n)
    to_x, to_y = ground.dongs.points(chance, ground.pick_dongs(chance, n))
    metres = np.hypot(to_x - from_x, to_y - from_y) * 1.3
    lon, lat = to_degrees(from_x, from_y)
    to_lon, to_lat = to_degrees(to_x, to_y, digits=3)
    order = np.argsort(when)
    table = pa.table(
        {
            "승차시각": when,
            "경도": lon,
            "위도": lat,
            "하차_경도": to_lon,
            "하차_위도": to_lat,
            "거리": np.round(metres / 1000, 2),
            "요금": np.round((4800 + np.maximum(0, metres - 1600) / 131 * 100) * 1.2, -2),
        }
    )
    return table.take(pa.array(order))


DATASET = Entry(
    slug="taxi-pickups",
    order=310,
    organisation="transport",
    theme="transport",
    title=t("심야 택시 승차 지점 (4주)", "Where taxis are hailed at night, four weeks"),
    description=generated(
        "밤 10시부터 새벽 6시까지 택시를 탄 자리와 시각, 내린 곳, 거리와 요금입니다. 빈 차가 어디서 기다려야 "
        "할지 분석할 수 있습니다.",
        "Where and when people get into a taxi between 10 pm and 6 am, where they go, how far and for how "
        "much: enough to "
        "work out where free taxis should wait.",
    ),
    keywords={"ko": ["택시", "심야", "승차"], "en": ["taxi", "night", "pick-ups"]},
    source=MADE_UP,
    method=generated(
        "놀거리가 많은 열두 곳의 길가 168곳과 주거지 2,500곳 둘레(표준편차 35m)에 뽑았습니다. 내린 곳은 소수 "
        "셋째 자리(약 100m)까지입니다.",
        "Drawn around 168 kerbs in twelve nightlife districts and 2,500 elsewhere (35 m spread). Drop-offs "
        "are rounded to "
        "about 100 m.",
    ),
    sheets=(
        Sheet(
            "pickups",
            t("승차 기록", "Rides"),
            (
                Field("승차시각", "datetime", "Picked up at", t("한국 시각", "Local time")),
                LON,
                LAT,
                Field(
                    "하차_경도",
                    "number",
                    "Drop-off longitude",
                    t("약 100m로 반올림", "Rounded to about 100 m"),
                    unit="°",
                ),
                Field(
                    "하차_위도",
                    "number",
                    "Drop-off latitude",
                    t("약 100m로 반올림", "Rounded to about 100 m"),
                    unit="°",
                ),
                Field("거리", "number", "Distance", t("직선거리의 1.3배", "1.3 times the straight line"), unit="km"),
                Field(
                    "요금", "integer", "Fare", t("심야 할증 20% 포함", "With the night surcharge of 20 %"), unit="원"
                ),
            ),
            rides,
        ),
    ),
    licence="cc0-1.0",
    period=(date(2025, 11, 3), date(2025, 11, 30)),
)
