"""Parks by kind and 자치구."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR

KINDS = {
    "total": t("전체", "all"),
    "neighborhood": t("근린공원", "neighbourhood parks"),
    "children": t("어린이공원", "children's parks"),
    "small": t("소공원", "pocket parks"),
    "cultural": t("문화공원", "cultural parks"),
    "historic": t("역사공원", "historic parks"),
    "waterfront": t("수변공원", "waterfront parks"),
    "sports": t("체육공원", "sports parks"),
    "cemetery": t("묘지공원", "cemetery parks"),
}


def parks(ground: Ground) -> pa.Table:
    """One row per year, 자치구 and kind of park."""
    items = {("park", f"{kind}_parks"): f"{kind} n" for kind in KINDS}
    items |= {("park", f"{kind}_park_area"): f"{kind} m2" for kind in KINDS}
    rows = []
    for row in census.by_gu("landuse", items).to_pylist():
        place = {name: row[name] for name in ("연도", "자치구코드", "자치구")}
        for kind, name in KINDS.items():
            rows.append(place | {"종류": name["ko"], "개소": row[f"{kind} n"], "면적": row[f"{kind} m2"]})
    return pa.Table.from_pylist(rows)


DATASET = Entry(
    slug="parks",
    order=260,
    organisation="garden-city",
    theme="environment",
    title=t("구별 공원 (종류별 개소와 면적)", "Parks by district and kind"),
    description=t(
        "어린이공원부터 묘지공원까지 구마다 몇 곳, 몇 제곱미터인지 2010, 2015, 2020년으로 봅니다. 우리 "
        "구에는 한 사람당 공원이 얼마나 될까요?",
        "From children's playgrounds to cemetery parks: how many and how large, in each district in 2010, "
        "2015 and 2020. "
        "How much park is there for each resident of yours?",
    ),
    keywords={"ko": ["공원", "녹지", "어린이공원"], "en": ["parks", "green space", "playgrounds"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "parks",
            t("공원", "Parks"),
            (
                YEAR, GU_CODE, GU,
                Field("종류", "text", "Kind", t("도시공원의 종류", "Kind of city park"),
                      codes={name["ko"]: name for name in KINDS.values()}),
                Field("개소", "integer", "Parks", t("공원 수", "Number of parks"), unit="곳"),
                Field("면적", "integer", "Area", t("공원 면적", "Area of the parks"), unit="m²"),
            ),
            parks,
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2010, 1, 1), date(2020, 12, 31)),
    form="cp949",
)  # fmt: skip
