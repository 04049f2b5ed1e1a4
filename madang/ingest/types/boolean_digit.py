"""1 and 0 for yes and no, where the header asks: 개방여부, is_open, has_lift. Elsewhere they are counts."""

from madang.ingest.types import boolean
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.BOOLEAN
VALID = ("0", "1")
INVALID = ("2", "-1", "01", "Y", "")
RANK = 301
NAMES = boolean.NAMES
SQL = "{value} IN ('0', '1')"
CONVERT = "{value} = '1'"
LABEL = boolean.LABEL
NOTE = {
    "en": "1 read as yes and 0 as no, because the header asks a question",
    "ko": "열 이름이 여부를 물어 1은 예, 0은 아니오로 읽었습니다",
}


def matches(text: str) -> bool:
    return text in ("0", "1")


def decides(column: Facts) -> bool:
    return column.named
