"""Marks of capital letters and digits: `E3831`, `ST-999`, `BE_IW02-0001`, `1MK34`. Told without a word in the header when many differ."""

import re

from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("E3831", "ST-999", "BE_IW02-0001", "1MK34", "00-QB", "202006L166785", "17-2023/A4")
INVALID = ("LIVERPOOL", "two words", "e3831", "가-12", "A+", "12:30", "")
RANK = 880
_PATTERN = "[A-Z0-9]{1,24}(?:[-_/.][A-Z0-9]{1,24}){0,5}"
SQL = f"regexp_full_match({{value}}, '{_PATTERN}') AND regexp_matches({{value}}, '[0-9].*[A-Z]|[A-Z].*[0-9]|^[0-9]+$')"
LABEL = {"en": "reference", "ko": "기호와 번호"}
_compiled = re.compile(_PATTERN)


def matches(text: str) -> bool:
    return _compiled.fullmatch(text) is not None and re.search("[0-9].*[A-Z]|[A-Z].*[0-9]|^[0-9]+$", text) is not None


def decides(column: Facts) -> bool:
    """Few different ones are a category."""
    return column.distinct > 50 or (column.distinct >= 6 and column.distinct >= 0.9 * column.filled)
