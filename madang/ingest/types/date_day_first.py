"""Days written `01/03/2026` where the first number is the day. Decided only when month-first is impossible for some row."""

from madang.ingest.types import _dates
from madang.query.model import Type

TYPE = Type.DATE
VALID = ("31/12/2026", "1/3/2026", "13-01-2026", "29.02.2024")
INVALID = ("12/31/2026", "31/02/2026", "29/02/2023", "2026/12/31", "31/12/26", "31/12-2026", "")
RANK = 230
NAMES = _dates.NAMES
UNLESS = ("date_month_first",)
_D = _dates.ONE_OR_TWO
PATTERN = rf"{_D}/{_D}/{_dates.YEAR}|{_D}-{_D}-{_dates.YEAR}|{_D}\.{_D}\.{_dates.YEAR}"
matches = _dates.matcher(PATTERN, "dmy")
CONVERT = _dates.date("dmy")
SQL = _dates.fits(PATTERN, CONVERT)
LABEL = {"en": "date with the day first", "ko": "일-월-년 순서의 날짜"}
