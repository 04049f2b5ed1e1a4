"""Days whose order of day, month or year no row proves: `01/03/2026`. They stay text, and a finding asks which it is."""

from madang.ingest.types import (
    date_day_first,
    date_month_first,
    date_short_day_first,
    date_short_month_first,
    date_short_year_first,
)
from madang.query.model import Type

_FORMS = (date_day_first, date_month_first, date_short_day_first, date_short_month_first, date_short_year_first)
TYPE = Type.TEXT
VALID = ("01/03/2026", "03-01-2026", "01/02/03", "31/12/2026", "26.03.01")
INVALID = ("2026-03-01", "45/45/2026", "20260301", "")
RANK = 270
NAMES = date_day_first.NAMES
ASKS = (
    "date_day_first",
    "date_month_first",
    "date_short_day_first",
    "date_short_month_first",
    "date_short_year_first",
)
SQL = " OR ".join(f"({form.SQL})" for form in _FORMS)
LABEL = {"en": "date of unknown order", "ko": "순서를 알 수 없는 날짜"}


def matches(text: str) -> bool:
    return any(form.matches(text) for form in _FORMS)
