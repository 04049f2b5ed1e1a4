"""Days like `12/31/99` with a year of two digits and the month first. Decided only when the other orders are impossible for some row."""

from madang.ingest.types import _dates
from madang.query.model import Type

TYPE = Type.DATE
VALID = ("12/31/99", "01/02/03", "1-2-03")
INVALID = ("31/12/99", "2026-01-02", "01/02-03", "00/00/00", "")
RANK = 262
NAMES = _dates.NAMES
UNLESS = ("date_short_year_first", "date_short_day_first")
PATTERN = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}"
matches = _dates.matcher(PATTERN, "mdy")
CONVERT = _dates.date("mdy", short=True)
SQL = _dates.fits(PATTERN, CONVERT)
LABEL = {"en": "date with a short year and the month first", "ko": "두 자리 연도, 월-일-년 순서의 날짜"}
NOTE = _dates.SHORT_YEAR_NOTE
