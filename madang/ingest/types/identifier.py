"""Digits of one length that name things rather than count them: 11 or more, or many different ones of 6 and more. Stays text.

Wrongly text costs a correction (`types`); an identifier that became a number would be summed, rounded and joined wrong.
"""

import re

from madang.ingest.types._column_type import Facts
from madang.ingest.types._patterns import condition, matcher
from madang.ingest.types._plain import Plain
from madang.ingest.types.integer import NAMES as QUANTITIES
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("12345678901", "20063001", "0012345678", "7190211", "1234567890123456789", "0")
INVALID = ("12345", "-1234567", "123456.7", "12345678a", "")
RANK = 592
_PATTERN = "[0-9]{6,40}|0"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "identifier", "ko": "식별 번호"}
# X and Y of metres begin alike too.
_quantity = re.compile(QUANTITIES + r"|(?:^|[^a-z])[xy](?:$|[^a-z])", re.IGNORECASE)


def decides(column: Facts) -> bool:
    if column.longest > 15:
        return True
    if _quantity.search(column.header):
        return False
    if column.shortest != column.longest:
        return column.shortest >= 11
    if column.longest >= 8:
        return True
    return column.longest >= 6 and (_each_once(column) or _close(column))


def _each_once(column: Facts) -> bool:
    return column.distinct >= 20 and column.distinct >= 0.9 * column.filled


def _close(column: Facts) -> bool:
    """Numbers given out in turn begin alike: 544070 to 550010. Quantities of one length spread from 1 to 9."""
    return (
        column.distinct >= 5
        and column.low.isdigit()
        and column.high.isdigit()
        and int(column.high) <= 1.3 * int(column.low)
    )


def numbers(plain: Plain) -> bool | None:
    """0 stands for "none" among them, so a least value of 0 must be asked of each."""
    return None if plain.least == 0 else not plain.grouped and plain.many == 0 and plain.least >= 100_000
