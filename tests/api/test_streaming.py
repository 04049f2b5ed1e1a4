"""Streams under ASGI: they arrive, they stop when the client leaves, and they always close."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from django.test import AsyncRequestFactory, RequestFactory

from madang.api import streaming

pytestmark = pytest.mark.django_db  # closing a response lets Django tidy its connections


class Body:
    """Chunks that can be slow, and a note of whether they were closed and whether that was during a step."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.closed, self.stepping, self.early, self.given = seconds, 0, False, False, 0

    def chunks(self) -> Iterator[bytes]:
        for number in range(1000):
            self.stepping = True
            time.sleep(self.seconds)
            self.given += 1
            self.stepping = False
            yield b"%d," % number

    def close(self) -> None:
        self.closed += 1
        self.early |= self.stepping


def test_all_chunks_arrive_and_the_source_is_closed() -> None:
    body = Body()

    async def read() -> bytes:
        response = streaming.stream(AsyncRequestFactory().get("/"), body.chunks(), "text/plain", body.close)
        assert response.is_async
        return b"".join([chunk async for chunk in response])

    assert asyncio.run(read()).endswith(b"998,999,")
    assert body.closed


def test_work_stops_when_the_client_leaves() -> None:
    body = Body(0.01)

    async def leave() -> None:
        response = streaming.stream(AsyncRequestFactory().get("/"), body.chunks(), "text/plain", body.close)

        async def read() -> None:
            async for _chunk in response:
                pass

        task = asyncio.create_task(read())
        await asyncio.sleep(0.1)
        task.cancel()  # what Django's ASGI handler does on http.disconnect
        await asyncio.wait([task])
        response.close()

    asyncio.run(leave())
    given = body.given
    assert body.closed
    assert not body.early
    assert 0 < given < 100
    time.sleep(0.05)
    assert body.given == given


def test_others_are_served_meanwhile() -> None:
    body = Body(0.02)

    async def both() -> int:
        response = streaming.stream(AsyncRequestFactory().get("/"), body.chunks(), "text/plain", body.close)
        ticks, threads = 0, set()
        async for _chunk in response:
            threads.add(threading.get_ident())
            ticks += 1
            if ticks == 5:
                break
        began = time.monotonic()
        await asyncio.sleep(0)
        assert time.monotonic() - began < 0.02
        return len(threads)

    assert asyncio.run(both()) == 1


def test_a_body_that_nobody_reads_is_closed_with_its_response() -> None:
    for factory in (RequestFactory(), AsyncRequestFactory()):
        body = Body()
        streaming.stream(factory.get("/"), body.chunks(), "text/plain", body.close).close()
        assert body.closed
        assert body.given == 0


def test_plain_servers_get_plain_iterators() -> None:
    body = Body()
    response = streaming.stream(RequestFactory().get("/"), body.chunks(), "text/plain", body.close)
    assert b"".join(response).endswith(b"999,")
    assert body.closed
