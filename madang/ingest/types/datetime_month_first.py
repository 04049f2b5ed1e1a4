"""An American day and a time of day: `12/31/2026 23:00`. Decided only when day-first is impossible for some row."""

from madang.ingest.types import _clock, _dates
from madang.ingest.types._patterns import condition, matcher
from madang.ingest.types.datetime_day_first import DAY, PATTERN, PLUS
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = ("12/31/2026 23:00", "3/1/2026 7:05:59", "12/31/2026 24:00", "12/31/2026 11:00 PM")
INVALID = ("31/12/2026 23:00", "12/31/2026", "02/31/2026 10:00", "2026-12-31 23:00", "")
RANK = 296
NAMES = _clock.NAMES
UNLESS = ("datetime_day_first",)
ORDER = "mdy"
_DATE = _dates.date(ORDER).replace("{value}", "regexp_extract({value}, '^[0-9/]+')")
CONVERT = _DATE + PLUS
SQL = f"{condition(PATTERN)} AND {_DATE} IS NOT NULL"
LABEL = {"en": "date and time with the month first", "ko": "월-일-년 순서의 날짜와 시각"}
_written = matcher(PATTERN)
_day = _dates.matcher(DAY, ORDER)


def matches(text: str) -> bool:
    return _written(text) and _day(text.split(" ")[0])
