"""The SDK speaks asynchronously and Django's database does not: so the SDK runs in a loop of its own, beside the thread of its
request, and gives the work of its tools back to that thread. The loop that serves everybody else never waits for either."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

Result = TypeVar("Result")
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Here:
    """The thread of a request, which does what a loop elsewhere asks for until that loop has ended."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[Callable[[], None] | None] = SimpleQueue()

    async def work(self, work: Callable[[], Result]) -> Result:
        """In the loop: have something done in the thread of the request, and await what it returns or raises."""
        done: Future[Result] = Future()

        def step() -> None:
            try:
                done.set_result(work())
            except BaseException as error:
                done.set_exception(error)

        self._asked.put(step)
        return await asyncio.wrap_future(done)

    def run(self, talk: Callable[[], Awaitable[Result]]) -> Result:
        """In the thread: run `talk` in a loop apart, do what it asks for, and return what it returns."""

        async def talked() -> Result:
            return await talk()

        with ThreadPoolExecutor(1, "mcp") as beside:
            ended = beside.submit(asyncio.run, talked())
            ended.add_done_callback(lambda _: self._asked.put(None))
            while step := self._asked.get():
                step()
            return ended.result()


def answered(app: App, request: HttpRequest, here: Here, **more: Any) -> HttpResponse:
    """What an ASGI application answers to a request of Django's; `more` stands in its scope."""
    # Who says nothing takes anything (RFC 9110); the SDK wants to hear it.
    headers = {"Accept": "*/*", **request.headers}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method, "scheme": request.scheme,
        "path": request.path, "raw_path": request.path.encode(), "root_path": "", "query_string": b"",
        "headers": [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()],
        **more,
    }  # fmt: skip
    body, sent = request.body, []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    here.run(lambda: app(scope, receive, send))
    start = sent[0]
    response = HttpResponse(b"".join(message.get("body", b"") for message in sent[1:]), status=start["status"])
    del response["Content-Type"]
    for name, value in start["headers"]:
        if name.lower() != b"content-length":
            response[name.decode()] = value.decode("latin-1")
    return response
