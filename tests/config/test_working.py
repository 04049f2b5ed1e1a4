"""A request is worked on in one thread; few begin at once, and what nobody waits for any more is closed."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from madang.config import arriving
from madang.config.arriving import Handler

SCOPE = {
    "type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": [(b"host", b"localhost")],
    "root_path": "", "scheme": "http", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
}  # fmt: skip


async def ask(handler: Handler, leaves: asyncio.Event | None = None, path: str = "/") -> list[Any]:
    """The messages of the answer; the client leaves when `leaves` is set."""
    sent: list[Any] = []
    body = True

    async def receive() -> Any:
        nonlocal body
        if body:
            body = False
            return {"type": "http.request", "body": b"", "more_body": False}
        await (leaves or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await handler({**SCOPE, "path": path}, receive, send)
    return sent


def answering(view: Callable[[Any], Any]) -> Handler:
    """A handler whose view this is, without the middleware."""
    handler = Handler()
    handler.get_response = view  # type: ignore[method-assign]
    return handler


def test_who_takes_long_lets_the_next_begin() -> None:
    hold = threading.Event()

    def view(request: Any) -> HttpResponse:
        if request.path == "/long":
            hold.wait(20)
        return HttpResponse(request.path)

    async def main() -> int:
        handler = answering(view)
        slow = [asyncio.ensure_future(ask(handler, path="/long")) for _ in range(20)]
        await asyncio.sleep(0)
        await asyncio.wait_for(asyncio.gather(*(ask(handler) for _ in range(20))), 15)
        waiting = sum(not one.done() for one in slow)
        hold.set()
        await asyncio.gather(*slow)
        return waiting

    assert asyncio.run(main()) == 20


def test_few_begin_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "LONG_SECONDS", 10.0)
    lock, counts = threading.Lock(), [0, 0]

    def view(_request: Any) -> HttpResponse:
        with lock:
            counts[0] += 1
            counts[1] = max(counts)
        time.sleep(0.005)
        with lock:
            counts[0] -= 1
        return HttpResponse()

    async def main() -> None:
        handler = answering(view)
        await asyncio.gather(*(ask(handler) for _ in range(20)))

    asyncio.run(main())
    assert counts == [0, arriving.SHORT]


@pytest.mark.parametrize("leaves", [True, False])
def test_what_streams_is_closed_whoever_ends_it(leaves: bool) -> None:
    closed, ended = threading.Event(), threading.Event()

    async def rows() -> AsyncIterator[bytes]:
        try:
            yield b"first"
            if leaves:
                await asyncio.Event().wait()
            yield b"last"
        finally:
            ended.set()

    def view(_request: Any) -> StreamingHttpResponse:
        response = StreamingHttpResponse(rows())
        response._resource_closers.append(closed.set)
        return response

    async def main() -> list[Any]:
        gone = asyncio.Event()
        asking = asyncio.ensure_future(ask(answering(view), gone))
        await asyncio.sleep(0.05)
        gone.set()
        return await asyncio.wait_for(asking, 10)

    sent = asyncio.run(main())
    assert [message.get("body", b"") for message in sent[1:]] == ([b"first"] if leaves else [b"first", b"last", b""])
    assert closed.is_set()
    assert ended.is_set()


def test_an_answer_that_nobody_takes_is_closed() -> None:
    hold, closed = threading.Event(), threading.Event()

    def view(_request: Any) -> StreamingHttpResponse:
        hold.wait(10)
        response = StreamingHttpResponse(iter([b"a"]))
        response._resource_closers.append(closed.set)
        return response

    async def main() -> None:
        asking = asyncio.ensure_future(ask(answering(view)))
        await asyncio.sleep(0.05)
        asking.cancel()  # as a server does that stops
        await asyncio.wait((asking,))
        assert asking.cancelled()
        hold.set()
        for _ in range(100):
            if closed.is_set():
                break
            await asyncio.sleep(0.02)

    asyncio.run(main())
    assert closed.is_set()


def test_an_error_below_django_reaches_the_server() -> None:
    def view(_request: Any) -> HttpResponse:
        raise ZeroDivisionError

    async def main() -> None:
        with pytest.raises(ZeroDivisionError):
            await asyncio.wait_for(ask(answering(view)), 10)

    asyncio.run(main())
