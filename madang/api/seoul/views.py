"""The two addresses of the dialect: that of all services, and that of the subway's host."""

from __future__ import annotations

import logging
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from madang.accounts.policy import who
from madang.api import problems
from madang.api.seoul import asked, catalogue, codes, envelopes, services
from madang.api.seoul.codes import Code, Told
from madang.lib.problems import Problem

Response = TypeVar("Response", bound=HttpResponseBase)
logger = logging.getLogger(__name__)
CONTENT = {"json": "application/json;charset=UTF-8", "xml": "application/xml;charset=UTF-8"}


@csrf_exempt
def service(request: HttpRequest, api_key: str, question: str) -> HttpResponseBase:
    """`/{KEY}/{TYPE}/{SERVICE}/{START_INDEX}/{END_INDEX}/{arguments}`"""
    return _answer(request, *asked.parts(request))


@csrf_exempt
def subway(request: HttpRequest, api_key: str, question: str) -> HttpResponseBase:
    """`/api/subway/{KEY}/{TYPE}/{SERVICE}/{START_INDEX}/{END_INDEX}/{arguments}`"""
    return _answer(request, *asked.parts(request)[2:], subway=True)


def _answer(request: HttpRequest, key: str, *words: str, subway: bool = False) -> HttpResponseBase:
    """Nothing is left to Django's log: it would write the address, in which a key may stand."""
    if request.method not in ("GET", "HEAD"):
        return unlogged(HttpResponse(status=405, headers={"Allow": "GET, HEAD"}))
    try:
        actor = who(request)
        question = asked.read(list(words), sample=key == asked.SAMPLE and actor.token is None)
        if question.service == catalogue.SERVICE:
            return catalogue.rows(request, question)
        return services.rows(request, question, subway=subway)
    except Told as told:
        return error(request, told.code, asked.kind(list(words)), subway=subway)
    except Problem as problem:
        if problems.status(problem) in (429, 503):  # `speaking` puts it in words of the dialect
            return problems.response(problem, request)
        return error(request, codes.of(problem), asked.kind(list(words)), subway=subway)
    except Exception:
        logger.exception("This question in Seoul's dialect could not be answered: %s", "/".join(words))
        return error(request, codes.FAULT, asked.kind(list(words)), subway=subway)


def unlogged(response: Response) -> Response:
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's mark
    return response


def error(request: HttpRequest, code: Code, type: str, *, subway: bool = False) -> HttpResponse:
    """A result without rows. `?errors=xml` answers all but `INFO-200` in XML under /json/ too, as the original does."""
    if request.GET.get("errors") == "xml" and code is not codes.NOTHING and not subway:
        type = "xml"
    written = "json" if type == "json" else "xml"
    text = envelopes.error(code, written, subway=subway)
    return HttpResponse(text, content_type=CONTENT[written], headers={"Cache-Control": "no-cache"})
