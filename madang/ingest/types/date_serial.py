"""Days of a spreadsheet as its numbers, `45000`, under a header that says date. They stay text, and a finding asks."""

from madang.ingest.types import _dates
from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("45000", "36526", "45000.5")
INVALID = ("4500", "2026", "2026-03-01", "19999", "80000", "")
RANK = 268
NAMES = _dates.NAMES
ASKS = ("date_from_serial", "integer")
_PATTERN = r"[2-7][0-9]{4}(?:\.[0-9]{1,15})?"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "number that may be a day of a spreadsheet", "ko": "스프레드시트 날짜일 수 있는 숫자"}


def decides(column: Facts) -> bool:
    return column.named
