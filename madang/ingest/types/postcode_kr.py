"""Korean postcodes: five digits since 2015, `157-857` before; only where the header says so."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("02052", "63644", "157-857", "157857")
INVALID = ("2052", "99999", "157-85", "ABCDE", "")
RANK = 440
NAMES = r"우편.?번호|^우편|post|zip"
_PATTERN = "(?:0[1-9]|[1-5][0-9]|6[0-3])[0-9]{3}|[1-7][0-9]{2}-?[0-9]{3}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "Korean postcode", "ko": "우편번호"}


def decides(column: Facts) -> bool:
    return column.named
