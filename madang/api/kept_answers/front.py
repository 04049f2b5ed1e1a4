"""The ASGI application in front of Django that gives kept answers, counts them as Django would, and keeps new ones."""

from __future__ import annotations

import asyncio
import atexit
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.utils import timezone

from madang.api.budgets import counting, noting
from madang.api.budgets.clients import ANONYMOUS, Client, told_address
from madang.api.budgets.refusals import OverBudget
from madang.api.budgets.spending import Spending
from madang.api.kept_answers.answers import Answers, Headers, Kept, for_all, seconds
from madang.api.kept_answers.asking import Key, Scope, header, key

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
FRESH = (b"ratelimit", b"retry-after", b"date")
"""Headers that begin so are made anew for each request."""
OF_A_BODY = (b"content-", b"madang-", b"link", b"accept-ranges")
GIVEN = (b"cache-status", b"madang; hit")  # RFC 9211
NOTE_SECONDS = 1.0
PAGE = "madang.keep"
"""In the scope of a request: a list that is filled when the answer is a page that is the same for everybody (`portal.keeping`)."""
PAGE_SECONDS = 60.0
"""A page says how long ago something was, and what search finds, whose index may lag."""


class Front:
    """`application(scope, receive, send)`: gives kept answers of at most `most_bytes` together, and passes on everything else."""

    def __init__(self, app: App, most_bytes: int, committed: Callable[[], Awaitable[object | None]]) -> None:
        self._app, self._committed = app, committed
        self.answers = Answers(most_bytes)
        self.given = Given()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = key(scope)
        version = None if asked is None else await self._committed()
        if asked is None or version is None:
            return await self._app(scope, receive, send)
        found = self.answers.get(asked, version, time.monotonic())
        if found is None:
            return await self._pass_on(asked, version, scope, receive, send)
        if not found.kind:
            return await self._give(found, None, scope, send)
        spending = Spending(Client(ANONYMOUS, _address(scope)), found.kind, lambda _tables: {})
        try:
            spending.begin()
        except OverBudget:  # Django refuses it, in words
            return await self._app(scope, receive, send)
        return await self._give(found, spending, scope, send)

    async def _give(self, found: Kept, spending: Spending | None, scope: Scope, send: Send) -> None:
        told = counting.left(spending) if spending else {}
        left = [(name.lower().encode(), value.encode()) for name, value in told.items()]
        same = bool(found.tag) and _has(header(scope, b"if-none-match"), found.tag)
        self.given.note(found, 304 if same else 200)
        headers = [pair for pair in found.headers if not (same and pair[0].startswith(OF_A_BODY))]
        status, body = (304, b"") if same else (200, b"" if scope["method"] == "HEAD" else found.body)
        await send({"type": "http.response.start", "status": status, "headers": [*headers, GIVEN, *left]})
        await send({"type": "http.response.body", "body": body})

    async def _pass_on(self, asked: Key, version: object, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Django answer, and keep what it says everybody may have. The version is that from before it began."""
        counted: list[counting.Counted] = []
        page: list[bool] = []
        taking = Taking(self.answers.largest, page, send)
        below = {**scope, counting.COUNTED: counted, PAGE: page}
        await self._app(below, receive, taking if scope["method"] == "GET" else send)
        if not taking.whole or (not page and (len(counted) != 1 or counted[0].client != ANONYMOUS)):
            return
        headers = tuple(pair for pair in taking.headers if not pair[0].startswith(FRESH))
        kind, events = ("", ()) if page else (counted[0].kind, counted[0].events)
        until = time.monotonic() + (PAGE_SECONDS if page else seconds(headers))
        self.answers.put(asked, Kept(headers, taking.body, version, until, kind, events))


class Taking:
    """A `send` that remembers a small public answer of status 200 whose length was told, and came whole."""

    def __init__(self, largest: int, page: list[bool], send: Send) -> None:
        self._largest, self._page, self._send = largest, page, send
        self.headers: Headers = ()
        self.body, self.whole, self._length = b"", False, -1

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begin(message)
        elif self._length >= 0:
            self.body += message.get("body", b"")
            self.whole = not message.get("more_body", False) and len(self.body) == self._length
            if len(self.body) > self._length:
                self._length = -1
        await self._send(message)

    def _begin(self, message: Message) -> None:
        headers = tuple((bytes(name).lower(), bytes(value)) for name, value in message.get("headers", ()))
        length = dict(headers).get(b"content-length", b"")
        may = for_all(headers) if self._page else seconds(headers) > 0
        if message["status"] == 200 and length.isdigit() and int(length) <= self._largest and may:
            self.headers, self._length = headers, int(length)


def _has(sent: str, tag: str) -> bool:
    """Whether `If-None-Match` names the answer, in whatever encoding the reader has it."""
    plain = [re.sub(r'^W/|-(?:gzip|zstd)(?="$)', "", part.strip()) for part in (*sent.split(","), tag)]
    return plain[-1] in plain[:-1] or "*" in plain


def _address(scope: Scope) -> str:
    peer = scope.get("client")
    return told_address(peer[0] if peer else "", header(scope, b"x-forwarded-for"))


class Given:
    """How often each answer was given, noted once a second rather than each time."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, Kept]] = Counter()
        atexit.register(self.flush)

    def note(self, kept: Kept, status: int) -> None:
        if not self._counts:
            asyncio.get_running_loop().call_later(NOTE_SECONDS, self.flush)
        self._counts[status, kept] += 1

    def flush(self) -> None:
        counts, self._counts = self._counts, Counter()
        now = timezone.localtime()
        for (status, kept), times in counts.items():
            for event in kept.events:
                noting.again(event, times, now, status)
