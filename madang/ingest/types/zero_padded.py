"""Digits of which some begin with a zero, `0215` beside `1822`: marks, because no quantity is written so."""

from madang.ingest.types._patterns import condition, matcher
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("007", "0215", "1822", "00")
INVALID = ("12a", "-07", "0.5", "07-1", "")
RANK = 594
UNLESS = ("integer",)
_PATTERN = "[0-9]{1,40}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "code with leading zeros", "ko": "0으로 시작하는 코드"}
