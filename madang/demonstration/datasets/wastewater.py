"""Industrial waste water by 자치구."""

from __future__ import annotations

from datetime import date

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR

ITEMS = {
    ("wastewater", "generation"): "폐수발생량",
    ("wastewater", "discharge"): "폐수방류량",
    ("organic_matter", "generation"): "유기물질_발생량",
}


def _flow(name: str, en: str, unit: str, ko: str) -> Field:
    return Field(name, "integer", en, t(ko, f"{en}, per day"), unit=unit)


DATASET = Entry(
    slug="wastewater",
    order=160,
    organisation="climate",
    theme="environment",
    title=t("구별 산업폐수 발생과 방류", "Industrial waste water by district"),
    description=t(
        "공장과 사업장에서 나온 폐수가 하루에 얼마나 생기고 흘러 나가는지 구별로 봅니다.",
        "How much waste water workshops and plants in each district produce and discharge in a day.",
    ),
    keywords={"ko": ["폐수", "수질", "환경"], "en": ["waste water", "water", "environment"]},
    source=CENSUS,
    method=t(
        TIDY["ko"] + " 유기물질 방류량은 원자료에 구마다 값이 둘이라 싣지 않았습니다.",
        TIDY["en"] + " Discharged organic matter is left out: the source gives two values for a district.",
    ),
    sheets=(
        Sheet(
            "wastewater",
            t("산업폐수", "Waste water"),
            (
                YEAR, GU_CODE, GU,
                _flow("폐수발생량", "Waste water produced", "m³/일", "하루에 생기는 폐수"),
                _flow("폐수방류량", "Waste water discharged", "m³/일", "하루에 흘려보내는 폐수"),
                _flow("유기물질_발생량", "Organic matter produced", "kg/일", "하루에 생기는 유기물질"),
            ),
            lambda ground: census.by_gu("environment", ITEMS),
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2010, 1, 1), date(2020, 12, 31)),
)  # fmt: skip
