"""Digits alone that are a moment: `20260301153000`, `202603011530`, `20060601 0008`. Proved like `date_compact`."""

import datetime as dt
import re

from madang.ingest.types import _clock
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = ("20260301153000", "202603011530", "20060601 0008", "20060601 000830")
INVALID = ("20260230153000", "202603012530", "20260301", "18990101000000", "2026030115300", "")
RANK = 290
NAMES = _clock.NAMES
_PATTERN = "(?:19|20)[0-9]{6} ?(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?"
_DIGITS = "rpad(replace({value}, ' ', ''), 14, '0')"
CONVERT = f"try_strptime({_DIGITS}, '%Y%m%d%H%M%S')"
SQL = f"regexp_full_match({{value}}, '{_PATTERN}') AND {CONVERT} IS NOT NULL"
LABEL = {"en": "date and time", "ko": "날짜와 시각"}


def matches(text: str) -> bool:
    if not re.fullmatch(_PATTERN, text):
        return False
    try:
        dt.datetime.strptime(text.replace(" ", "").ljust(14, "0"), "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return True


def decides(column: Facts) -> bool:
    return column.named or column.distinct >= 10
