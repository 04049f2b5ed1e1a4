"""Specialist doctors by 자치구."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR

SPECIALTIES = {
    "total": t("전체", "all"),
    "internal medicine": t("내과", "internal medicine"),
    "pediatrics": t("소아청소년과", "paediatrics"),
    "family medicine": t("가정의학과", "family medicine"),
    "surgery": t("외과", "surgery"),
    "orthopedics": t("정형외과", "orthopaedics"),
    "obstetrics and gynecology": t("산부인과", "obstetrics and gynaecology"),
    "psychiatry": t("정신건강의학과", "psychiatry"),
    "neurology": t("신경과", "neurology"),
    "neurosurgery": t("신경외과", "neurosurgery"),
    "rehabilitation medicine": t("재활의학과", "rehabilitation"),
    "ophthalmology": t("안과", "ophthalmology"),
    "otorhinolaryngology": t("이비인후과", "ear, nose and throat"),
    "dermatology": t("피부과", "dermatology"),
    "urology": t("비뇨의학과", "urology"),
    "plastic surgery": t("성형외과", "plastic surgery"),
    "anesthesiology and pain medicine": t("마취통증의학과", "anaesthesiology and pain"),
    "emergency medicine": t("응급의학과", "emergency medicine"),
}


def doctors(ground: Ground) -> pa.Table:
    """One row per year, 자치구 and specialty."""
    table = census.by_gu("medicine", {("doctors", name): text["ko"] for name, text in SPECIALTIES.items()})
    rows = [
        {
            "연도": row["연도"],
            "자치구코드": row["자치구코드"],
            "자치구": row["자치구"],
            "진료과": text["ko"],
            "의사": row[text["ko"]],
        }
        for row in table.to_pylist()
        for text in SPECIALTIES.values()
    ]
    return pa.Table.from_pylist(rows)


DATASET = Entry(
    slug="doctors",
    order=140,
    organisation="public-health",
    theme="health",
    title=t("구별 진료과목별 전문의", "Specialist doctors by district"),
    description=t(
        "내과부터 성형외과까지 열일곱 진료과 전문의가 구마다 몇 명인지 2010, 2015, 2020년으로 보여 줍니다. "
        "성형외과는 한 구에 몰려 있습니다.",
        "Seventeen kinds of specialists, from internal medicine to plastic surgery, in each district in "
        "2010, 2015 and "
        "2020. Plastic surgeons crowd into one of them.",
    ),
    keywords={"ko": ["의사", "전문의", "의료"], "en": ["doctors", "specialists", "medicine"]},
    source=CENSUS,
    method=t(
        TIDY["ko"] + " 수가 적은 진료과 몇 가지는 뺐고 전체에는 들어 있습니다.",
        TIDY["en"] + " A few small specialties are left out; the total includes them.",
    ),
    sheets=(
        Sheet(
            "doctors",
            t("전문의", "Doctors"),
            (
                YEAR, GU_CODE, GU,
                Field("진료과", "text", "Specialty", t("전문 진료과", "Medical specialty"),
                      codes={text["ko"]: text for text in SPECIALTIES.values()}),
                Field("의사", "integer", "Doctors", t("전문의 수", "Number of doctors"), unit="명"),
            ),
            doctors,
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2010, 1, 1), date(2020, 12, 31)),
)  # fmt: skip
