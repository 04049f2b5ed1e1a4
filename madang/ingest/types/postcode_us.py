"""American ZIP codes, five digits or nine, where the header says zip."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("02139", "94110", "94110-1234")
INVALID = ("2139", "941101", "L1 8JQ", "")
RANK = 441
NAMES = r"(?:^|[^a-z])zip"
_PATTERN = "[0-9]{5}(?:-[0-9]{4})?"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "ZIP code", "ko": "미국 우편번호"}


def decides(column: Facts) -> bool:
    return column.named
