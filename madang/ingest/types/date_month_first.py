"""Days written `03/01/2026` where the first number is the month. Decided only when day-first is impossible for some row."""

from madang.ingest.types import _dates
from madang.ingest.types.date_day_first import PATTERN
from madang.query.model import Type

TYPE = Type.DATE
VALID = ("12/31/2026", "3/1/2026", "01-13-2026", "02.29.2024")
INVALID = ("31/12/2026", "02/31/2026", "2026/12/31", "12/31/26", "")
RANK = 231
NAMES = _dates.NAMES
UNLESS = ("date_day_first",)
matches = _dates.matcher(PATTERN, "mdy")
CONVERT = _dates.date("mdy")
SQL = _dates.fits(PATTERN, CONVERT)
LABEL = {"en": "date with the month first", "ko": "월-일-년 순서의 날짜"}
