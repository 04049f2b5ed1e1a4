"""Unique Street Reference Numbers: up to 8 digits, only where the header says USRN. Never a number."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("38000123", "7400123")
INVALID = ("380001234", "USRN1", "-5", "")
RANK = 456
NAMES = r"usrn"
_PATTERN = "[0-9]{1,8}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "street reference (USRN)", "ko": "영국 도로 고유번호(USRN)"}


def decides(column: Facts) -> bool:
    return column.named
