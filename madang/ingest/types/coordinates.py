"""Latitude and longitude in one cell: `37.5665, 126.9780`, `(53.4, -2.99)`. It stays text; the place of the rows is made of it."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("37.5665, 126.9780", "(53.4084, -2.9916)", "126.97797 37.56654", "[37.5665,126.9780]", "37.5665/126.9780")
INVALID = ("37.5665", "37, 126", "1.5, 2.5", "337.5665, 126.9780", "37.5665, 126.9780, 3", "")
RANK = 484
_ONE = r"-?[0-9]{1,3}\.[0-9]{3,15}"
_PATTERN = rf"-?[0-9]{{1,2}}\.[0-9]{{3,15}}(?: ?[,;/] ?| ){_ONE}|{_ONE}(?: ?[,;/] ?| )-?[0-9]{{1,2}}\.[0-9]{{3,15}}"
_PATTERN = rf"(?:{_PATTERN}|\((?:{_PATTERN})\)|\[(?:{_PATTERN})\])"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "latitude and longitude", "ko": "위도와 경도"}
