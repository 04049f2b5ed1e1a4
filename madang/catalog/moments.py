"""Moments as readers write them."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone


def placed(moment: datetime) -> datetime:
    """With the city's zone where it has none. Raises `ValueError` at the ends of the calendar, where it has no day in UTC: databases
    keep moments there."""
    try:
        found = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        found.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(str(moment)) from error
    return found
