"""A day and a time of day in ISO form, without zone: `2026-06-30 23:00`, `2026-06-30T23:00:59.123`."""

from madang.ingest.types import _clock, _dates
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = ("2026-06-30 23:00", "2026-06-30T23:00:59.123", "2024-02-29 00:00:01")
INVALID = ("2026-02-30 23:00", "2026-06-30 24:00", "2026-06-30", "2026-06-30T23:00Z", "2026-6-30 23:00", "23:00", "")
RANK = 280
NAMES = _clock.NAMES
_DAY = rf"{_dates.YEAR}-[0-9]{{2}}-[0-9]{{2}}"
_PATTERN = rf"{_DAY}[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?"
CONVERT = "TRY_CAST({value} AS TIMESTAMP)"
SQL = f"{condition(_PATTERN)} AND {CONVERT} IS NOT NULL"
LABEL = {"en": "date and time", "ko": "날짜와 시각"}
_written = matcher(_PATTERN)
_day = _dates.matcher(_DAY)


def matches(text: str) -> bool:
    return _written(text) and _day(text[:10])
