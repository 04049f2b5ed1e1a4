"""How much a request may send: Django takes in a whole body before any view can refuse it, so this stands in front of it."""

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
UPLOADS = re.compile(r"/(ko|en)/workspace/upload/|/api/v1/loads")
REFUSED = (
    "The body of this request is larger than {limit} bytes. Sign in (or send a token) and upload files at "
    "/workspace/upload/ or POST /api/v1/loads. 요청 본문이 {limit}바이트보다 큽니다. 로그인(또는 토큰)한 뒤 올리기 화면이나 "
    "POST /api/v1/loads로 파일을 보내세요."
)


class _TooLarge(Exception):
    """Raised out of the application's reading of the body."""


def limit(scope: Scope, upload_bytes: int) -> int:
    """The bytes that this request may send."""
    headers = dict(scope["headers"])
    known = b"authorization" in headers or b"sessionid=" in headers.get(b"cookie", b"")
    return upload_bytes if known and UPLOADS.fullmatch(scope["path"]) else FORM_BYTES


def bounded(app: App, upload_bytes: int) -> App:
    """Wrap an ASGI application: a longer body ends in 413, as soon as its length is told or passed."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        most, taken = limit(scope, upload_bytes), 0
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if told.isdigit() and int(told) > most:
            return await _refuse(send, most)

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
