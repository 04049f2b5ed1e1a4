"""A year of four digits where the header says so: 기준연도, 년도, Year. Kept as a whole number."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.INTEGER
VALID = ("2026", "1988", "2100")
INVALID = ("202", "20260", "1799", "2026년", "26", "")
RANK = 410
NAMES = r"연도|년도|(?:^|[^a-z])(?:year|yr)(?:$|[^a-z])|^(?:기준)?년$|^기간$"
_PATTERN = "(?:1[89]|20|21)[0-9]{2}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "year", "ko": "연도"}


def decides(column: Facts) -> bool:
    return column.named
