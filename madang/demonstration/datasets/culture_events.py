"""Cultural events of a year."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import to_degrees
from madang.demonstration.vocabulary import DONG, GU, LAT, LON, MADE_UP, generated

EVENTS = 900
KINDS = {
    "음악회": "concert",
    "전시": "exhibition",
    "연극": "theatre",
    "축제": "festival",
    "어린이": "for children",
    "강연": "talk",
}
MOODS = ("봄밤의", "골목", "한강", "모두의", "작은", "오래된", "처음 만나는", "느린")


def events(ground: Ground) -> pa.Table:
    """One row per event, by its first day."""
    chance, dongs, n = ground.chance("culture-events"), ground.dongs, EVENTS
    dong = chance.integers(0, len(dongs.codes), n)
    lon, lat = to_degrees(*dongs.points(chance, dong))
    kind = chance.choice(list(KINDS), n)
    begins = np.sort(np.datetime64("2026-01-01") + chance.integers(0, 365, n))
    lasts = np.where(kind == "전시", chance.integers(14, 90, n), chance.integers(0, 3, n))
    free = chance.random(n) < 0.46
    return pa.table(
        {
            "행사명": [
                f"가상 {MOODS[m]} {k} {i}"
                for i, (m, k) in enumerate(zip(chance.integers(0, 8, n), kind, strict=True), 1)
            ],
            "분류": kind,
            "시작일": begins,
            "종료일": begins + lasts.astype("timedelta64[D]"),
            "무료": free,
            "요금": np.where(free, 0, chance.choice([5000, 10000, 15000, 30000], n)),
            "자치구": [census.gu_names()[dongs.codes[d][:5]] for d in dong],
            "행정동": [dongs.names[d] for d in dong],
            "경도": lon,
            "위도": lat,
        }
    )


DATASET = Entry(
    slug="culture-events",
    order=230,
    organisation="culture",
    theme="culture",
    title=t("문화 행사 달력 (2026년)", "Calendar of cultural events, 2026"),
    description=generated(
        "음악회, 전시, 연극, 축제 900건의 날짜와 자리, 요금입니다. 오늘 저녁 무료 행사를 지도에서 "
        "찾아보세요. 행사는 지어냈습니다.",
        "900 concerts, exhibitions, plays and festivals with day, place and price: find something free for "
        "tonight. All "
        "of them are invented.",
    ),
    keywords={"ko": ["문화행사", "공연", "전시", "축제"], "en": ["events", "concerts", "exhibitions", "festivals"]},
    source=MADE_UP,
    method=generated("날짜와 동을 고르게 뽑았습니다.", "Days and dong drawn evenly."),
    sheets=(
        Sheet(
            "events",
            t("문화 행사", "Events"),
            (
                Field("행사명", "text", "Title", t("지어낸 이름", "Invented title")),
                Field("분류", "text", "Kind", t("행사 종류", "Kind of event"), codes={ko: t(ko, en) for ko, en in KINDS.items()}),
                Field("시작일", "date", "First day", t("시작하는 날", "Day it begins")),
                Field("종료일", "date", "Last day", t("끝나는 날", "Day it ends")),
                Field("무료", "boolean", "Free", t("돈을 받지 않는지", "Whether it is free")),
                Field("요금", "integer", "Price", t("어른 한 명", "For one adult"), unit="원"),
                GU, DONG, LON, LAT,
            ),
            events,
        ),
    ),
    licence="cc0-1.0",
    period=(date(2026, 1, 1), date(2026, 12, 31)),
)  # fmt: skip
