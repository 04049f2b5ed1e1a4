"""A day of unknown order with a time of day: `01/03/2026 10:00` in every row. It stays text, and a finding asks."""

from madang.ingest.types import datetime_day_first, datetime_month_first
from madang.query.model import Type

TYPE = Type.TEXT
VALID = ("01/03/2026 10:00", "31/12/2026 23:00", "12/31/2026 23:00")
INVALID = ("01/03/2026", "45/45/2026 10:00", "")
RANK = 297
NAMES = datetime_day_first.NAMES
ASKS = ("datetime_day_first", "datetime_month_first")
SQL = f"({datetime_day_first.SQL}) OR ({datetime_month_first.SQL})"
LABEL = {"en": "date and time of unknown order", "ko": "순서를 알 수 없는 날짜와 시각"}


def matches(text: str) -> bool:
    return datetime_day_first.matches(text) or datetime_month_first.matches(text)
