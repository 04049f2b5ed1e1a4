"""Bodies that a view reads while they arrive. Django itself takes in the whole body first, and loses it when the client does.

An upload's view reads `request.read(n)` in its own thread; the event loop receives meanwhile. So no more of a body than one
message is ever in memory, what came before a connection broke is not lost, and a slow view slows the sender down.

`Handler` is Django's with these bodies, and works on each request in one thread: decision 24 has the measurements behind its numbers.
"""

from __future__ import annotations

import asyncio
import errno
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.db import close_old_connections
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from madang.config.bodies import Receive, Scope, Send, streamed
from madang.query import turns

PATIENCE_SECONDS = 60.0
"""A client that sends nothing for so long is taken for gone; what it sent is kept."""
WINDOW_SECONDS, LEAST_RATE = 30.0, 1_000
"""Fewer bytes a second over so much waiting end the body: a byte a minute would hold a thread for years."""


THREADS = 200
"""Requests that are worked on at once in a process; a slow upload holds one. There are as many threads as there were requests at once."""

SHORT = 3
"""Requests that begin at once. Threads that compute in Python take turns of 5 ms: many of them make all late, and some very late."""
LONG_SECONDS = 0.01
"""Who takes longer waits for somebody else (an engine, a queue, a disk), and lets the next one begin."""


class Broken(OSError):
    """The client went away, or fell silent, before its body was whole."""


class Arriving:
    """A request's body as a file: `read` gives what is there, at least one byte until the end. Raises `Broken`."""

    def __init__(self, receive: Receive, loop: asyncio.AbstractEventLoop) -> None:
        self._receive, self._loop = receive, loop
        self._rest, self._over = b"", False
        self._waited, self._came = 0.0, 0

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(iter(lambda: self.read(1 << 20), b""))
        while not self._rest and not self._over:
            began = time.monotonic()
            self._take(asyncio.run_coroutine_threadsafe(self._next(), self._loop).result())
            self._require_pace(time.monotonic() - began)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def close(self) -> None:
        self._rest, self._over = b"", True

    async def _next(self) -> Any:
        return await asyncio.wait_for(self._receive(), PATIENCE_SECONDS)

    def _require_pace(self, waited: float) -> None:
        """Count the time that we waited, not that in which the view worked. Raises `Broken` with ETIMEDOUT."""
        self._waited, self._came = self._waited + waited, self._came + len(self._rest)
        if self._waited > WINDOW_SECONDS:
            if self._came < LEAST_RATE * self._waited and not self._over:
                raise Broken(errno.ETIMEDOUT, "the body came too slowly")
            self._waited, self._came = 0.0, 0

    def _take(self, message: Any) -> None:
        if message["type"] == "http.disconnect":
            self._over = True
            raise Broken("the client went away before its body was whole")
        self._rest, self._over = message.get("body", b""), not message.get("more_body", False)


class Handler(ASGIHandler):
    """Django's, but that the body of an upload is left to its view, and that a request is worked on in one thread from its first
    signal to its last. All of our middleware and views are functions.

    Django would begin a thread for each request, with a connection to the database of its own, and cross from event loop to
    thread and back five times.
    """

    def __init__(self) -> None:
        super().__init__()
        self._short = asyncio.Semaphore(SHORT)

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        receive = Pending(receive) if streamed(scope) else receive
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        leaving = asyncio.ensure_future(self.listen_for_disconnect(receive))
        try:
            await self._sent(await self._worked(scope, body), leaving, send)
        finally:
            leaving.cancel()
            await asyncio.wait((leaving,))
            body.close()

    async def _worked(self, scope: Scope, body: Any) -> HttpResponseBase:
        """What the view answers. Who leaves meanwhile is noticed by the view, so a response is always taken, and closed."""
        answer = partial(copy_context().run, self._answer, scope, body)
        arriving = isinstance(body, Arriving)
        if not arriving:
            await self._short.acquire()
        working = asyncio.get_running_loop().run_in_executor(_threads, answer)
        try:
            if not arriving:
                await self._briefly(working)
            return await asyncio.shield(working)
        except asyncio.CancelledError:
            working.add_done_callback(lambda done: done.exception() or done.result().close())
            raise

    async def _briefly(self, working: asyncio.Future[HttpResponseBase]) -> None:
        """Keep a place among the short ones until the answer is there, or takes long."""
        try:
            await asyncio.wait((working,), timeout=LONG_SECONDS)
        finally:
            self._short.release()

    def _answer(self, scope: Scope, body: Any) -> HttpResponseBase:
        """Work on a request in this thread. A response that is whole is closed here; bytes that stream end with the client."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        try:
            request, refused = self.create_request(scope, body)
            # A body that arrives slowly must not keep others from their turn.
            address = b"" if isinstance(body, Arriving) else scope["path"].encode() + b"?" + scope["query_string"]
            with turns.taken(address):
                response: HttpResponseBase = refused or self.get_response(request)
        finally:
            close_old_connections()
        response._handler_class = self.__class__
        if not response.streaming:
            response.close()
        return response

    async def _sent(self, response: HttpResponseBase, leaving: asyncio.Future[None], send: Send) -> None:
        if not response.streaming:
            if not leaving.done():
                await self.send_response(response, send)
            return
        sending = asyncio.ensure_future(self.send_response(response, send))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            await asyncio.wait((sending,))
            await asyncio.get_running_loop().run_in_executor(_threads, response.close)
        if not sending.cancelled():
            sending.result()

    async def read_body(self, receive: Receive) -> Any:
        if isinstance(receive, Pending):
            return Arriving(receive, asyncio.get_running_loop())
        return await super().read_body(receive)

    async def listen_for_disconnect(self, receive: Receive) -> None:
        """Return when the client left; whoever works for it notices by `leaving.GONE`."""
        if isinstance(receive, Pending):  # only the body's reader may take messages; it notices by itself
            await asyncio.Event().wait()
        await receive()


_threads = ThreadPoolExecutor(THREADS, "request")


class Pending:
    """Marks a `receive` whose messages belong to the view."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive

    async def __call__(self) -> Any:
        return await self._receive()
