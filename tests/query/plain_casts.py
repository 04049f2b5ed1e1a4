"""Casts a second time, by Python's own readers. `DoesNotFit` is told, or the value is empty when the cast is safe."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from madang.query.casts import DoesNotFit
from madang.query.expressions import Type


def cast(value: Any, source: Type | None, type: Type, safe: bool) -> Any:
    if value is None:
        return None
    if source is Type.NUMBER:
        value = float(value)
    try:
        return READ[type](value)
    except ValueError as error:
        if safe:
            return None
        raise DoesNotFit(type=type.value, value=value) from error


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return _tidy(value.isoformat(" "))
        case time():
            return _tidy(value.isoformat())
        case date():
            return value.isoformat()
    return str(value)


def _tidy(text: str) -> str:
    return text.rstrip("0") if "." in text else text


def _whole(value: Any) -> int:
    if isinstance(value, str) and not re.fullmatch("[+-]?[0-9]+", value.strip(" ")):
        raise ValueError(value)
    found = int(value)
    if (found != value and not isinstance(value, str)) or not -(2**63) <= found < 2**63:
        raise ValueError(value)
    return found


def _number(value: Any) -> float:
    if isinstance(value, str) and re.search("[_a-df-zA-DF-Z]", value):  # 1_000, nan, infinity
        raise ValueError(value)
    found = float(value.strip(" ") if isinstance(value, str) else value)
    if not math.isfinite(found):
        raise ValueError(value)
    return found


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return (
        {"true": True, "false": False}.get(value.strip(" ").lower())
        if value.strip(" ").lower() in ("true", "false")
        else _refuse(value)
    )


def _refuse(value: Any) -> Any:
    raise ValueError(value)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return (
        date.fromisoformat(value.strip(" "))
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip(" "))
        else _refuse(value)
    )


CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"


def _time(value: Any) -> time:
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    return time.fromisoformat(value.strip(" ")) if re.fullmatch(CLOCK, value.strip(" ")) else _refuse(value)


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    written = re.fullmatch(f"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([ T]{CLOCK})?", value.strip(" "))
    return datetime.fromisoformat(value.strip(" ")) if written else _refuse(value)


READ: dict[Type, Callable[[Any], Any]] = {
    Type.TEXT: _text,
    Type.INTEGER: _whole,
    Type.NUMBER: _number,
    Type.BOOLEAN: _truth,
    Type.DATE: _day,
    Type.TIME: _time,
    Type.DATETIME: _moment,
}
