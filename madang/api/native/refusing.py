"""Every refusal below /api/v1 is a problem document, also where no view was reached: Django itself would answer with a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from madang.api import problems
from madang.lib.problems import Problem

PLACE = "/api/v1/"
SPOKEN = ("application/problem+json", "application/json")


def documents(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: write what others refused as a document; a tombstone (410) is JSON of its own."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code < 400 or not request.path.startswith(PLACE):
            return response
        if response.headers.get("Content-Type", "").startswith(SPOKEN):
            return response
        told = problems.response(_named(request, response), request)
        response.content = told.content  # type: ignore[attr-defined]  # nothing that refuses streams
        for name, value in [*told.items(), ("Content-Length", len(told.content))]:
            response[name] = value  # what budgets and others said in its headers stays
        return response

    return answer


def _named(request: HttpRequest, response: HttpResponseBase) -> Problem:
    match response.status_code:
        case 404:
            return problems.NotFound()
        case 405:
            return problems.OtherMethod(method=request.method, allowed=response["Allow"])
        case status if status < 500:
            return problems.OddRequest()
    return problems.OurFault()
