"""How much a request may send, and which bodies are left to their view: this stands in front of Django, which would take in
a whole body before any view can refuse it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

FORM_BYTES = 4_000_000
"""Enough for every form of the portal; files come by the addresses below, from people who say who they are."""
FILE_FORM_BYTES = 100_000_000
"""A file that comes in a form (a browser without JavaScript, `curl -F`) is spooled to the disk as a whole before its view begins."""
UPLOADS = re.compile(r"/api/v1/(loads|uploads(/.*)?)")
FILE_FORM = re.compile(r"/(ko|en)/workspace/upload/")
REFUSED = (
    "The body of this request is larger than {limit} bytes. Sign in (or send a token) and upload files in parts at "
    "/workspace/upload/, with `madang upload`, or at /api/v1/uploads. 요청 본문이 {limit}바이트보다 큽니다. 로그인(또는 토큰)한 뒤 올리기 "
    "화면, `madang upload`, /api/v1/uploads로 파일을 나누어 보내세요."
)


class _TooLarge(Exception):
    """Raised out of the application's reading of the body."""


def streamed(scope: Scope) -> bool:
    """Whether the body is a file that its view reads as it arrives. A form must be parsed, so it is not."""
    headers = dict(scope["headers"])
    form = headers.get(b"content-type", b"").lower().startswith(b"multipart/")
    return bool(UPLOADS.fullmatch(scope["path"])) and not form


def limit(scope: Scope, upload_bytes: int) -> int:
    """The bytes that this request may send."""
    headers = dict(scope["headers"])
    if b"authorization" not in headers and b"sessionid=" not in headers.get(b"cookie", b""):
        return FORM_BYTES
    if streamed(scope):
        return upload_bytes
    takes_files = UPLOADS.fullmatch(scope["path"]) or FILE_FORM.fullmatch(scope["path"])
    return min(FILE_FORM_BYTES, upload_bytes) if takes_files else FORM_BYTES


def bounded(app: App, upload_bytes: int) -> App:
    """Wrap an ASGI application: a longer body ends in 413, as soon as its length is told or passed."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        most, taken = limit(scope, upload_bytes), 0
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if told.isdigit() and int(told) > most:
            return await _refuse(send, most)
        if streamed(scope):  # its view counts, and keeps what came
            return await app(scope, receive, send)

        async def counted() -> MutableMapping[str, Any]:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise _TooLarge
            return message

        try:
            return await app(scope, counted, send)
        except _TooLarge:
            return await _refuse(send, most)

    return answer


async def _refuse(send: Send, most: int) -> None:
    text = REFUSED.format(limit=f"{most:,}").encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode()),
               (b"connection", b"close")]  # fmt: skip
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text})
