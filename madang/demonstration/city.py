"""Who publishes in the demonstration city. Real offices are named as an example only."""

from __future__ import annotations

from madang.demonstration.describe import t
from madang.lib.problems import Text

REGION = "seoul"

DISCLAIMER = t(
    "시연용 도시입니다. 실제 기관이 운영하거나 보증하지 않습니다.",
    "A demonstration city: the real office neither runs nor vouches for it.",
)


def _about(ko: str, en: str) -> Text:
    return t(f"{ko} {DISCLAIMER['ko']}", f"{en} {DISCLAIMER['en']}")


# slug, kind, parent, name, what it does
ORGANISATIONS: tuple[tuple[str, str, str, Text, Text], ...] = (
    (REGION, "region", "", t("서울특별시", "Seoul Metropolitan Government"),
     _about("인구 9백만의 도시와 그 부서, 자치구.", "A city of nine million, its departments and districts.")),
    ("digital-city", "department", REGION, t("디지털도시국", "Digital City Bureau"),
     _about("경계, 행정코드, 인구 통계를 맡습니다.", "Keeps boundaries, administrative codes and population figures.")),
    ("transport", "department", REGION, t("교통실", "Transport Office"),
     _about("버스, 택시, 도로와 심야 이동을 맡습니다.", "Buses, taxis, roads and how people move at night.")),
    ("welfare", "department", REGION, t("복지실", "Welfare Office"),
     _about("어르신, 장애인, 저소득 가구를 돕습니다.", "Support for older people, disabled people and low incomes.")),
    ("economy", "department", REGION, t("경제실", "Economy Office"),
     _about("사업체와 지역총생산, 일자리를 맡습니다.", "Businesses, regional product and jobs.")),
    ("housing", "department", REGION, t("주택실", "Housing Office"),
     _about("주택 재고와 가구의 거처를 살핍니다.", "The housing stock and where households live.")),
    ("urban-space", "department", REGION, t("도시공간본부", "Urban Space Headquarters"),
     _about("토지 이용과 도시 계획을 맡습니다.", "Land use and planning.")),
    ("public-health", "department", REGION, t("시민건강국", "Public Health Bureau"),
     _about("의료 자원과 시민 건강을 맡습니다.", "Medical resources and the health of citizens.")),
    ("finance", "department", REGION, t("재무국", "Finance Bureau"),
     _about("계약, 세금, 시 재산을 맡습니다.", "Contracts, taxes and the city's property.")),
    ("climate", "department", REGION, t("기후환경본부", "Climate and Environment Headquarters"),
     _about("대기, 물, 폐기물을 맡습니다.", "Air, water and waste.")),
    ("garden-city", "department", REGION, t("정원도시국", "Garden City Bureau"),
     _about("공원, 녹지, 가로수를 가꿉니다.", "Parks, green space and street trees.")),
    ("culture", "department", REGION, t("문화본부", "Culture Headquarters"),
     _about("도서관과 문화 행사를 맡습니다.", "Libraries and cultural events.")),
    ("jongno-gu", "district", REGION, t("종로구", "Jongno-gu"),
     _about("궁궐과 옛 도심이 있는 자치구.", "The district of the palaces and the old centre.")),
    ("mapo-gu", "district", REGION, t("마포구", "Mapo-gu"),
     _about("홍대와 연남동이 있는 자치구.", "The district of Hongdae and Yeonnam-dong.")),
    ("seoul-institute", "partner", REGION, t("서울연구원", "The Seoul Institute"),
     _about("공개된 자료로 도시를 연구합니다.", "Studies the city with what is published.")),
)  # fmt: skip
