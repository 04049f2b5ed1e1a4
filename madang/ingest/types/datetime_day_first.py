"""A British day and a time of day: `31/12/2026 23:00`. Decided only when month-first is impossible for some row."""

from madang.ingest.types import _clock, _dates
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = ("31/12/2026 23:00", "31/12/2026 11:00 pm", "1/3/2026 7:05:59", "31/12/2026 24:00")
INVALID = ("12/31/2026 23:00", "31/12/2026", "31/02/2026 10:00", "2026-12-31 23:00", "")
RANK = 295
NAMES = _clock.NAMES
UNLESS = ("datetime_month_first",)
ORDER = "dmy"
DAY = rf"{_dates.ONE_OR_TWO}/{_dates.ONE_OR_TWO}/{_dates.YEAR}"
PATTERN = rf"(?i){DAY} (?:{_clock.TWELVE}|{_clock.TIME})"
PLUS = _clock.plus("lower(regexp_extract({value}, ' (.*)$', 1))")
_DATE = _dates.date(ORDER).replace("{value}", "regexp_extract({value}, '^[0-9/]+')")
CONVERT = _DATE + PLUS
SQL = f"{condition(PATTERN)} AND {_DATE} IS NOT NULL"
LABEL = {"en": "date and time with the day first", "ko": "일-월-년 순서의 날짜와 시각"}
_written = matcher(PATTERN)
_day = _dates.matcher(DAY, ORDER)


def matches(text: str) -> bool:
    return _written(text) and _day(text.split(" ")[0])
