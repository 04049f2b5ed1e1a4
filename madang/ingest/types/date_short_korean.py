"""Days of the Korean form with a year of two digits: `26년 3월 1일`, `'26. 3. 1.` The order is beyond doubt."""

from madang.ingest.types import _dates
from madang.query.model import Type

TYPE = Type.DATE
VALID = ("26년 3월 1일", "99년12월31일", "'26. 3. 1.", "‘26.3.1")
INVALID = ("26년 2월 30일", "2026년 3월 1일", "26. 3. 1.", "26년 3월", "")
RANK = 250
NAMES = _dates.NAMES
_D = _dates.ONE_OR_TWO
PATTERN = rf"[0-9]{{2}}년 ?{_D}월 ?{_D}일|['‘’`][0-9]{{2}}\. ?{_D}\. ?{_D}\.?"
matches = _dates.matcher(PATTERN)
CONVERT = _dates.date("ymd", short=True)
SQL = _dates.fits(PATTERN, CONVERT)
LABEL = {"en": "date", "ko": "날짜"}
NOTE = _dates.SHORT_YEAR_NOTE
