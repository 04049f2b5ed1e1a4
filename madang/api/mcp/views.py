"""The one address: who may speak, and what is said when they may not."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import validate_host
from django.views.decorators.csrf import csrf_exempt

from madang.accounts.policy import Actor, BadToken, who
from madang.api import leaving
from madang.api.mcp.apart import Here, Receive, Send, answered
from madang.api.mcp.call import Speaker, preferred
from madang.api.mcp.refusing import REFUSED, refused
from madang.query.engines import watch

MOST_BYTES = 256_000
"""Of a message. The longest question there is has a tenth of that."""
NOT_HERE = "This is the address of an MCP server. It takes POST (streamable HTTP, JSON answers); it keeps no sessions and opens no streams."


@csrf_exempt  # nothing is done for a cookie: who asks is said by a token, or is anybody
def mcp(request: HttpRequest) -> HttpResponse:
    """Answer one message. A stream that only waits would hold a thread, so GET is refused, as the protocol allows."""
    if request.method != "POST":
        return refused(405, NOT_HERE, Allow="POST")
    if _foreign(request):
        return refused(403, f"Pages of {request.headers['Origin'][:100]} may not speak to this server.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return refused(413, f"A message has at most {MOST_BYTES:,} bytes.")
    try:
        known = who(request)
    except BadToken as problem:
        told = {"problem": problem.code, "texts": problem.texts()}
        return refused(
            401, problem.text(preferred(request)), REFUSED, told, **{"WWW-Authenticate": 'Bearer realm="madang"'}
        )
    return _answered(request, known if known.token else Actor())


def _answered(request: HttpRequest, actor: Actor) -> HttpResponse:
    speaker = Speaker(request, actor, Here())
    with watch.leaving(leaving.gone(request)):
        response = answered(_spoken, request, speaker.here, madang=speaker)
    if speaker.rows is not None:
        response["Madang-Returned"] = str(speaker.rows)
    response["Cache-Control"] = "no-store"
    return response


async def _spoken(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    from madang.api.mcp.server import spoken  # the SDK takes a second to import

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
