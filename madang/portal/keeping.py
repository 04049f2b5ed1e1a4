"""Pages that are the same for everybody may be kept: by the application in front of Django while nothing is committed, and by browsers
and proxies that ask each time whether they still hold (decision 24).

Everybody is who sends no cookie, but for the look of the pages, and no key. A page that sets a cookie, or says itself how it may be
kept, stays out of this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from madang.portal import look

KEEP = "madang.keep"
"""In the scope of a request: a list, when somebody in front of Django wants to know whether the page may be kept."""


def pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: say of each HTML page who may keep it, and answer 304 to who has it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not _is_page(request, response) or response.has_header("Cache-Control"):
            return response
        if not _for_everybody(request) or response.cookies:
            response["Cache-Control"] = "private, no-cache"
            return response
        getattr(request, "scope", {}).get(KEEP, []).append(True)
        response["Cache-Control"] = "public, no-cache"
        response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        patch_vary_headers(response, ["Cookie", "Authorization"])
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    return answer


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    html = response.headers.get("Content-Type", "").startswith("text/html")
    return html and request.method in ("GET", "HEAD") and response.status_code == 200 and not response.streaming


def _for_everybody(request: HttpRequest) -> bool:
    known = {"HTTP_AUTHORIZATION", "HTTP_X_CKAN_API_KEY"} & request.META.keys()
    return not known and not request.COOKIES.keys() - {look.COOKIE}
