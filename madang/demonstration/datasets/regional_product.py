"""Gross regional product by 자치구 and industry."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR

INDUSTRIES = {
    "gross regional domestic product at market prices": t("지역내총생산(시장가격)", "Gross regional product"),
    "net taxes on products": t("순생산물세", "Net taxes on products"),
    "total value added at basic prices": t("총부가가치(기초가격)", "Total value added"),
    "agriculture, forestry and fishing": t("농림어업", "Agriculture, forestry, fishing"),
    "mining and quarrying": t("광업", "Mining"),
    "manufacturing": t("제조업", "Manufacturing"),
    "electricity, gas, steam and air conditioning supply; water supply and waste management": t(
        "전기·가스·수도·폐기물", "Electricity, gas, water, waste"
    ),
    "construction": t("건설업", "Construction"),
    "wholesale and retail trade": t("도소매업", "Wholesale and retail"),
    "transportation and storage": t("운수·창고업", "Transport and storage"),
    "accommodation and food service activities": t("숙박·음식점업", "Hotels and restaurants"),
    "information and communication": t("정보통신업", "Information and communication"),
    "financial and insurance activities": t("금융·보험업", "Finance and insurance"),
    "real estate activities; rental and leasing activities": t("부동산·임대업", "Real estate and leasing"),
    "professional, scientific and technical activities; business support facilities": t(
        "전문·과학·사업지원", "Professional, scientific, business support"
    ),
    "public administration and defence; compulsory social security": t("공공행정", "Public administration"),
    "education": t("교육", "Education"),
    "human health and social work activities": t("보건·복지", "Health and social work"),
    "arts, sports and recreation; membership organizations and personal services": t(
        "문화·기타 서비스", "Arts, sports, personal services"
    ),
}


def product(ground: Ground) -> pa.Table:
    """One row per year, 자치구 and industry; totals stand as rows of their own."""
    table = census.by_gu("economy", {("grdp", name): text["ko"] for name, text in INDUSTRIES.items()})
    rows = [
        {
            "연도": row["연도"],
            "자치구코드": row["자치구코드"],
            "자치구": row["자치구"],
            "산업": text["ko"],
            "금액": row[text["ko"]],
        }
        for row in table.to_pylist()
        for text in INDUSTRIES.values()
    ]
    return pa.Table.from_pylist(rows)


DATASET = Entry(
    slug="regional-product",
    order=110,
    organisation="economy",
    theme="economy",
    title=t("구별 지역내총생산 (산업별)", "Gross regional product by district and industry"),
    description=t(
        "각 구가 한 해에 만들어 낸 부가가치를 열여섯 산업으로 나누었습니다. 중구와 영등포구의 금융, 강남의 "
        "전문 서비스, "
        "마포의 정보통신을 견주어 보세요.",
        "What each district produced in a year, in sixteen industries: compare the finance of Jung-gu and "
        "Yeongdeungpo, "
        "Gangnam's professional services and Mapo's information industry.",
    ),
    keywords={"ko": ["지역내총생산", "GRDP", "산업", "경제"], "en": ["GRDP", "regional product", "industry", "economy"]},
    source=CENSUS,
    method=t(
        TIDY["ko"] + " 산업 이름은 영문 분류를 옮긴 것이며 합계(총생산, 순생산물세, 총부가가치)도 행으로 있습니다.",
        TIDY["en"] + " Industry names are translated; totals (product, net taxes, value added) stand as rows too.",
    ),
    sheets=(
        Sheet(
            "product",
            t("지역내총생산", "Regional product"),
            (
                YEAR, GU_CODE, GU,
                Field("산업", "text", "Industry", t("산업 또는 합계", "Industry, or a total"),
                      codes={text["ko"]: text for text in INDUSTRIES.values()}),
                Field("금액", "integer", "Amount", t("그해 가격", "In prices of the year"), unit="백만원"),
            ),
            product,
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2010, 1, 1), date(2020, 12, 31)),
)  # fmt: skip
