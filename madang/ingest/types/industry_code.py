"""Codes of industries, SIC of Britain and KSIC of Korea, where the header says so. Never a number."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("62020", "01110", "2743", "0", "C10121", "561")
INVALID = ("1234567", "CC101", "62.02.0.1.5", "-5", "")
RANK = 457
NAMES = r"(?:^|[^a-z])k?sicc?(?:$|[^a-z])|sic_?code|산업.{0,4}(?:분류|코드)|업종.?코드"
_PATTERN = "[A-Z]?[0-9]{1,6}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "industry code", "ko": "산업 분류 코드"}


def decides(column: Facts) -> bool:
    return column.named
