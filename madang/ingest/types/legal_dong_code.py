"""법정동 codes: 10 digits, province, 구, then 동 from 101, 읍 from 250, 면 from 310, and 리 in the last two digits."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._korea import PROVINCES
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("1111010100", "4111325021", "1168010300", "1111000000")
INVALID = ("1111053000", "9911010100", "11110101", "111101010", "1111001000", "")
RANK = 405
NAMES = r"법정동|법정.?코드|bjd|legal|동.?코드|지역.?코드|^코드$|code"
_PATTERN = rf"{PROVINCES}[0-9]{{3}}(?:00000|1[0-9]{{2}}00|(?:2[5-9]|3[0-9]|4[0-9])[0-9]{{3}})"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "legal dong code", "ko": "법정동 코드"}


def decides(column: Facts) -> bool:
    return column.named
