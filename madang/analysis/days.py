"""Kinds of days and the hours of a night: what methods, studies, pages and APIs call them alike.

The calendar day at that hour counts: Saturday 01 h, the night of Friday, is weekend.
"""

from __future__ import annotations

from madang.lib.problems import Text

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week by their numbers, Monday 0."""
KINDS = (*WEEK, "holiday")
"""Kinds of days by their numbers. A holiday is none of the seven: it would spoil the mean of its weekday."""
HOLIDAY = KINDS.index("holiday")
CLASSES: dict[str, tuple[int, ...]] = {"weekday": (0, 1, 2, 3, 4), "weekend": (5, 6, HOLIDAY)}
"""Classes of kinds."""
NAMES: dict[str, Text] = {
    "weekday": {"en": "weekdays", "ko": "평일"},
    "weekend": {"en": "weekends and holidays", "ko": "주말·공휴일"},
    "mon": {"en": "Monday", "ko": "월요일"},
    "tue": {"en": "Tuesday", "ko": "화요일"},
    "wed": {"en": "Wednesday", "ko": "수요일"},
    "thu": {"en": "Thursday", "ko": "목요일"},
    "fri": {"en": "Friday", "ko": "금요일"},
    "sat": {"en": "Saturday", "ko": "토요일"},
    "sun": {"en": "Sunday", "ko": "일요일"},
}
FIRST_HOUR, LAST_HOUR = 0, 5
"""Of a night, unless somebody chooses others."""


def class_of(kind: int) -> str:
    """The class of a kind of day by its number: 5 is weekend."""
    return next(name for name, kinds in CLASSES.items() if kind in kinds)


def hours(first: int, last: int) -> tuple[int, ...]:
    """The hours from one of the clock to another, both included, over midnight where the last is before the first: 22, 23, 0, 1."""
    return tuple(hour % 24 for hour in range(first, last + 1 + (24 if last < first else 0)))
