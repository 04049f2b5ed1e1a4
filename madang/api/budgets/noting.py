"""What is noted of an answer for the counts of use: which data, how asked, by which class. No address, no question."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from madang.api.budgets.spending import PAGES, Spending
from madang.api.formats import formats
from madang.catalog import usage_rollup
from madang.lib.event_log import EventLog
from madang.query import metering

REFUSED = (429, 503)


@cache
def log() -> EventLog:
    return EventLog(usage_rollup.folder())


def note(request: HttpRequest, response: HttpResponseBase, spending: Spending) -> tuple[dict[str, Any], ...]:
    """Note an answer, or a refusal for want of budget, for every dataset that it is about; returns what was noted."""
    status = response.status_code
    if status >= 400 and status not in REFUSED:
        return ()
    now = timezone.localtime()
    event: dict[str, Any] = {
        "day": now.date().isoformat(), "at": now.isoformat(timespec="seconds"), "dialect": dialect(request, spending),
        "format": _format(response), "reader": spending.client.name, "key": spending.client.key, "status": status,
        "requests": int(status < 400), "refused": int(status in REFUSED),
    }  # fmt: skip
    given = int(response.get("Madang-Returned") or 0)
    events = tuple(
        {**event, "dataset": dataset, "resource": resource, "rows": 0 if place else given}
        for place, (dataset, resource) in enumerate(_about(request, spending))
    )
    for one in events:
        log().note(one["day"], one)
    return events


def again(event: dict[str, Any], times: int, now: datetime, status: int) -> None:
    """Note that the answer of an event was given so many times more; with 304 none of its rows were sent."""
    sent = {"rows": times * event["rows"]} if status == 200 else {"rows": 0, "format": ""}
    moment = {"day": now.date().isoformat(), "at": now.isoformat(timespec="seconds"), "status": status}
    log().note(moment["day"], {**event, **moment, "requests": times, **sent})


def dialect(request: HttpRequest, spending: Spending) -> str:
    """`portal` for what pages ask; else the facade, by the package of its view."""
    if spending.kind == PAGES:
        return "portal"
    match = request.resolver_match
    parts = getattr(match.func, "__module__", "").split(".") if match else []
    return parts[2] if parts[:2] == ["madang", "api"] and len(parts) > 3 else "native"


def _about(request: HttpRequest, spending: Spending) -> list[tuple[str, str]]:
    """(dataset, resource) of what was asked; of an answer that the reader has already, by its address."""
    asked = dict.fromkeys((table.dataset, table.name) for table in spending.tables)
    if asked:
        return list(asked)
    told = request.resolver_match.kwargs if request.resolver_match else {}
    if "slug" in told:
        return [(told["slug"], told.get("name", ""))]
    return [(spending.described, "")] if spending.described else []


def describes(dataset: str) -> None:
    """The answer under way tells of `dataset`, which its address does not name."""
    spending = metering.current.get()
    if isinstance(spending, Spending):
        spending.described = dataset


def _format(response: HttpResponseBase) -> str:
    kind = response.get("Content-Type", "") if response.status_code == 200 else ""
    return _extensions().get(kind) or _extensions().get(kind.partition(";")[0], "")


@cache
def _extensions() -> dict[str, str]:
    """The extension of a format by its media type, with and without what follows the semicolon."""
    found: dict[str, str] = {}
    for module in formats().values():
        found[module.MEDIA_TYPE] = module.EXTENSION
        found.setdefault(module.MEDIA_TYPE.partition(";")[0], module.EXTENSION)
    return found
