"""The addresses of actions: read the request, call the action, put its answer into the envelope."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from madang.api.ckan import envelope, errors, registry
from madang.api.ckan.addresses import stay
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader, reader
from madang.api.ckan.sent import sent
from madang.lib.problems import Problem

log = logging.getLogger(__name__)
METHODS = ("GET", "HEAD", "POST")


@csrf_exempt  # cookies open nothing here
def action(request: HttpRequest, name: str) -> HttpResponse:
    """One call of an action, by GET or POST."""
    stay(request)
    if request.method not in METHODS:
        return HttpResponse(status=405, headers={"Allow": ", ".join((*METHODS, "OPTIONS"))})
    asking = reader(request, anonymous="callback" in request.GET)
    try:
        callback = envelope.require_name(request.GET.get("callback", "") if request.method == "GET" else "")
        called = registry.action(name)
        parameters = Parameters(sent(request, writes=called is registry.refuse))
        return envelope.success(asking.site, name, called(asking, parameters), callback)
    except errors.BadRequest as refusal:
        return envelope.bare(refusal.status, refusal.error["message"])
    except errors.Refused as refusal:
        return envelope.failure(asking.site, name, refusal.status, refusal.error)
    except Problem as problem:
        return _problem(asking, name, problem)
    except Exception:
        log.exception("the action %s failed", name)
        return envelope.failure(asking.site, name, 500, errors.FAULT)


@csrf_exempt
def version(request: HttpRequest) -> HttpResponse:
    """What clients ask first to see whether a CKAN is there."""
    stay(request)
    return envelope.bare(200, {"version": 3})


def _problem(asking: Reader, name: str, problem: Problem) -> HttpResponse:
    status, error, headers = errors.of_problem(problem, asking.language)
    if status == 500:
        log.error("unforeseen problem in the action %s", name, exc_info=problem)
    response = envelope.failure(asking.site, name, status, error)
    for header, value in headers.items():
        response[header] = value
    return response
