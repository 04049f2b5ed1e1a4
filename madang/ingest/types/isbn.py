"""Numbers of books, 13 digits from 978 or 979, or 10 with X as a possible last; the check digit must hold."""

import re

from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("9788937460449", "978-89-374-6044-9", "0306406152", "080442957X")
INVALID = ("9788937460448", "0306406153", "978893746044", "12345678901", "")
RANK = 466
NAMES = r"isbn"


def matches(text: str) -> bool:
    digits = text.replace("-", "")
    if re.fullmatch("97[89][0-9]{10}", digits):
        return sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch("[0-9]{9}[0-9X]", digits):
        return sum((10 if digit == "X" else int(digit)) * (10 - at) for at, digit in enumerate(digits)) % 11 == 0
    return False


LABEL = {"en": "book number (ISBN)", "ko": "도서 번호(ISBN)"}


def decides(column: Facts) -> bool:
    """One in ten numbers passes by chance, so ten different ones prove it without a header."""
    return column.named or column.distinct >= 10
