"""A moment with its zone: `2026-03-01T15:05:00Z`, `2026-03-01 15:05:00+09:00`. Kept as the time in UTC."""

from madang.ingest.types import _clock, _dates
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = ("2026-03-01T15:05:00Z", "2026-03-01 15:05:00+09:00", "2026-03-01T15:05:00.123+0900", "2026-03-01T15:05-03:00")
INVALID = ("2026-03-01T15:05:00", "2026-02-30T15:05:00Z", "2026-03-01Z", "2026-03-01T15:05:00+25:00", "")
RANK = 285
NAMES = _clock.NAMES
_DAY = rf"{_dates.YEAR}-[0-9]{{2}}-[0-9]{{2}}"
_PATTERN = rf"{_DAY}[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,9}})?)? ?(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])"
_LOCAL = "TRY_CAST(regexp_extract({value}, '^(.*[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?) ?(Z|[+-])', 1) AS TIMESTAMP)"
_OFFSET = "regexp_extract({value}, '[+-][0-9]{2}:?[0-9]{2}$')"
_MINUTES = (
    f"CASE WHEN {_OFFSET} = '' THEN 0 ELSE (CASE WHEN {_OFFSET}[1] = '-' THEN -1 ELSE 1 END) * "
    f"({_OFFSET}[2:3]::INTEGER * 60 + right({_OFFSET}, 2)::INTEGER) END"
)
CONVERT = f"({_LOCAL} - to_minutes({_MINUTES}))"
SQL = f"{condition(_PATTERN)} AND {_LOCAL} IS NOT NULL"
LABEL = {"en": "date and time with zone", "ko": "시간대가 있는 날짜와 시각"}
NOTE = {"en": "times converted from their zone to UTC", "ko": "적힌 시간대에서 UTC로 바꾸었습니다"}
_written = matcher(_PATTERN)
_day = _dates.matcher(_DAY)


def matches(text: str) -> bool:
    return _written(text) and _day(text[:10])
