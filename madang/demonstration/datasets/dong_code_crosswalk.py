"""Which 동 of 2025 is which of 2020: 419 join by their code, 8 do not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from madang.demonstration import census
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.vocabulary import CENSUS, GU, JOIN_CODE

CHANGES = {
    "same": t("그대로", "unchanged code"),
    "split": t("나뉨", "split from the dong of 2020"),
    "redrawn": t("경계가 바뀌며 새 코드", "new code after a change of boundary"),
    "renamed": t("이름과 코드가 바뀜", "new name and code"),
    "new": t("새로 생김", "new dong"),
}


def crosswalk(ground: Ground) -> pa.Table:
    """One row per 동 of 2025 with what it was in 2020, and what blindly cutting the last digit would claim."""
    people = census.by_dong("population", {("all households", "total"): "총인구"}).to_pylist()
    names = dict(zip(ground.dongs.codes, ground.dongs.names, strict=True))
    return pa.Table.from_pylist([_row(row, names) for row in people if row["연도"] == 2025])


def _row(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    code = row["행정동코드"]
    _, before, change = census.CHANGED.get(code, ("", (code[:7],), "same"))
    return {
        "코드2025": code,
        "자치구": row["자치구"],
        "동이름2025": row["행정동"],
        "경계코드": row["경계코드"],
        "변화": change,
        "코드2020": " ".join(before),
        "동이름2020": " ".join(names[each] for each in before),
        "끝자리_자르면": names.get(code[:7]),
        "총인구": row["총인구"],
    }


DATASET = Entry(
    slug="dong-code-crosswalk",
    order=80,
    organisation="seoul-institute",
    theme="urban",
    title=t("행정동 코드 연결표 2020-2025", "Crosswalk of dong codes, 2020 to 2025"),
    description=t(
        "2025년 통계의 8자리 코드를 2020년 경계의 7자리 코드에 잇는 표입니다. 427개 동 가운데 419개는 끝자리 "
        "0을 떼면 이어지고, "
        "용신동이 나뉘어 생긴 용두동과 신설동을 비롯한 8개는 이어지지 않습니다. "
        "끝자리를 무작정 자르면 개포3동(11230511)이 신사동에 붙습니다.",
        "Joins the eight-digit codes of 2025 to the seven digits of the 2020 boundaries. Of 427 dong 419 "
        "join when the "
        "final zero is dropped; eight do not, among them the two parts of Yongsin-dong. Cut blindly, Gaepo 3-dong "
        "(11230511) would land in Sinsa-dong.",
    ),
    keywords={"ko": ["행정동 코드", "연결표", "경계 변경"], "en": ["dong codes", "crosswalk", "boundary changes"]},
    source=CENSUS,
    method=t(
        "코드를 견주어 만들었습니다. 원자료에 이름이 없는 두 동(11060920, 11060930)은 공표된 인구로 용두동과 "
        "신설동을 가렸습니다.",
        "Made by comparing codes. The source names neither 11060920 nor 11060930; they were told apart as "
        "Yongdu-dong "
        "and Sinseol-dong by their published population.",
    ),
    sheets=(
        Sheet(
            "crosswalk",
            t("코드 연결표", "Crosswalk"),
            (
                Field("코드2025", "text", "Code in 2025", t("8자리 코드", "Eight-digit code")),
                GU,
                Field("동이름2025", "text", "Name in 2025", t("2025년 동 이름", "Name of the dong in 2025")),
                JOIN_CODE,
                Field("변화", "text", "Change", t("2020년 뒤의 변화", "What changed since 2020"), codes=CHANGES),
                Field("코드2020", "text", "Code in 2020", t("2020년에 이 땅이던 동", "The dong that this was in 2020")),
                Field("동이름2020", "text", "Name in 2020", t("2020년 동 이름", "Name of the dong in 2020")),
                Field("끝자리_자르면", "text", "If the last digit is cut",
                      t("끝자리만 자를 때 이어지는 2020년 동. 변화가 있는데 값이 있으면 잘못된 연결입니다",
                        "The dong of 2020 that cutting the last digit would join; wrong wherever something changed")),
                Field("총인구", "integer", "Population 2025", t("2025년 총인구", "Population in 2025"), unit="명"),
            ),
            crosswalk,
        ),
    ),
    origin="derived",
    period=(date(2020, 11, 1), date(2025, 11, 1)),
    form="table",
    made_from=("dong-population", "dong-boundaries",),
)  # fmt: skip
