"""Registered disabled people by 자치구, sex and age."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.vocabulary import CENSUS, GU, GU_CODE, TIDY, YEAR

GROUP = "registered physically mentally challenged"
SEXES = {"female": "여", "male": "남"}
AGES = {"0-19": "0-19세", "20-39": "20-39세", "40-64": "40-64세", "65-79": "65-79세", "80+": "80세 이상"}
ITEMS = {(GROUP, f"{sex}_{age}"): f"{sex}_{age}" for sex in SEXES for age in AGES}


def people(ground: Ground) -> pa.Table:
    """One row per year, 자치구, sex and age band."""
    rows = []
    for row in census.by_gu("welfare", ITEMS).to_pylist():
        place = {name: row[name] for name in ("연도", "자치구코드", "자치구")}
        for sex, ko in SEXES.items():
            rows += [place | {"성별": ko, "나이": name, "인원": row[f"{sex}_{age}"]} for age, name in AGES.items()]
    return pa.Table.from_pylist(rows)


DATASET = Entry(
    slug="registered-disability",
    order=100,
    organisation="welfare",
    theme="welfare",
    title=t("구별 등록장애인 (성별, 나이별)", "Registered disabled people by district, sex and age"),
    description=t(
        "등록장애인 수를 구, 성별, 다섯 나이대로 나누어 2015년과 2020년을 견줍니다. 80세 이상이 빠르게 늘고 "
        "있습니다.",
        "Registered disabled people by district, sex and five age bands, 2015 and 2020. The group over 80 "
        "grows fast.",
    ),
    keywords={"ko": ["장애인", "나이", "복지"], "en": ["disability", "age", "welfare"]},
    source=CENSUS,
    method=TIDY,
    sheets=(
        Sheet(
            "people",
            t("등록장애인", "Registered disabled people"),
            (
                YEAR, GU_CODE, GU,
                Field("성별", "text", "Sex", t("성별", "Sex"), codes={"여": t("여자", "female"), "남": t("남자", "male")}),
                Field("나이", "text", "Age band", t("나이대", "Age band in years")),
                Field("인원", "integer", "People", t("등록장애인 수", "Number of registered people"), unit="명"),
            ),
            people,
        ),
    ),
    origin="observed",
    cycle="five-yearly",
    period=(date(2015, 12, 31), date(2020, 12, 31)),
)  # fmt: skip
