"""Moments as CKAN writes them: UTC without a zone, with microseconds."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(at: datetime | None) -> str | None:
    """`2026-08-20T06:12:45.123456`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") if at else None
