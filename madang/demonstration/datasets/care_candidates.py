"""Public buildings where a new care facility could open."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import to_degrees
from madang.demonstration.vocabulary import DONG, DONG_CODE, GU, LAT, LON, MADE_UP, generated

EXTRA = 375
KINDS = {
    "동주민센터": "community centre",
    "구립도서관": "district library",
    "옛 학교": "former school",
    "시유지": "city land",
}
SERVICES = {
    "모두": t("모든 서비스", "any service"),
    "주야간보호": t("주야간보호만", "day and night care only"),
    "경로당": t("경로당만", "senior club only"),
}


def candidates(ground: Ground) -> pa.Table:
    """One community centre in the middle of each 동, and other buildings elsewhere."""
    chance, dongs = ground.chance("care-candidates"), ground.dongs
    extra = ground.pick_dongs(chance, EXTRA)
    dong = np.concatenate([np.arange(len(dongs.codes)), extra])
    middle_x, middle_y = dongs.middles()
    x, y = dongs.points(chance, extra)
    lon, lat = to_degrees(np.concatenate([middle_x, x]), np.concatenate([middle_y, y]))
    kind = ["동주민센터"] * len(dongs.codes) + list(chance.choice(list(KINDS)[1:], EXTRA))
    n = len(dong)
    return pa.table(
        {
            "후보번호": [f"SITE-{i:04d}" for i in range(1, n + 1)],
            "이름": [f"가상 {dongs.names[d]} {k} {i}" for i, (d, k) in enumerate(zip(dong, kind, strict=True), 1)],
            "종류": kind,
            "최대정원": chance.choice([20, 30, 40, 60, 80], n, p=[0.2, 0.3, 0.25, 0.15, 0.1]),
            "고정비용": np.round(chance.gamma(6, 4000, n), -2),
            "정원당비용": np.round(chance.normal(420, 60, n)),
            "가능서비스": chance.choice(list(SERVICES), n, p=[0.6, 0.25, 0.15]),
            "행정동코드": [dongs.codes[d] for d in dong],
            "자치구": [dongs.gus[d] for d in dong],
            "행정동": [dongs.names[d] for d in dong],
            "경도": lon,
            "위도": lat,
        }
    )


DATASET = Entry(
    slug="care-candidates",
    order=270,
    organisation="welfare",
    theme="welfare",
    title=t("돌봄 시설을 열 수 있는 공공건물", "Public buildings that could house new care"),
    description=generated(
        "동주민센터, 도서관, 옛 학교처럼 새 돌봄 시설이 들어설 수 있는 800곳의 자리, 최대 정원, 비용입니다. "
        "입지 분석의 후보지로 씁니다.",
        "800 community centres, libraries, former schools and plots with the largest capacity and cost of a "
        "new facility: "
        "the candidates of a siting study.",
    ),
    keywords={"ko": ["입지", "후보지", "공공건물", "돌봄"], "en": ["candidates", "siting", "public buildings", "care"]},
    source=MADE_UP,
    method=generated(
        "동마다 가운데에 주민센터 하나, 나머지는 인구에 비례해 뽑았습니다. 비용은 만 원 단위로 지어냈습니다.",
        "One community centre in the middle of each dong, the rest by residents. Costs are invented, in 10,000 won.",
    ),
    sheets=(
        Sheet(
            "candidates",
            t("후보지", "Candidates"),
            (
                Field("후보번호", "text", "Number", t("후보지 고유 번호", "Identifier of the site")),
                Field("이름", "text", "Name", t("지어낸 이름", "Invented name")),
                Field("종류", "text", "Kind", t("건물 종류", "Kind of building"),
                      codes={ko: t(ko, en) for ko, en in KINDS.items()}),
                Field("최대정원", "integer", "Largest capacity", t("받을 수 있는 사람", "Places at most"), unit="명"),
                Field("고정비용", "integer", "Fixed cost", t("여는 데 드는 비용", "Cost of opening"), unit="만원"),
                Field("정원당비용", "integer", "Cost per place", t("정원 한 명당 비용", "Cost of one place"), unit="만원"),
                Field("가능서비스", "text", "Allowed service", t("열 수 있는 서비스", "What may open"), codes=SERVICES),
                DONG_CODE, GU, DONG, LON, LAT,
            ),
            candidates,
        ),
    ),
    licence="cc0-1.0",
)  # fmt: skip
