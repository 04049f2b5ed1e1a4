"""Complaints about noise in Mapo-gu."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.vocabulary import DONG, DONG_CODE, MADE_UP, generated

COMPLAINTS = 6_000
KINDS = {
    "층간소음": ("between floors", 0.34),
    "공사장": ("building site", 0.24),
    "유흥업소": ("bars and clubs", 0.2),
    "길거리공연": ("street performance", 0.1),
    "교통": ("traffic", 0.08),
    "반려동물": ("pets", 0.04),
}
LOUD = {"서교동": 5.0, "연남동": 2.0, "합정동": 1.6}  # where the nights are long


def complaints(ground: Ground) -> pa.Table:
    """One row per complaint, in order of time."""
    chance, dongs, n = ground.chance("noise-complaints"), ground.dongs, ground.count(COMPLAINTS)
    mapo = np.flatnonzero(np.array(dongs.gus) == "마포구")
    weight = ground.residents[mapo] * [LOUD.get(dongs.names[i], 1.0) for i in mapo]
    dong = chance.choice(mapo, n, p=weight / weight.sum())
    night = np.exp(-((((np.arange(24) - 23) % 24) / 4) ** 2)) + np.exp(-(((np.arange(24) - 10) / 5) ** 2)) * 0.7
    hour = chance.choice(24, n, p=night / night.sum())
    day = np.sort(chance.integers(0, 365, n))
    when = (
        np.datetime64("2025-01-01", "s")
        + day.astype("timedelta64[D]")
        + (hour * 60 + chance.integers(0, 60, n)).astype("timedelta64[m]")
    )
    order = np.argsort(when, kind="stable")
    kind = chance.choice(list(KINDS), n, p=[share for _, share in KINDS.values()])
    return pa.table(
        {
            "접수일시": when[order],
            "행정동코드": [dongs.codes[i] for i in dong],
            "행정동": [dongs.names[i] for i in dong],
            "소음종류": kind,
            "처리일수": np.round(chance.gamma(1.8, 3.2, n)),
            "현장측정": chance.random(n) < 0.37,
        }
    )


DATASET = Entry(
    slug="mapo-noise-complaints",
    order=250,
    organisation="mapo-gu",
    theme="environment",
    title=t("마포구 소음 민원 (2025년)", "Noise complaints in Mapo-gu, 2025"),
    description=generated(
        "홍대의 밤은 누구에게는 음악이고 누구에게는 소음입니다. 한 해 민원 6,000건의 시각, 동, 종류, 처리에 "
        "걸린 날을 담았습니다.",
        "A night in Hongdae is music to some and noise to others: 6,000 complaints of a year with time, "
        "dong, kind and the "
        "days it took to settle them.",
    ),
    keywords={"ko": ["소음", "민원", "홍대", "마포"], "en": ["noise", "complaints", "Hongdae", "Mapo"]},
    source=MADE_UP,
    method=generated(
        "인구와 밤거리의 크기에 비례해 동을, 밤과 아침에 몰리는 시각을 뽑았습니다. 사람에 대한 정보는 없습니다.",
        "Dong by residents and nightlife, times that crowd at night and in the morning. Nothing about any person.",
    ),
    spatial=t("서울특별시 마포구", "Mapo-gu, Seoul"),
    sheets=(
        Sheet(
            "complaints",
            t("소음 민원", "Complaints"),
            (
                Field("접수일시", "datetime", "Received", t("한국 시각", "Local time")),
                DONG_CODE,
                DONG,
                Field("소음종류", "text", "Kind of noise", t("무엇이 시끄러운지", "What is loud"),
                      codes={ko: t(ko, en) for ko, (en, _) in KINDS.items()}),
                Field("처리일수", "integer", "Days to settle", t("끝날 때까지 걸린 날", "Days until it was settled"), unit="일"),
                Field("현장측정", "boolean", "Measured on site", t("현장에서 쟀는지", "Whether it was measured on site")),
            ),
            complaints,
        ),
    ),
    licence="cc0-1.0",
    period=(date(2025, 1, 1), date(2025, 12, 31)),
)  # fmt: skip
