"""Days like `26.03.31` with a year of two digits and the year first. Decided only when the other orders are impossible for some row."""

from madang.ingest.types import _dates
from madang.query.model import Type

TYPE = Type.DATE
VALID = ("26.03.31", "26. 3. 31.", "01/02/03", "01-2-3")
INVALID = ("31.12.99", "2026-01-02", "01/02-03", "00/00/00", "")
RANK = 260
NAMES = _dates.NAMES
UNLESS = ("date_short_day_first", "date_short_month_first")
PATTERN = r"[0-9]{2}/[0-9]{1,2}/[0-9]{1,2}|[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{2}\. ?[0-9]{1,2}\. ?[0-9]{1,2}\.?"
matches = _dates.matcher(PATTERN, "ymd")
CONVERT = _dates.date("ymd", short=True)
SQL = _dates.fits(PATTERN, CONVERT)
LABEL = {"en": "date with a short year and the year first", "ko": "두 자리 연도, 년-월-일 순서의 날짜"}
NOTE = _dates.SHORT_YEAR_NOTE
