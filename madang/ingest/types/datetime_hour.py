"""Ten digits that are a day and an hour, `2026030115`, where the header says so."""

import datetime as dt
import re

from madang.ingest.types import _clock
from madang.ingest.types._column_type import Facts
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = ("2026030115", "2024022900")
INVALID = ("2026023015", "2026030124", "20260301", "1168010300", "")
RANK = 291
NAMES = _clock.NAMES
CONVERT = "try_strptime({value}, '%Y%m%d%H')"
SQL = f"regexp_full_match({{value}}, '(?:19|20)[0-9]{{8}}') AND {CONVERT} IS NOT NULL"
LABEL = {"en": "date and hour", "ko": "날짜와 시"}


def matches(text: str) -> bool:
    if not re.fullmatch("(?:19|20)[0-9]{8}", text):
        return False
    try:
        dt.datetime.strptime(text, "%Y%m%d%H")
    except ValueError:
        return False
    return True


def decides(column: Facts) -> bool:
    return column.named
