"""Refusals, as errors of JSON-RPC: assistants show their words, where a problem document is only "an error" to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from madang.api.problems import MEDIA_TYPE

PATH = "/mcp"
INVALID_REQUEST = -32600
REFUSED = -32010
"""Of the numbers that a server may give: a budget is used up, a token is not valid, the city is busy."""


def spoken(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: what is refused around the view (budgets, hosts), or by the SDK in plain text, is said in the protocol's form."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kind = response.get("Content-Type", "")
        if request.path_info != PATH or response.status_code < 400 or kind == "application/json":
            return response
        said = _said(response, kind)
        for name, value in response.items():
            if name not in ("Content-Type", "Content-Length"):
                said[name] = value
        return said

    return answer


def _said(response: Any, kind: str) -> HttpResponse:
    """The words of a problem document or of a plain text; of a page only what its status means."""
    if kind == MEDIA_TYPE:
        told = json.loads(response.content)
        more = {name: told[name] for name in ("texts", "retry_after") if name in told}
        return refused(
            response.status_code, told["detail"], REFUSED, {"problem": told["type"].rpartition(":")[2], **more}
        )
    words = response.content.decode(errors="replace")[:200] if kind.startswith("text/plain") else ""
    return refused(response.status_code, words or response.reason_phrase)


def refused(
    status: int, message: str, code: int = INVALID_REQUEST, data: dict[str, Any] | None = None, **headers: str
) -> HttpResponse:
    """An error of JSON-RPC without the number of a message, since none was read."""
    error = {"code": code, "message": message, **({"data": data} if data else {})}
    body = json.dumps({"jsonrpc": "2.0", "id": None, "error": error}, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)
