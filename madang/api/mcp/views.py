"""The one address: who may speak, and what is said when they may not."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import validate_host
from django.views.decorators.csrf import csrf_exempt

from madang.accounts.policy import Actor, BadToken, who
from madang.api.mcp.apart import Here, answered
from madang.api.mcp.call import Speaker, preferred

MOST_BYTES = 256_000
"""Of a message. The longest question there is has a tenth of that."""
NOT_HERE = "This is the address of an MCP server. It takes POST (streamable HTTP, JSON answers); it keeps no sessions and opens no streams."
INVALID_REQUEST, NOT_ALLOWED = -32600, -32001


@csrf_exempt  # nothing is done for a cookie: who asks is said by a token, or is anybody
def mcp(request: HttpRequest) -> HttpResponse:
    """Answer one message. A stream that only waits would hold a thread, so GET is refused, as the protocol allows."""
    if request.method != "POST":
        return _refused(405, NOT_HERE, Allow="POST")
    if _foreign(request):
        return _refused(403, f"Pages of {request.headers['Origin'][:100]} may not speak to this server.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _refused(413, f"A message has at most {MOST_BYTES:,} bytes.")
    try:
        known = who(request)
    except BadToken as problem:
        challenge = {"WWW-Authenticate": 'Bearer realm="madang"'}
        return _refused(401, problem.text(preferred(request)), NOT_ALLOWED, **challenge)
    speaker = Speaker(request, known if known.token else Actor(), Here())
    response = answered(_spoken, request, speaker.here, madang=speaker)
    if speaker.rows is not None:
        response["Madang-Returned"] = str(speaker.rows)
    response["Cache-Control"] = "no-store"
    return response


async def _spoken(scope: dict, receive: object, send: object) -> None:
    from madang.api.mcp.server import spoken

    await spoken(scope, receive, send)


def _foreign(request: HttpRequest) -> bool:
    """Whether a page of another site speaks through somebody's browser. (Django has looked at `Host` already.)"""
    origin = request.headers.get("Origin")
    if not origin:
        return False
    try:
        host = urlsplit(origin).hostname or ""
    except ValueError:
        return True
    return not validate_host(f"[{host}]" if ":" in host else host, settings.ALLOWED_HOSTS)


def _refused(status: int, message: str, code: int = INVALID_REQUEST, **headers: str) -> HttpResponse:
    """An error of JSON-RPC, which clients show to whoever uses them."""
    body = {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/json", headers=headers
    )
