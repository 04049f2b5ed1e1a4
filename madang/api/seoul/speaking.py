"""Middleware around the dialect: a key in the address is the bearer's, and refusals made elsewhere are said in its words.

Budgets are counted before any view is found, so the key must stand where they look for it. Its refusals (429), and those of a
busy engine (503), keep their status and headers, by which clients know that and when to ask again; all else is 200 here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from madang.api.seoul import asked, codes, views
from madang.api.seoul.codes import Code

ASKED = re.compile(r"^/(api/subway/|[^/]+/(xml|xmlf|json|xls)(/|$)|[^/]+/[^/]*/[^/]*/-?\d)")
"""What may be an address of the dialect; resolving every request twice would cost more."""
ANONYMOUS = "anonymous"
"""Stands for a key where somebody has none: open data are read without asking anybody. `sample` is the original's."""
LATER: dict[int, Code] = {429: codes.FAULT, 503: codes.NO_DATABASE}


def speaking(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let requests of the dialect pass with their key, and answer in it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        view = _view(request)
        if view is None:
            return get_response(request)
        key, *words = asked.parts(request)[2 * (view is views.subway) :]
        secret = _identify(request, key)
        response = get_response(request)
        if secret and "Cache-Control" in response:  # the address holds a key: what knows it is the reader's own
            response["Cache-Control"] = response["Cache-Control"].replace("public", "private")
        if response.status_code not in (*LATER, 500):
            return response
        return _translated(request, response, asked.kind(words), subway=view is views.subway)

    return answer


def _view(request: HttpRequest) -> object | None:
    """The view of this dialect that will answer; None for every other address."""
    if not ASKED.search(request.path_info):
        return None
    try:
        found = resolve(request.path_info).func
    except Resolver404:
        return None
    return found if found in (views.service, views.subway) else None


def _identify(request: HttpRequest, key: str) -> bool:
    """Put the key where budgets look for it; whether there is one. A header goes first, then the query (`?KEY=`), then the path."""
    asked_by = request.GET.get("KEY") or request.GET.get("key") or key
    if asked_by not in (asked.SAMPLE, ANONYMOUS) and not request.headers.get("Authorization"):
        request.META["HTTP_AUTHORIZATION"] = f"Bearer {asked_by}"
        request.__dict__.pop("headers", None)  # Django keeps them once they were read
    return not {key, asked_by} <= {asked.SAMPLE, ANONYMOUS}


def _translated(request: HttpRequest, response: HttpResponseBase, type: str, *, subway: bool) -> HttpResponseBase:
    code = LATER.get(response.status_code, codes.FAULT)
    said = views.unlogged(views.error(request, code, type, subway=subway))
    if response.status_code in LATER:
        said.status_code = response.status_code
    for name, value in response.items():
        if name not in ("Content-Type", "Content-Length", "Content-Language"):
            said[name] = value
    return said
