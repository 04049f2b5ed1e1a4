"""Telephone numbers where the header says so: `02) 961-0114`, `1588-1234`, `+44 151 233 3000`, also those that lost their zero."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = (
    "02-2490-2609",
    "02) 961-0114",
    "010-1234-5678",
    "01012345678",
    "1588-1234",
    "+82-2-120",
    "0151 233 3000",
    "+44 151 233 3000",
    "7976848608",
    "02-830-2561~2",
    "326-1318",
)
INVALID = ("77-0", "12345", "0.5", "N/A", "전화 없음", "")
RANK = 494
NAMES = r"전화|연락처|휴대폰|핸드폰|팩스|phone|tel(?:$|[^a-z])|telephone|mobile|fax|contact"
_PATTERN = r"[+(]{0,2}(?:[0-9][ ().~,/-]{0,3}){6,16}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "telephone number", "ko": "전화번호"}


def decides(column: Facts) -> bool:
    """Without a header nothing tells a telephone from an id."""
    return column.named
