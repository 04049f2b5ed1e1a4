"""A day with the month in English and a time of day: `1 Mar 2026 15:05`, `March 1, 2026 3:05 PM`."""

import re

from madang.ingest.types import _clock, date_words
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = ("1 Mar 2026 15:05", "01-Mar-2026 15:05:59", "March 1, 2026 3:05 PM", "Sun, 1 Mar 2026 12:00 am")
INVALID = ("1 Mar 2026", "31 Apr 2026 10:00", "1 Mar 2026 25:00", "15:05", "1 Mar 2026 15:05 PM", "")
RANK = 294
NAMES = _clock.NAMES
_PATTERN = rf"{date_words.PATTERN},? (?:{_clock.TWELVE}|{_clock.TIME})"
_DAY = "regexp_replace({value}, ',? [0-9]{1,2}:.*$', '')"
_DATE = date_words.CONVERT.replace("{value}", _DAY)
CONVERT = _DATE + _clock.plus("regexp_extract(lower({value}), '[0-9]{1,2}:.*$')")
SQL = f"regexp_full_match(lower({{value}}), '{_PATTERN}') AND {_DATE} IS NOT NULL"
LABEL = {"en": "date and time", "ko": "날짜와 시각"}


def matches(text: str) -> bool:
    return re.fullmatch(_PATTERN, text.lower()) is not None and date_words.matches(
        re.sub(",? [0-9]{1,2}:.*$", "", text)
    )
