"""Care facilities for older people, as points."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from madang.demonstration.datasets.residents_by_age import older
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import to_degrees
from madang.demonstration.vocabulary import DONG, DONG_CODE, GU, LAT, LON, MADE_UP, generated

# kind, English, how many, smallest and largest capacity (places)
KINDS = (
    ("경로당", "senior club", 1600, 20, 60),
    ("주야간보호센터", "day and night care centre", 420, 15, 60),
    ("노인요양시설", "nursing home", 240, 9, 120),
    ("재가방문요양센터", "home care office", 380, 30, 150),
    ("노인복지관", "senior welfare centre", 60, 200, 900),
    ("치매안심센터", "dementia centre", 25, 60, 200),
)
STATUS = {
    "유지": t("유지", "stays"),
    "이전가능": t("옮길 수 있음", "may move"),
    "폐쇄가능": t("닫을 수 있음", "may close"),
}


def facilities(ground: Ground) -> pa.Table:
    """One row per facility; more where more older people live, with gaps left on purpose."""
    chance, dongs = ground.chance("care-facilities"), ground.dongs
    counts = [ground.count(n) for _, _, n, _, _ in KINDS]
    kind = np.repeat(np.arange(len(KINDS)), counts)
    supplied = older(ground)[0] * chance.gamma(1.3, 1, len(dongs.codes))  # some 동 get less than their share
    dong = ground.pick_dongs(chance, len(kind), supplied)
    lon, lat = to_degrees(*dongs.points(chance, dong))
    low, high = (np.array([each[i] for each in KINDS])[kind] for i in (3, 4))
    status = chance.choice(list(STATUS), size=len(kind), p=[0.9, 0.06, 0.04])
    return pa.table(
        {
            "시설번호": [f"CARE-{i:05d}" for i in range(1, len(kind) + 1)],
            "시설명": [
                f"가상 {dongs.names[d]} {KINDS[k][0]} {i}호" for i, (d, k) in enumerate(zip(dong, kind, strict=True), 1)
            ],
            "종류": [KINDS[k][0] for k in kind],
            "정원": np.round(low + (high - low) * chance.beta(1.6, 3, len(kind))),
            "개설연도": chance.integers(1985, 2025, len(kind)),
            "상태": status,
            "행정동코드": [dongs.codes[d] for d in dong],
            "자치구": [dongs.gus[d] for d in dong],
            "행정동": [dongs.names[d] for d in dong],
            "경도": lon,
            "위도": lat,
        }
    )


DATASET = Entry(
    slug="care-facilities",
    order=325,
    organisation="welfare",
    theme="welfare",
    title=t("어르신 돌봄 시설", "Care facilities for older people"),
    description=generated(
        "경로당, 주야간보호센터, 요양시설, 복지관 등 2,700여 곳의 자리와 정원입니다. 이름과 자리는 모두 "
        "지어낸 것입니다. 어느 동네의 "
        "어르신이 돌봄에서 먼지 분석할 수 있습니다.",
        "Some 2,700 senior clubs, day care centres, nursing homes and others with their place and capacity, "
        "all invented: "
        "enough to ask which older people are far from care.",
    ),
    keywords={"ko": ["돌봄", "경로당", "요양", "어르신"], "en": ["care", "senior club", "nursing home", "older people"]},
    source=MADE_UP,
    method=generated(
        "어르신 수에 비례하되 동마다 무작위로 모자라거나 넘치게 하고, 자리는 동 안에서 고르게 뽑았습니다.",
        "In proportion to older residents, but with too few in some dong and too many in others; points are "
        "even inside a dong.",
    ),
    sheets=(
        Sheet(
            "facilities",
            t("돌봄 시설", "Care facilities"),
            (
                Field("시설번호", "text", "Number", t("시설 고유 번호", "Identifier of the facility")),
                Field("시설명", "text", "Name", t("지어낸 이름", "Invented name")),
                Field("종류", "text", "Kind", t("시설 종류", "Kind of facility"),
                      codes={ko: t(ko, en) for ko, en, *_ in KINDS}),
                Field("정원", "integer", "Capacity", t("한 번에 받을 수 있는 사람", "Places"), unit="명"),
                Field("개설연도", "integer", "Opened", t("문을 연 해", "Year of opening")),
                Field("상태", "text", "Status", t("분석에서 다루는 방식", "What a study may do with it"), codes=STATUS),
                DONG_CODE, GU, DONG, LON, LAT,
            ),
            facilities,
        ),
    ),
    licence="cc0-1.0",
)  # fmt: skip
