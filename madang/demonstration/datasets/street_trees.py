"""Street trees as points."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import to_degrees
from madang.demonstration.vocabulary import DONG, GU, LAT, LON, MADE_UP, generated

TREES, STREETS = 20_000, 900
SPECIES = {
    "은행나무": ("ginkgo", 0.34),
    "플라타너스": ("plane", 0.2),
    "느티나무": ("zelkova", 0.13),
    "왕벚나무": ("cherry", 0.13),
    "이팝나무": ("fringe tree", 0.08),
    "메타세쿼이아": ("dawn redwood", 0.06),
    "소나무": ("pine", 0.06),
}


def trees(ground: Ground) -> pa.Table:
    """One row per tree; trees stand in rows along invented streets of one species."""
    chance, dongs, n = ground.chance("street-trees"), ground.dongs, ground.count(TREES)
    dong = ground.pick_dongs(chance, STREETS)
    x, y = dongs.points(chance, dong)
    direction, kind = (
        chance.uniform(0, np.pi, STREETS),
        chance.choice(len(SPECIES), STREETS, p=[s for _, s in SPECIES.values()]),
    )
    street = np.sort(chance.integers(0, STREETS, n))
    place = np.arange(n) - np.searchsorted(street, street)  # first, second, third tree of its street
    along, side = place // 2 * 8.0, (place % 2) * 14.0
    angle = direction[street]
    lon, lat = to_degrees(
        x[street] + along * np.cos(angle) - side * np.sin(angle),
        y[street] + along * np.sin(angle) + side * np.cos(angle),
    )
    planted = 2024 - chance.gamma(3, 9, n).clip(0, 70).astype(int)
    return pa.table(
        {
            "나무번호": [f"T{i:06d}" for i in range(1, n + 1)],
            "수종": [list(SPECIES)[kind[i]] for i in street],
            "심은해": planted,
            "가슴높이지름": np.round((2024 - planted) * chance.normal(0.9, 0.15, n).clip(0.3) + 6),
            "자치구": [dongs.gus[dong[i]] for i in street],
            "행정동": [dongs.names[dong[i]] for i in street],
            "경도": lon,
            "위도": lat,
        }
    )


DATASET = Entry(
    slug="street-trees",
    order=280,
    organisation="garden-city",
    theme="environment",
    title=t("가로수 2만 그루", "Twenty thousand street trees"),
    description=generated(
        "길마다 늘어선 은행나무와 벚나무의 자리, 심은 해, 굵기입니다. 가을에 은행잎이 쌓일 길을 지도에서 "
        "찾아보세요. 길과 나무는 지어냈습니다.",
        "Rows of ginkgo, plane and cherry with place, age and girth: find the streets that turn yellow in "
        "autumn. Streets "
        "and trees are invented.",
    ),
    keywords={"ko": ["가로수", "나무", "은행나무"], "en": ["street trees", "ginkgo", "trees"]},
    source=MADE_UP,
    method=generated("가상의 길 900곳에 8m 간격으로 두 줄씩 심었습니다.", "Planted every 8 m on both sides of 900 invented streets."),
    sheets=(
        Sheet(
            "trees",
            t("가로수", "Street trees"),
            (
                Field("나무번호", "text", "Number", t("나무 고유 번호", "Identifier of the tree")),
                Field("수종", "text", "Species", t("나무 이름", "Kind of tree"),
                      codes={ko: t(ko, en) for ko, (en, _) in SPECIES.items()}),
                Field("심은해", "integer", "Planted", t("심은 해", "Year of planting")),
                Field("가슴높이지름", "integer", "Diameter", t("가슴 높이의 지름", "Diameter at breast height"), unit="cm"),
                GU, DONG, LON, LAT,
            ),
            trees,
        ),
    ),
    licence="cc0-1.0",
)  # fmt: skip
