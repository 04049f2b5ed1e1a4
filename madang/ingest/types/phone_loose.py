"""Telephone numbers as people write them: without the zero in front, with extensions, several: `7976848608`, `02-830-2561~2`.

They prove less than `phone`: six to sixteen digits under a header that says telephone, so checks look into them as into any text.
"""

from madang.ingest.types import phone
from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("7976848608", "02-830-2561~2", "326-1318", "02-2490-2609", "0151 233 3000")
INVALID = ("77-0", "12345", "0.5", "N/A", "전화 없음", "")
RANK = 496
NAMES = phone.NAMES
_PATTERN = r"[+(]{0,2}(?:[0-9][ ().~,/-]{0,3}){6,16}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "telephone number", "ko": "전화번호"}


def decides(column: Facts) -> bool:
    """Without a header nothing tells a telephone from an id."""
    return column.named
