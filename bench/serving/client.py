"""Takes the time of requests as a closed loop of connections does: each asks its next question when the last is answered."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

Ask = Callable[[int], Awaitable[int]]
"""Asks the question of a number and returns the bytes of its answer."""


@dataclass(frozen=True)
class Times:
    """Milliseconds of each answer, how many answers came in a second, and how many questions were put off (503, 429)."""

    spent: list[float]
    rate: float
    refused: int = 0

    @property
    def p50(self) -> float:
        return statistics.median(self.spent) if self.spent else float("nan")

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.spent, n=100)[98] if len(self.spent) > 1 else self.p50


class Refused(RuntimeError):
    """The server says that it is busy, and when to ask again. The loop asks on, as a client without manners does."""


async def timed(connect: Callable[[], Awaitable[Ask]], connections: int, seconds: float) -> Times:
    """Ask for `seconds` over so many connections; the first question of each is not counted."""
    asks = [await connect() for _ in range(connections)]
    spent: list[float] = []
    refused = 0
    end = 0.0

    async def loop(place: int, ask: Ask) -> None:
        nonlocal refused
        number = place
        while time.perf_counter() < end:
            number += connections
            began = time.perf_counter()
            try:
                await ask(number)
                spent.append((time.perf_counter() - began) * 1000)
            except Refused:
                refused += 1

    async def first(place: int, ask: Ask) -> None:
        with suppress(Refused):
            await ask(place)

    await asyncio.gather(*(first(place, ask) for place, ask in enumerate(asks)))
    began = time.perf_counter()
    end = began + seconds
    await asyncio.gather(*(loop(place, ask) for place, ask in enumerate(asks)))
    return Times(spent, len(spent) / (time.perf_counter() - began), refused)


def http(
    address: str, path: Callable[[int], str | tuple[str, bytes]], headers: str = ""
) -> Callable[[], Awaitable[Ask]]:
    """Questions over one kept-alive connection each. `path` gives the target of a number, or target and body of a POST."""
    host = urlsplit(address)

    async def connect() -> Ask:
        reader, writer = await asyncio.open_connection(host.hostname, host.port, limit=1 << 20)

        async def ask(number: int) -> int:
            asked = path(number)
            target, body = asked if isinstance(asked, tuple) else (asked, b"")
            start = f"{'POST' if body else 'GET'} {target} HTTP/1.1\r\nHost: {host.netloc}\r\n{headers}"
            length = f"Content-Length: {len(body)}\r\n" if body else ""
            writer.write(f"{start}{length}\r\n".encode() + body)
            return await _answer(reader)

        return ask

    return connect


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = head.split(" ", 2)[1]
    fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if status in ("503", "429") and "retry-after" in fields:
        raise Refused((await reader.readexactly(int(fields["content-length"]))).decode())
    if status != "200":
        raise RuntimeError(head + (await reader.read(500)).decode(errors="replace"))
    if "content-length" in fields:
        return len(await reader.readexactly(int(fields["content-length"])))
    size = 0
    while (length := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)) > 0:
        left = length
        while left:
            piece = await reader.read(min(left, 1 << 20))
            if not piece:
                raise RuntimeError("the answer broke off")
            left -= len(piece)
        size += length
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return size
