"""P7: a body is read while it arrives; what came before a connection broke, or fell silent, is not lost."""

from __future__ import annotations

import asyncio
import errno
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from madang.config import arriving
from madang.config.arriving import Arriving, Broken


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop at work in a thread of its own, as the server's is."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def body(loop: asyncio.AbstractEventLoop, *messages: Any) -> Arriving:
    waiting = list(messages)

    async def receive() -> Any:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    return Arriving(receive, loop)


def piece(data: bytes, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": data, "more_body": more}


GONE = {"type": "http.disconnect"}


def test_it_gives_what_is_there_and_ends_once(loop: asyncio.AbstractEventLoop) -> None:
    found = body(loop, piece(b"abcdef"), piece(b""), piece(b"gh", more=False))
    assert [found.read(4), found.read(4), found.read(4), found.read(4), found.read(4)] == [
        b"abcd",
        b"ef",
        b"gh",
        b"",
        b"",
    ]


def test_it_can_be_read_whole(loop: asyncio.AbstractEventLoop) -> None:
    assert body(loop, piece(b"ab"), piece(b"c", more=False)).read() == b"abc"
    assert body(loop, piece(b"", more=False)).read(10) == b""


def test_a_client_that_leaves_is_an_error_after_what_it_sent(loop: asyncio.AbstractEventLoop) -> None:
    found = body(loop, piece(b"ab"), GONE)
    assert found.read(10) == b"ab"
    with pytest.raises(Broken):
        found.read(10)


def test_a_client_that_falls_silent_is_not_waited_for(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "PATIENCE_SECONDS", 0.05)
    found = body(loop, piece(b"ab"))
    assert found.read(10) == b"ab"
    with pytest.raises(OSError):  # noqa: PT011  what `HttpRequest.read` takes for a broken body
        found.read(10)


def test_a_closed_body_gives_nothing_more(loop: asyncio.AbstractEventLoop) -> None:
    found = body(loop, piece(b"ab"))
    found.close()
    assert found.read(10) == b""


def test_a_drip_is_ended_and_a_slow_view_is_not(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte a minute would hold a thread of the server for years; what the view does meanwhile is not the sender's fault."""
    monkeypatch.setattr(arriving, "WINDOW_SECONDS", 0.2)

    async def dripping() -> Any:
        await asyncio.sleep(0.05)
        return piece(b"x")

    with pytest.raises(Broken) as told:
        Arriving(dripping, loop).read()
    assert told.value.errno == errno.ETIMEDOUT
    steady = body(loop, *[piece(b"x" * 10)] * 8, piece(b"", more=False))
    for _ in range(8):
        time.sleep(0.05)
        assert steady.read(10)
    assert steady.read(10) == b""
