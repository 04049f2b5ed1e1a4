"""A day with the year first and a time of day as people write it: `2026.3.1. 24:00`, `2026/3/1 7:05`, `2026-03-01 오후 3:05`."""

from madang.ingest.types import _clock, _dates
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = (
    "2026-06-30 23:00",
    "2026-06-30T23:00:59.123",
    "2026.6.30. 24:00",
    "2026/06/30 7:05",
    "2026-03-01 오후 3:05:00",
    "2026-03-01 오전 12:00",
)
INVALID = ("2026-02-30 23:00", "2026-06-30 24:01", "2026-06-30 25:00", "2026-06-30", "2026-06-30T23:00Z", "23:00", "")
RANK = 281
NAMES = _clock.NAMES
_D = _dates.ONE_OR_TWO
_DAY = rf"(?:{_dates.YEAR}-{_D}-{_D}|{_dates.YEAR}/{_D}/{_D}|{_dates.YEAR}\. ?{_D}\. ?{_D}\.?)"
_PATTERN = rf"{_DAY}(?:[ T](?:{_clock.TIME})| {_clock.KOREAN_TIME})"
_DATE = _dates.date().replace("{value}", "regexp_extract({value}, '^([0-9]{4}[-/. ]+[0-9]+[-/. ]+[0-9]+)', 1)")
_CLOCK = "string_split(regexp_extract({value}, '([0-9]{1,2}:[0-9:.]+)$', 1), ':')"
_HOUR = (
    f"CASE WHEN contains({{value}}, '오전') THEN {_CLOCK}[1]::INTEGER % 12 "
    f"WHEN contains({{value}}, '오후') THEN {_CLOCK}[1]::INTEGER % 12 + 12 ELSE {_CLOCK}[1]::INTEGER END"
)
CONVERT = (
    f"coalesce(TRY_CAST({{value}} AS TIMESTAMP), {_DATE} + to_hours({_HOUR}) + to_minutes({_CLOCK}[2]::INTEGER) + "
    f"to_microseconds((coalesce({_CLOCK}[3], '0')::DECIMAL(18, 6) * 1000000)::BIGINT))"
)
SQL = f"{condition(_PATTERN)} AND {_DATE} IS NOT NULL"
LABEL = {"en": "date and time", "ko": "날짜와 시각"}
_written = matcher(_PATTERN)
_day = _dates.matcher(_DAY)


def matches(text: str) -> bool:
    return _written(text) and _day(_clock.split(text)[0])
