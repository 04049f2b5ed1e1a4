"""Periods as tables write them, brought into one form: `2025`, `2025-Q3`, `2025-06`, `2025-06-30`."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from madang.lib.problems import Problem

SHAPES = (
    (r"(\d{4})년?", "{0}"),
    (r"(\d{4})[-. ]?[Qq]([1-4])|(\d{4})년?\s?([1-4])분기", "{0}-Q{1}"),
    (r"(\d{4})[-./](\d{1,2})|(\d{4})(\d{2})|(\d{4})년\s?(\d{1,2})월", "{0}-{1:0>2}"),
    (r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ].*)?|(\d{4})(\d{2})(\d{2})|(\d{4})년\s?(\d{1,2})월\s?(\d{1,2})일",
     "{0}-{1:0>2}-{2:0>2}"),
)  # fmt: skip
FORM = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?")
DAYS = 365.25


class OddPeriod(Problem):
    en = "{text!r} is no period. Write it as 2030, 2030-Q2, 2030-06 or 2030-06-30."
    ko = "{text!r}은(는) 기간이 아닙니다. 2030, 2030-Q2, 2030-06, 2030-06-30처럼 쓰세요."


def period(value: Any) -> str:
    """The one form of a year, month or day, given as a number, a date or a text. Raises `OddPeriod`."""
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    for shape, form in SHAPES:
        if found := re.fullmatch(shape, text):
            return _checked(form.format(*(part for part in found.groups() if part)), text)
    raise OddPeriod(text=text[:60])


def _checked(found: str, text: str) -> str:
    try:
        begin(found)
    except ValueError as error:
        raise OddPeriod(text=text[:60]) from error
    return found


def begin(period: str) -> date:
    """The first day of a period. Raises ValueError for what is no day, such as the 31st of June."""
    found = FORM.fullmatch(period)
    if found is None:
        raise ValueError(period)
    year, quarter, month, day = found.groups()
    return date(int(year), int(quarter) * 3 - 2 if quarter else int(month or 1), int(day or 1))


def place(period: str) -> float:
    """Where a period begins on the line of time, in years."""
    day = begin(period)
    return day.year + (day.timetuple().tm_yday - 1) / DAYS
