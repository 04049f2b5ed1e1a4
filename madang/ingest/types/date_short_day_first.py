"""Days like `31/12/99` with a year of two digits and the day first. Decided only when the other orders are impossible for some row."""

from madang.ingest.types import _dates
from madang.query.model import Type

TYPE = Type.DATE
VALID = ("31/12/99", "01/02/03", "1-2-03")
INVALID = ("99/12/31", "2026-01-02", "01/02-03", "00/00/00", "")
RANK = 261
NAMES = _dates.NAMES
UNLESS = ("date_short_year_first", "date_short_month_first")
PATTERN = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}"
matches = _dates.matcher(PATTERN, "dmy")
CONVERT = _dates.date("dmy", short=True)
SQL = _dates.fits(PATTERN, CONVERT)
LABEL = {"en": "date with a short year and the day first", "ko": "두 자리 연도, 일-월-년 순서의 날짜"}
NOTE = _dates.SHORT_YEAR_NOTE
