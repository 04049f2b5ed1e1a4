"""Moments in several forms, or days of which some have a time of day: `2026-03-01`, `2026-03-01 15:05`, `2026.3.1. 오후 3:05`."""

from madang.ingest.types import _clock, _mixed, date_loose, datetime_compact, datetime_loose, datetime_words
from madang.query.model import Type

_FORMS = (datetime_loose, datetime_words, datetime_compact, date_loose)
FORMS = ("datetime", "datetime_loose", "datetime_words", "datetime_compact", "date_loose")
TYPE = Type.DATETIME
VALID = ("2026-03-01", "2026-03-01 15:05", "2026.3.1. 오후 3:05", "20260301150500", "1 Mar 2026 15:05")
INVALID = ("01/03/2026 10:00", "2026-03-01T15:05Z", "2026-02-30 10:00", "15:05", "")
RANK = 299
UNLESS = ("date_loose",)  # days alone are dates, whatever the header says
NAMES = _clock.NAMES
SQL = _mixed.sql(_FORMS)
CONVERT = _mixed.convert(_FORMS, "TIMESTAMP")
LABEL = {"en": "date and time", "ko": "날짜와 시각"}
NOTE = {
    "en": "written in several forms; days without a time of day stand at 00:00",
    "ko": "여러 가지로 적었습니다. 시각이 없는 날짜는 0시로 두었습니다",
}


def matches(text: str) -> bool:
    return any(form.matches(text) for form in _FORMS)
