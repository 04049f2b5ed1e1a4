"""What the date types share: the parts of a day in one order, and the calendar that refuses 30 February.

Each form is its own file, so that a column is of one form throughout and the order of day and month is proved, not assumed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from madang.ingest.types._patterns import condition

YEAR = r"(?:1[0-9]{3}|20[0-9]{2}|21[0-9]{2}|9999)"
ONE_OR_TWO = r"[0-9]{1,2}"
NAMES = (
    r"일자$|날짜|일시$|(?:기준|고시|개관|설치|시작|종료|등록|신고|생성|말소|작성|계약|허가|발생|거래|수집|변경|갱신)일|"
    r"(?:^|[^a-z])(?:date|day|ymd|dt)(?:$|[^a-z])|(?-i:[a-z]Date|^[Dd]ate[A-Z])"
)
SHORT_YEAR_NOTE = {
    "en": "two-digit years read as 1969 to 2068",
    "ko": "두 자리 연도는 1969~2068년으로 읽었습니다",
}


def full_year(year: int) -> int:
    """Two digits as POSIX reads them: 69-99 are 1969-1999, 00-68 are 2000-2068."""
    return year if year > 99 else year + (1900 if year >= 69 else 2000)


def matcher(pattern: str, order: str = "ymd") -> Callable[[str], bool]:
    """A `matches` function: the pattern, and its three groups of digits, in `order`, are a day of the calendar."""
    compiled = re.compile(pattern)

    def matches(text: str) -> bool:
        if not compiled.fullmatch(text):
            return False
        part = dict(zip(order, map(int, re.findall("[0-9]+", text)), strict=True))
        try:
            dt.date(full_year(part["y"]), part["m"], part["d"])
        except ValueError:
            return False
        return True

    return matches


def date(order: str = "ymd", short: bool = False) -> str:
    """The DuckDB expression from {value} to a DATE, NULL where the calendar has no such day. `short`: years of two digits."""
    digits = "string_split(trim(regexp_replace({value}, '[^0-9]+', '-', 'g'), '-'), '-')"
    year, month, day = (f"{digits}[{order.index(part) + 1}]" for part in "ymd")
    if short:
        year = f"(CASE WHEN {year} >= '69' THEN '19' ELSE '20' END || {year})"
    return f"TRY_CAST({year} || '-' || {month} || '-' || {day} AS DATE)"


def fits(pattern: str, convert: str) -> str:
    """The DuckDB condition: the pattern, and a day of the calendar."""
    return f"{condition(pattern)} AND ({convert}) IS NOT NULL"
