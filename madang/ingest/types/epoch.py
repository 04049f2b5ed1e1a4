"""Seconds or milliseconds since 1970 under a header that says time: `1767225600`. They stay text, and a finding asks."""

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("1767225600", "1767225600000")
INVALID = ("176722560", "2767225600", "2026-03-01", "")
RANK = 298
NAMES = r"timestamp|epoch|unix|일시$|시각$|(?:^|[^a-z])time(?:$|[^a-z])|_at$"
ASKS = ("datetime_from_epoch", "integer", "text")
_PATTERN = "1[0-9]{9}(?:[0-9]{3})?"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "number that may be seconds since 1970", "ko": "1970년부터 센 초일 수 있는 숫자"}


def decides(column: Facts) -> bool:
    return column.named
