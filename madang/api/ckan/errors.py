"""How an action refuses: CKAN's errors with their statuses, and ours put into its words, in one table.

Refused
  BadRequest        400, a bare string without an envelope
  WrongShape        400 Integrity Error
  OddSearch         400 Search Query Error
  NotAuthorized     403 Authorization Error
  NotFound          404 Not Found Error
  Invalid           409 Validation Error
  SearchFailed      409 Search Error
"""

from __future__ import annotations

from typing import Any, ClassVar

from madang.api import problems
from madang.api.budgets.refusals import OverBudget
from madang.lib.problems import Problem

Error = dict[str, Any]


class Refused(Exception):
    """`error` is the object of the envelope; ckanapi chooses its exception by `__type` alone, others by the status."""

    status: ClassVar[int]
    kind: ClassVar[str]
    prefix: ClassVar[str] = ""

    def __init__(self, message: str) -> None:
        self.error: Error = {"__type": self.kind, "message": self.prefix + message}
        super().__init__(message)


class BadRequest(Refused):
    """The request itself cannot be read: CKAN answers with a JSON string."""

    status, kind, prefix = 400, "Bad request", "Bad request: "


class WrongShape(Refused):
    status, kind = 400, "Integrity Error"


class OddSearch(Refused):
    status, kind, prefix = 400, "Search Query Error", "Search Query is invalid: "


class SearchFailed(Refused):
    status, kind, prefix = 409, "Search Error", "Search error: "


class NoSearch(Refused):
    status, kind = 500, "Search Connection Error"


class NotAuthorized(Refused):
    status, kind, prefix = 403, "Authorization Error", "Access denied: "


class NotFound(Refused):
    status, kind, prefix = 404, "Not Found Error", "Not found: "


class Invalid(Refused):
    """`fields` tells by parameter what is wrong with it: `{"id": ["Missing value"]}`."""

    status, kind = 409, "Validation Error"

    def __init__(self, fields: dict[str, Any]) -> None:
        super().__init__(str(fields))
        self.error = {**fields, "__type": self.kind}


FAULT: Error = {"__type": "Internal Server Error", "message": "Internal Server Error"}
"""A fault of ours tells nothing about our insides; it is in the log."""
KINDS = {
    400: Invalid.kind, 401: NotAuthorized.kind, 403: NotAuthorized.kind, 404: NotFound.kind, 410: NotFound.kind,
    409: Invalid.kind, 416: Invalid.kind, 429: "Too Many Requests", 503: "Service Unavailable",
}  # fmt: skip
STATUSES = {400: 409, 401: 403}
"""What CKAN answers with where ours differs; all else keeps its status."""
PREFIXES = {NotFound.kind: NotFound.prefix, NotAuthorized.kind: NotAuthorized.prefix}


def of_problem(problem: Problem, language: str) -> tuple[int, Error, dict[str, str]]:
    """(status, error, headers) of a problem of ours."""
    code = problems.status(problem)
    if code not in KINDS:
        return 500, FAULT, {}
    kind, words = KINDS[code], problem.text(language)
    headers = {}
    if code in (429, 503):
        headers["Retry-After"] = str(problem.seconds if isinstance(problem, OverBudget) else 5)
    if kind == Invalid.kind:
        return STATUSES.get(code, code), {"__type": kind, "query": [words]}, headers
    return STATUSES.get(code, code), {"__type": kind, "message": PREFIXES.get(kind, "") + words}, headers
