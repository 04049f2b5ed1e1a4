"""Numbers with a decimal point, and whole numbers among them, that write back to the identical text."""

from madang.ingest.types._patterns import condition, matcher
from madang.ingest.types._plain import Plain
from madang.query.model import Type

TYPE = Type.NUMBER
VALID = ("12.50", "-0.5", "7", "0", "0.13680494263018536", "13272.0")
INVALID = ("1e5", ".5", "5.", "007.5", "-0", "1,234.5", "NaN", "inf", "0164A", "12.5%", "1.2.3", "")
RANK = 610
_PATTERN = r"-?[1-9][0-9]{0,17}(?:\.[0-9]{1,20})?|0|-?0\.[0-9]{1,20}"
matches = matcher(_PATTERN)
SQL = condition(_PATTERN)
LABEL = {"en": "number", "ko": "숫자"}


def numbers(plain: Plain) -> bool:
    return not plain.grouped
