"""Values of a table as the words and numbers of a chart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.lib.charts import numbers
from madang.lib.texts import choose
from madang.portal.charts.meaning import Meant
from madang.portal.figures.roles import Role
from madang.portal.words import grouped

_LEADING = re.compile(r"[0-9]{1,9}(?=\D)")
LONGEST = 60  # letters of a label
EPOCH = datetime(1970, 1, 1)
WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = {
    "ko": tuple(f"{n}월" for n in range(1, 13)),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
PARTS = {
    "hour_of_day": ("hour", range(24)),
    "weekday": ("weekday", range(1, 8)),
    "month_of_year": ("month", range(1, 13)),
}
"""Parts of a time that come again: the function that gives them, and all that there are."""
BUCKETS: dict[str, Promise] = {
    "year": gettext_lazy("year"),
    "quarter": gettext_lazy("quarter"),
    "month": gettext_lazy("month"),
    "week": gettext_lazy("week"),
    "day": gettext_lazy("day"),
    "hour": gettext_lazy("hour"),
    "hour_of_day": gettext_lazy("hour of the day"),
    "weekday": gettext_lazy("day of the week"),
    "month_of_year": gettext_lazy("month of the year"),
}  # fmt: skip


def labels(values: Iterable[Any], column: Meant, language: str, bucket: str = "") -> dict[Any, str]:
    """Each value in words, all of them different: codes by their words, long ones cut."""
    found: dict[Any, str] = {}
    taken: set[str] = set()
    for value in values:
        word = part(value, bucket, language) if bucket in PARTS else in_words(value, column, language)
        word = word if len(word) <= LONGEST else word[: LONGEST - 1] + "…"
        if word in taken:
            word = f"{word} ({str(value)[:LONGEST]})"
        while word in taken:
            word += " ′"
        taken.add(word)
        found[value] = word
    return found


def in_words(value: Any, column: Meant, language: str) -> str:
    """One value as people read it."""
    if value is None:
        return _("(no value)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if code := choose(column.codes.get(str(value), {}), language)[0]:
        return code
    if isinstance(value, int | float):
        counts = column.role not in (Role.NAME, Role.ORDER) and grouped(column.name, "")
        return numbers.full(value) if counts else str(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return str(value).strip() or _("(empty)")


def in_order(values: list[Any]) -> list[Any]:
    """Texts that all begin with a number, such as ages, in the order of these numbers; others as they come."""
    numbers = [_LEADING.match(value) if isinstance(value, str) else None for value in values]
    if None in numbers:
        return values
    return [
        value
        for _number, value in sorted(
            (int(found[0]), value) for found, value in zip(numbers, values, strict=True) if found
        )
    ]


def part(value: int, bucket: str, language: str) -> str:
    """`3` as the weekday Wednesday, the hour or the month it means."""
    if bucket == "hour_of_day":
        return f"{value}시" if language == "ko" else f"{value:02}"
    names = WEEKDAYS if bucket == "weekday" else MONTHS
    return names[language][value - 1]


def along(column: Meant, bucket: str) -> str:
    """What a column is called on an axis: of a time, the part of it that comes again."""
    part = bucket in PARTS and column.role is Role.TIME
    return f"{column.label} ({BUCKETS[bucket]})" if part else column.label


def milliseconds(value: date | datetime) -> int:
    """Since 1970, in the clock of the data. Before 1970 it is below zero, also far before."""
    moment = value.replace(tzinfo=None) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return (moment - EPOCH) // timedelta(milliseconds=1)


def moment(value: date | datetime, bucket: str, language: str) -> str:
    """The beginning of a bucket in words."""
    if bucket == "year":
        return f"{value.year}년" if language == "ko" else str(value.year)
    if bucket == "quarter":
        quarter = (value.month + 2) // 3
        return f"{value.year}년 {quarter}분기" if language == "ko" else f"Q{quarter} {value.year}"
    if bucket == "month":
        return (
            f"{value.year}년 {value.month}월" if language == "ko" else f"{MONTHS['en'][value.month - 1]} {value.year}"
        )
    if isinstance(value, datetime) and bucket == "hour":
        return value.isoformat(" ", "minutes")
    return date(value.year, value.month, value.day).isoformat()
