"""A moment with the name of its zone, or in the form of mails: `2026-03-01 15:05 KST`, `Sun, 01 Mar 2026 15:05:00 +0900`. Kept in UTC."""

import re

from madang.ingest.types import _clock, datetime_loose, datetime_words
from madang.query.model import Type

TYPE = Type.DATETIME
VALID = ("2026-03-01 15:05 KST", "Sun, 01 Mar 2026 15:05:00 +0900", "1 Mar 2026 15:05 GMT", "2026-03-01 15:05:00 UTC")
INVALID = ("2026-03-01 15:05", "2026-03-01 15:05 XYZ", "2026-02-30 15:05 KST", "KST", "")
RANK = 286
NAMES = _clock.NAMES
_MINUTES = {"kst": 540, "jst": 540, "gmt": 0, "utc": 0, "bst": 60}
_ZONE = r"(?i) (?:KST|JST|GMT|UTC|BST|[+-][01][0-9]:?[0-5][0-9])$"
_LOCAL = f"regexp_replace({{value}}, '{_ZONE}', '')"
_TEXT = f"trim(lower(regexp_extract({{value}}, '{_ZONE}')))"
_OFFSET = (
    "CASE "
    + " ".join(f"WHEN {_TEXT} = '{name}' THEN {minutes}" for name, minutes in _MINUTES.items())
    + f" ELSE (CASE WHEN {_TEXT}[1] = '-' THEN -1 ELSE 1 END) * ({_TEXT}[2:3]::INTEGER * 60 + right({_TEXT}, 2)::INTEGER) END"
)
_FORMS = (datetime_loose, datetime_words)
_FITS = " OR ".join(f"({form.SQL})" for form in _FORMS).replace("{value}", _LOCAL)
_MOMENT = (
    "CASE " + " ".join(f"WHEN {form.SQL} THEN {form.CONVERT}" for form in _FORMS).replace("{value}", _LOCAL) + " END"
)
CONVERT = f"({_MOMENT} - to_minutes({_OFFSET}))"
SQL = f"regexp_matches({{value}}, '{_ZONE}') AND ({_FITS})"
LABEL = {"en": "date and time with zone", "ko": "시간대가 있는 날짜와 시각"}
NOTE = {"en": "times converted from their zone to UTC", "ko": "적힌 시간대에서 UTC로 바꾸었습니다"}


def matches(text: str) -> bool:
    local = re.sub(_ZONE, "", text)
    return local != text and any(form.matches(local) for form in _FORMS)
