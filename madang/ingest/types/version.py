"""Versions, where the header says so: `1.10` comes after `1.9`, and is not 1.1."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("1.10", "1.10.2", "v2.0", "2", "3.0.0-beta1")
INVALID = ("one", "1,10", "1..2", "-1.0", "")
RANK = 474
NAMES = r"version|(?:^|[^a-z])ver(?:$|[^a-z])|release|버전|판번호"
_PATTERN = "[vV]?[0-9]{1,4}(?:\\.[0-9]{1,5}){0,3}(?:[-+.]?[0-9A-Za-z][0-9A-Za-z.]{0,15})?"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "version", "ko": "버전"}


def decides(column: Facts) -> bool:
    return column.named
