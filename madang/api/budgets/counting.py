"""Middleware: every request but those for pages is counted, its questions are paid for, and its answer says what is left."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from madang.api import problems
from madang.api.budgets import noting, whole_files
from madang.api.budgets.clients import client
from madang.api.budgets.refusals import OverBudget
from madang.api.budgets.spending import FILES, HOUR, MINUTE, PAGES, QUESTIONS, Spending
from madang.api.pages import is_page
from madang.query import metering

ASKED_AGAIN = re.compile(r"/(ko|en)/citations/.*")
"""A form by which anybody has questions of 30 seconds computed, so sending it is counted."""
DRAWN = re.compile(r"/(ko|en)/datasets/[^/]+/[^/]+/((chart|map)/.*|(diff|profile|joins)/)")
"""Pages and pictures that are computed for their address, which anybody can vary without end."""
SENDING = re.compile(r"/api/v1/(loads|uploads(/.*)?)")
"""Files on their way in: they need a token and have limits of their own (`ingest.upload_limits`)."""
COUNTED = "madang.counted"
"""In the scope of a request: a list, when somebody in front of Django wants to know how it was counted (`kept_answers`)."""


@dataclass(frozen=True)
class Counted:
    """Whose budget a request used and which of them, and what was noted of its answer."""

    client: str
    kind: str
    events: tuple[dict[str, Any], ...]


def counted(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Count requests, and answer 429 when a budget is used up."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if _free(request):
            return get_response(request)
        spending = Spending(client(request), _kind(request), lambda tables: whole_files.addresses(request, tables))
        try:
            spending.begin()
        except OverBudget as refusal:
            return _ended(request, problems.response(refusal, request), spending)
        before = metering.current.set(spending)
        try:
            return _ended(request, get_response(request), spending)
        finally:
            metering.current.reset(before)

    return answer


def _free(request: HttpRequest) -> bool:
    if request.method == "POST" and ASKED_AGAIN.fullmatch(request.path):
        return False
    if DRAWN.fullmatch(request.path):
        return False
    return request.method == "OPTIONS" or bool(is_page(request.path) or SENDING.fullmatch(request.path))


def _kind(request: HttpRequest) -> str:
    """What the request counts as. A program that claims to be a page gains a second budget of the same size, no more."""
    if (
        request.headers.get("Sec-Fetch-Site") == "same-origin"
        or ASKED_AGAIN.fullmatch(request.path)
        or DRAWN.fullmatch(request.path)
    ):
        return PAGES
    return FILES if whole_files.is_whole(request) else QUESTIONS


def _ended(request: HttpRequest, response: HttpResponseBase, spending: Spending) -> HttpResponseBase:
    events = noting.note(request, response, spending)
    wanted = getattr(request, "scope", {}).get(COUNTED)
    if wanted is not None:
        wanted.append(Counted(spending.client.name, spending.kind, events))
    if response.status_code == 429:
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's mark; a line each would fill the log
    return _told(response, spending)


def _told(response: HttpResponseBase, spending: Spending) -> HttpResponseBase:
    for name, value in left(spending).items():
        response[name] = value
    return response


def left(spending: Spending) -> dict[str, str]:
    """The headers of draft-ietf-httpapi-ratelimit-headers: version 10, and the three of version 06, which most clients know."""
    budget, count = spending.client.budget, spending.requests
    if budget is None or count is None:
        return {}
    left, seconds = budget.requests - count.used, max(0, math.ceil(count.end - time.time()))
    return {
        "RateLimit-Limit": str(budget.requests),
        "RateLimit-Remaining": str(left),
        "RateLimit-Reset": str(seconds),
        "RateLimit": f'"requests";r={left};t={seconds}',
        "RateLimit-Policy": f'"requests";q={budget.requests};w={MINUTE:.0f}, "rows";q={budget.rows};w={HOUR:.0f};qu="rows-scanned", '
        f'"heavy";q={budget.heavy};qu="concurrent-requests"',
    }
