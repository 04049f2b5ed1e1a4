"""Hourly weather for the four weeks of taxi rides."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration import nightlife
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.vocabulary import MADE_UP, generated

HOURS = 28 * 24


def weather(ground: Ground) -> pa.Table:
    """672 hours: a cooling November with spells of rain."""
    chance = ground.chance("night-weather")
    hour = np.arange(HOURS)
    wander = np.convolve(chance.normal(0, 1, HOURS + 47), np.ones(48) / 7, "valid")
    warmth = 12 - 7 * hour / HOURS + 4 * np.sin((hour % 24 - 9) / 24 * 2 * np.pi) + wander
    spell = np.convolve(chance.normal(0, 1, HOURS + 5), np.ones(6) / 6, "valid")
    rain = np.where(spell > 0.62, chance.gamma(1.1, 1.8, HOURS), 0)
    return pa.table(
        {
            "일시": np.datetime64(nightlife.MONDAY, "s") + hour.astype("timedelta64[h]"),
            "기온": np.round(warmth, 1),
            "강수량": np.round(rain, 1),
            "풍속": np.round(chance.gamma(3, 0.8, HOURS), 1),
        }
    )


DATASET = Entry(
    slug="night-weather",
    order=220,
    organisation="climate",
    theme="environment",
    title=t("시간별 날씨 (4주)", "Hourly weather, four weeks"),
    description=generated(
        "택시 승차 기록과 같은 4주의 기온, 강수량, 풍속입니다. 비 오는 밤의 수요를 살필 때 함께 씁니다.",
        "Temperature, rain and wind for the same four weeks as the taxi rides, to see what a rainy night does.",
    ),
    keywords={"ko": ["날씨", "기온", "강수량"], "en": ["weather", "temperature", "rain"]},
    source=MADE_UP,
    method=generated(
        "11월의 하루 주기에 무작위 변동을 더했습니다.", "A November's daily rhythm plus random wandering."
    ),
    sheets=(
        Sheet(
            "weather",
            t("날씨", "Weather"),
            (
                Field("일시", "datetime", "Time", t("한국 시각", "Local time")),
                Field("기온", "number", "Temperature", t("기온", "Air temperature"), unit="℃"),
                Field("강수량", "number", "Rain", t("한 시간 강수량", "Rain in the hour"), unit="mm"),
                Field("풍속", "number", "Wind", t("바람 빠르기", "Wind speed"), unit="m/s"),
            ),
            weather,
        ),
    ),
    licence="cc0-1.0",
    period=(date(2025, 11, 3), date(2025, 11, 30)),
)
