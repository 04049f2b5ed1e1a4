"""Unique Property Reference Numbers: up to 12 digits, only where the header says UPRN. Never a number."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("100012345678", "38012345", "000038012345")
INVALID = ("1000123456789", "UPRN1", "-5", "0", "")
RANK = 455
NAMES = r"uprn"
_PATTERN = "[0-9]{12}|[1-9][0-9]{0,11}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "property reference (UPRN)", "ko": "영국 건물 고유번호(UPRN)"}


def decides(column: Facts) -> bool:
    return column.named
