"""Eight digits that are a day: `20260301`. Proved by the header, or by ten different values that are all days since 1900."""

import datetime as dt
import re

from madang.ingest.types import _dates
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.DATE
VALID = ("20260301", "19880423", "99991231", "20240229")
INVALID = ("20260230", "2026031", "18990101", "11110530", "202603010", "2026-03-01", "00000000", "")
RANK = 210
NAMES = _dates.NAMES + r"|기준일ID|일$"
NULLS = ("00000000",)
CONVERT = "TRY_CAST(substr({value}, 1, 4) || '-' || substr({value}, 5, 2) || '-' || substr({value}, 7, 2) AS DATE)"
SQL = f"regexp_full_match({{value}}, '(19|20|21|9999)[0-9]{{4,6}}') AND length({{value}}) = 8 AND {CONVERT} IS NOT NULL"
LABEL = {"en": "date", "ko": "날짜"}


def matches(text: str) -> bool:
    if not re.fullmatch("(19|20|21|9999)[0-9]{4,6}", text) or len(text) != 8:
        return False
    try:
        dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def decides(column: Facts) -> bool:
    """Of all numbers of eight digits that start with 19-21 about one in thirty is a day, so ten by chance do not happen."""
    return column.named or column.distinct >= 10
