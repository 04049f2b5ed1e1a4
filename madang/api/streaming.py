"""Streams of bytes that suit the server: asynchronous under ASGI, plain otherwise; work stops when the client leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse


def stream(
    request: HttpRequest, chunks: Iterator[bytes], media_type: str, close: Callable[[], None] = lambda: None
) -> StreamingHttpResponse:
    """A response that sends `chunks` as they come and calls `close` in the end, whatever the end is."""
    body = _in_threads(chunks, close) if isinstance(request, ASGIRequest) else _closing(chunks, close)
    response = StreamingHttpResponse(body, content_type=media_type)
    # A body that nobody starts to read (HEAD, a client gone at once) never reaches its own `finally`.
    response._resource_closers.append(close)
    return response


def _closing(chunks: Iterator[bytes], close: Callable[[], None]) -> Iterator[bytes]:
    try:
        yield from chunks
    finally:
        close()


async def _in_threads(chunks: Iterator[bytes], close: Callable[[], None]) -> AsyncIterator[bytes]:
    """Each step runs in a thread, so that one slow question holds up nobody else; one step is made while the last is sent.

    When the client leaves, the server cancels us between or during steps; a step under way is waited for, because the
    cursor must not be closed under it (its own time limit bounds the wait).
    """
    step: asyncio.Future[bytes | None] = _next(chunks)
    try:
        while (chunk := await asyncio.shield(step)) is not None:
            step = _next(chunks)
            yield chunk
    finally:
        if not step.done():
            await asyncio.wait([step])
        if not step.cancelled():
            step.exception()  # who left does not ask for it any more
        await asyncio.to_thread(close)


def _next(chunks: Iterator[bytes]) -> asyncio.Future[bytes | None]:
    return asyncio.ensure_future(asyncio.to_thread(next, chunks, None))
