"""Refusals around the view (a budget is used up, the host is not ours) in CKAN's envelope: clients look at `success`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from madang.api.ckan import envelope, errors
from madang.api.problems import MEDIA_TYPE
from madang.catalog.site import base

ACTION = re.compile(r"/(?:(?:ko|en)/)?api/(?:3/)?action/([^/]+)")


def enveloped(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a problem document becomes an error of CKAN's, with the headers that it had."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        called = ACTION.fullmatch(request.path_info)
        if called is None or response.get("Content-Type", "") != MEDIA_TYPE:
            return response
        told = json.loads(response.content)  # type: ignore[attr-defined]  # nothing that refuses streams
        kind = errors.KINDS.get(response.status_code, "Internal Server Error")
        said = envelope.failure(
            base(request), called[1], response.status_code, {"__type": kind, "message": told["detail"]}
        )
        for name, value in response.items():
            if name not in ("Content-Type", "Content-Length"):
                said[name] = value
        return said

    return answer
