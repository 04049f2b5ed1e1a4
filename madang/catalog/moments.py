"""Moments as readers write them: without a zone they are the city's, and a day is all of it."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime


def until(text: str) -> datetime:
    """The moment, or the end of the day. Raises `ValueError`."""
    return _read(text, time.max)


def since(text: str) -> datetime:
    """The moment, or the beginning of the day. Raises `ValueError`."""
    return _read(text, time.min)


def _read(text: str, of_a_day: time) -> datetime:
    day = parse_date(text) if len(text) <= 10 else None
    # A plus that nobody escaped arrives as a blank.
    found = datetime.combine(day, of_a_day) if day else parse_datetime(text.replace(" ", "+"))
    if found is None:
        raise ValueError(text)
    return placed(found)


def placed(moment: datetime) -> datetime:
    """With the city's zone where it has none. Raises `ValueError` at the ends of the calendar, where it has no day in UTC: databases
    keep moments there."""
    try:
        found = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(str(moment)) from error
    return found
