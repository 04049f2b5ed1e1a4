"""Hourly air quality at one invented station in each 자치구."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Floats, Ground
from madang.demonstration.vocabulary import GU, MADE_UP, generated

HOURS = 61 * 24  # November and December 2025
SILENT = 0.012  # share of hours in which an instrument gives nothing


def _episodes(chance: np.random.Generator) -> Floats:
    """Days of bad air that come and go over the whole city: a slow wave with spikes, about 1 on average."""
    slow = np.convolve(chance.normal(0, 1, HOURS + 71), np.ones(72) / 8.5, "valid")
    return np.exp(0.45 * slow)


def _measured(chance: np.random.Generator, values: Floats, digits: int) -> pa.Array:
    noisy = np.round(np.maximum(values * chance.lognormal(0, 0.12, values.shape), 0), digits)
    noisy[chance.random(values.shape) < SILENT] = np.nan
    return pa.array(noisy.ravel(), from_pandas=True)


def air(ground: Ground) -> pa.Table:
    """One row per hour and station."""
    chance = ground.chance("air-quality")
    gus = list(census.gu_names().values())
    hour = np.arange(HOURS) % 24
    traffic = 1 + 0.35 * (np.exp(-(((hour - 8) / 2.5) ** 2)) + np.exp(-(((hour - 19) / 3) ** 2)))
    place = chance.lognormal(0, 0.13, len(gus))
    dust = np.outer(_episodes(chance) * traffic, place)
    sun = np.clip(np.sin((hour - 7) / 12 * np.pi), 0, None)
    moments = np.datetime64("2025-11-01T00", "s") + np.arange(HOURS).astype("timedelta64[h]")
    return pa.table(
        {
            "측정일시": np.repeat(moments, len(gus)),
            "자치구": gus * HOURS,
            "미세먼지": _measured(chance, 38 * dust, 0),
            "초미세먼지": _measured(chance, 21 * dust, 0),
            "이산화질소": _measured(chance, 0.028 * np.outer(traffic, place), 4),
            "오존": _measured(chance, 0.012 + 0.016 * np.outer(sun, 1 / place), 4),
        }
    )


def _gas(name: str, en: str, ko: str, unit: str) -> Field:
    return Field(
        name,
        "number",
        en,
        t(f"{ko}, 한 시간 평균. 빈칸은 측정 못함", f"{en}, hourly mean; empty when not measured"),
        unit=unit,
    )


DATASET = Entry(
    slug="air-quality",
    order=200,
    organisation="climate",
    theme="environment",
    title=t("시간별 대기질 (구별 측정소)", "Air quality by hour and district"),
    description=generated(
        "25개 구 가상 측정소의 미세먼지, 초미세먼지, 이산화질소, 오존을 두 달 동안 시간마다 담았습니다. 진짜 "
        "측정기처럼 가끔 값이 빠져 있습니다.",
        "Fine dust, nitrogen dioxide and ozone at an invented station in each district, every hour for two "
        "months, with "
        "gaps as real instruments have them.",
    ),
    keywords={"ko": ["대기질", "미세먼지", "오존"], "en": ["air quality", "PM10", "PM2.5", "ozone"]},
    source=MADE_UP,
    method=generated(
        "도시 전체에 오가는 먼지 물결, 출퇴근 시간, 측정소의 차이, 잡음을 곱했습니다. 값의 1.2%는 비웠습니다.",
        "A wave of dust over the whole city times rush hours, station and noise; 1.2 % of values are left empty.",
    ),
    sheets=(
        Sheet(
            "air",
            t("대기질", "Air quality"),
            (
                Field("측정일시", "datetime", "Time", t("한국 시각, 한 시간의 시작", "Local time, begin of the hour")),
                GU,
                _gas("미세먼지", "PM10", "미세먼지 PM10", "㎍/m³"),
                _gas("초미세먼지", "PM2.5", "초미세먼지 PM2.5", "㎍/m³"),
                _gas("이산화질소", "Nitrogen dioxide", "이산화질소", "ppm"),
                _gas("오존", "Ozone", "오존", "ppm"),
            ),
            air,
        ),
    ),
    licence="cc0-1.0",
    period=(date(2025, 11, 1), date(2025, 12, 31)),
    form="parquet",
)
