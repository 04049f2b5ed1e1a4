"""Days that a spreadsheet or database wrote with an empty time of day: `2026-03-01 00:00:00`."""

from madang.ingest.types import _dates
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.DATE
VALID = ("2026-03-01 00:00:00", "2026-03-01T00:00", "2026-03-01 00:00:00.000")
INVALID = ("2026-03-01", "2026-03-01 00:01", "2026-02-30 00:00", "2026-03-01 24:00", "2026-03-01T00:00Z", "")
RANK = 220
NAMES = _dates.NAMES
_MIDNIGHT = r"[ T]00:00(?::00(?:\.0{1,6})?)?"
_PATTERN = rf"{_dates.YEAR}-[0-9]{{2}}-[0-9]{{2}}{_MIDNIGHT}"
CONVERT = "TRY_CAST(substr({value}, 1, 10) AS DATE)"
SQL = f"{condition(_PATTERN)} AND {CONVERT} IS NOT NULL"
LABEL = {"en": "date", "ko": "날짜"}
NOTE = {
    "en": "the time of day is 00:00 in every row and was left out",
    "ko": "모든 행의 시각이 00:00이어서 날짜만 남겼습니다",
}
_day = _dates.matcher(rf"{_dates.YEAR}-[0-9]{{2}}-[0-9]{{2}}")
_written = matcher(_PATTERN)


def matches(text: str) -> bool:
    return _written(text) and _day(text[:10])
