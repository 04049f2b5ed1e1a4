"""Days in several forms in one column, none of which can be read in two ways: `2026-03-01`, `20260301`, `1 March 2026`."""

from madang.ingest.types import _dates, _mixed, date_compact, date_loose, date_short_korean, date_words
from madang.query.model import Type

_FORMS = (date_loose, date_compact, date_short_korean, date_words)
FORMS = ("date", "date_loose", "date_compact", "date_short_korean", "date_words")
TYPE = Type.DATE
VALID = ("2026-03-01", "2026. 3. 1.", "20260301", "1 March 2026", "26년 3월 1일")
INVALID = ("01/03/2026", "26.03.01", "2026-02-30", "2026-03", "45000", "")
RANK = 255
NAMES = _dates.NAMES
NULLS = date_loose.NULLS
SQL = _mixed.sql(_FORMS)
CONVERT = _mixed.convert(_FORMS, "DATE")
LABEL = {"en": "date", "ko": "날짜"}
NOTE = {
    "en": "days written in several forms, each with one reading",
    "ko": "여러 가지로 적은 날짜로, 값마다 읽는 길은 하나입니다",
}


def matches(text: str) -> bool:
    return any(form.matches(text) for form in _FORMS)
