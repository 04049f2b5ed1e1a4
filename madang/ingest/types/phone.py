"""Telephone numbers of Korea and Britain: area code in any common form, `02) 961-0114`, `1588-1234`, `+44 151 233 3000`."""

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
)
INVALID = ("2-490-2609", "77-0", "12345", "2026-03-01", "0.5", "N/A", "")
RANK = 494
NAMES = r"전화|연락처|휴대폰|핸드폰|팩스|phone|tel(?:$|[^a-z])|telephone|mobile|fax|contact"
_PATTERN = (
    r"\(?0(?:2|[3-6][1-5]|1[016-9]|50[0-9]|70|80)\)?[- .]{0,2}[0-9]{3,4}[- .]{0,2}[0-9]{4}|1[568][0-9]{2}[- .]?[0-9]{4}|"
    r"\+82[- .]?[0-9]{1,2}[- .]?[0-9]{3,4}(?:[- .]?[0-9]{4})?|(?:\+44 ?(?:\(0\))?|0)[1237][0-9]{1,4}[) -]{0,2}[0-9]{3,4}[ -]?[0-9]{3,4}"
)
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "telephone number", "ko": "전화번호"}


def decides(column: Facts) -> bool:
    """Without a header nothing tells a telephone from an id."""
    return column.named
