"""Values as pages write them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext

from madang.query.model import Type


def written(value: Any, kind: Type, grouped: bool = True) -> str | None:
    """A value as the sheet writes it; None for an empty cell."""
    if value is None:
        return None
    if kind is Type.INTEGER:
        return f"{value:,}" if grouped else str(value)
    if kind is Type.NUMBER:
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if kind is Type.BOOLEAN:
        return "✓" if value else "✗"
    return value.isoformat(sep=" ") if kind is Type.DATETIME else str(value)


def figure(value: Any, kind: str, grouped: bool = True) -> str:
    """A value of a profile, which is JSON, for people; nothing is a dash."""
    if value is None:
        return "–"
    if kind == "datetime" and isinstance(value, str):
        return value.removesuffix("T00:00:00").replace("T", " ")[:19]
    if isinstance(value, bool):
        return f"✓ {gettext('yes')}" if value else f"✗ {gettext('no')}"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}" if grouped else str(value)
    return value


def plain(value: Any) -> str:
    """A value of a profile as a filter reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)
