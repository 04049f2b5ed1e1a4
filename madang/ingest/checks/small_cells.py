"""Counts of people so small that they name somebody: one of three foreigners of a neighbourhood is known to the other two.

A table counts people when the header or unit of a number says so, and names them by place and something of theirs (age, sex,
nationality, an illness) when such a column stands beside it or in the header itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from madang.ingest.checks._previous import Previous
from madang.ingest.tables import Finding, Inferred, Staged
from madang.ingest.types._values import MEMORY_MB, batched, table
from madang.lib import duck
from madang.query.model import Type

SMALLEST = 5
"""Counts from 1 to one less are small: the threshold of the statistics offices of Korea and Britain."""
PEOPLE = re.compile(
    r"인원|인구|명수|사람|\(명\)|명$|[자인]\s?수|환자|수급자|신청자|이용자|장애인|외국인|다문화|노인|아동|학생|사망|자살|피해자|"
    r"persons?\b|people|population|patients?|residents|victims|claimants|recipients|deaths|pupils|children|number of (?:men|women)",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"연령|나이|[0-9]+\s*[~-]\s*[0-9]*\s*세|[0-9]세|성별|남자|여자|남성|여성|국적|질병|상병|장애|등급|소득|혼인|종교|외국인|다문화|자살|"
    r"\bage|\bsex\b|gender|\bmale|female|ethnic|nationality|diagnos|disease|disab|religion|cause of",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"동|구|읍|면|지역|행정|시군|우편|area|ward|lsoa|msoa|district|borough|postcode|neighbou?rhood|parish",
    re.IGNORECASE,
)
AT_ONCE = 50


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    labels = [column.header for column in columns if column.type not in (Type.INTEGER, Type.NUMBER)]
    counts = [(number, column) for number, column in enumerate(columns, 1) if _counts(column)]
    if not any(PLACE.search(label) for label in labels):
        return []
    beside = any(ABOUT.search(label) for label in labels)
    asked = [(number, column) for number, column in counts if beside or ABOUT.search(column.header)]
    with duck.connect(memory_mb=MEMORY_MB) as connection:
        small = [pair for some in batched(asked, AT_ONCE) for pair in _small(connection, staged, some)]
    return [_finding(staged, small)] if small else []


def _counts(column: Inferred) -> bool:
    people = PEOPLE.search(column.header) or column.unit in ("명", "인", "people", "persons")
    return (
        column.type is Type.INTEGER
        and bool(people or ABOUT.search(column.header))
        and not re.search("코드|code", column.header)
    )


def _small(
    connection: duck.DuckDBPyConnection, staged: Staged, asked: Sequence[tuple[int, Inferred]]
) -> list[tuple[str, int]]:
    """The columns with small counts, and how many."""
    small = [f"count(*) FILTER (WHERE {column.sql} BETWEEN 1 AND {SMALLEST - 1})" for _, column in asked]
    found = connection.execute(f"SELECT {', '.join(small)} FROM {table(staged)}").fetchone() or ()
    return [(column.name, count) for (_, column), count in zip(asked, found, strict=True) if count]


def _finding(staged: Staged, small: Sequence[tuple[str, int]]) -> Finding:
    """One for the table: whoever decides about the small counts of one age decides about those of all. `sample` names the columns."""
    names, count = [name for name, _ in small], sum(count for _, count in small)
    some = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
    text = {
        "en": f"{some} count people, and {count:,} counts are 1 to {SMALLEST - 1}: so few can be recognised. "
        "Empty the small counts, or say why they are public. Totals may still give them away.",
        "ko": f"{some}: 사람 수인데 1~{SMALLEST - 1}명인 값이 {count:,}개입니다. 누구인지 알아볼 수 있습니다. "
        "작은 값을 지우거나, 공개하는 까닭을 적으세요. 합계에서 되짚을 수 있는지도 확인하세요.",
    }
    return Finding("small-cells", "personal", text, staged.name, "", count, tuple(names))
