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
VALID = ("12345678901", "20063001", "0012345678", "7190211", "1234567890123456789")
INVALID = ("12345", "-1234567", "123456.7", "12345678a", "")
RANK = 592
_PATTERN = "[0-9]{6,40}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "identifier", "ko": "식별 번호"}
_quantity = re.compile(QUANTITIES, re.IGNORECASE)


def decides(column: Facts) -> bool:
    if column.longest > 15:
        return True
    if _quantity.search(column.header):
        return False
    if column.shortest != column.longest:
        return column.shortest >= 11
    if column.longest >= 8:
        return True
    return column.distinct >= 20 and column.distinct >= 0.9 * column.filled


def numbers(plain: Plain) -> bool:
    return not plain.grouped and plain.many == 0 and plain.least >= 100_000
