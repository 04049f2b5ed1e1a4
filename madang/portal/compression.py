"""Pages and their files made smaller on the way: a page of 70 kB takes 12, so a phone paints it a second earlier."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = (".css", ".js", ".mjs", ".svg", ".json", ".txt")
LEAST = 1_400
"""Bytes that fit into one packet anyway."""


class Pages(GZipMiddleware):
    """HTML alone: programs' answers have their own way. Django adds random bytes, so that lengths tell no secret of a form."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


def smaller(front: Any) -> Callable[..., Any]:
    """Wrap the application that serves files: text among them is compressed when first asked for and kept, by each process."""
    kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        if _wanted(scope) and path not in kept and path.endswith(TEXTS) and path in front.files:
            headers, body = await _whole(front, {**scope, "extensions": {}}, receive)
            if len(body) >= LEAST:
                small = await asyncio.to_thread(gzip.compress, body, 9, mtime=0)
                kept[path] = (_told(headers, len(small)), small)
        if path not in kept or not _wanted(scope):
            await front(scope, receive, send)
            return
        headers, body = kept[path]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return serve


def _wanted(scope: Any) -> bool:
    """A whole file, for a client that takes gzip."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    told = dict(scope["headers"])
    taken = [part.strip() for part in told.get(b"accept-encoding", b"").split(b",")]
    return b"gzip" in taken and not told.keys() & {b"range", b"if-none-match", b"if-modified-since"}


async def _whole(front: Any, scope: Any, receive: Any) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Headers and body of a file, as the application below sends it."""
    sent: list[Any] = []

    async def keep(message: Any) -> None:
        sent.append(message)

    await front(scope, receive, keep)
    return sent[0]["headers"], b"".join(message.get("body", b"") for message in sent[1:])


def _told(headers: list[tuple[bytes, bytes]], length: int) -> list[tuple[bytes, bytes]]:
    """The headers of the smaller file. Its tag is another one, and only the plain file is asked for by a tag."""
    other = {b"content-length", b"etag", b"vary", b"accept-ranges"}
    return [
        *((name, value) for name, value in headers if name not in other),
        (b"content-length", str(length).encode()), (b"content-encoding", b"gzip"), (b"vary", b"accept-encoding"),
    ]  # fmt: skip
