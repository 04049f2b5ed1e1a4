"""사업자등록번호: ten digits `120-81-47521` whose last is a check digit (weights 1 3 7 1 3 7 1 3 5)."""

from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("120-81-47521", "1208147521", "220-81-62517")
INVALID = ("120-81-47522", "120-81-4752", "1208147520", "02-1234-5678", "")
RANK = 465
NAMES = r"사업자.{0,6}번호|business.{0,14}(?:number|no)"
_DIGITS = "replace({value}, '-', '')"
_SUM = " + ".join(f"{_DIGITS}[{i}]::INTEGER * {w}" for i, w in enumerate((1, 3, 7, 1, 3, 7, 1, 3), 1))
SQL = (
    "CASE WHEN regexp_full_match({value}, '[0-9]{3}-?[0-9]{2}-?[0-9]{5}') THEN "
    f"({_SUM} + {_DIGITS}[9]::INTEGER * 5 + {_DIGITS}[9]::INTEGER * 5 // 10 + {_DIGITS}[10]::INTEGER) % 10 = 0 ELSE false END"
)
LABEL = {"en": "Korean business number", "ko": "사업자등록번호"}


def matches(text: str) -> bool:
    digits = text.replace("-", "")
    shape = len(text) == 10 or (len(text) == 12 and text[3] == text[6] == "-")
    if not (shape and len(digits) == 10 and digits.isascii() and digits.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3), strict=False))
    return (total + int(digits[8]) * 5 + int(digits[8]) * 5 // 10 + int(digits[9])) % 10 == 0


def decides(column: Facts) -> bool:
    """One in ten numbers of ten digits passes by chance, so ten different ones prove it without a header."""
    return column.named or column.distinct >= 10
