"""Takes the time of requests as a closed loop of connections does: each asks its next question when the last is answered."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

Ask = Callable[[int], Awaitable[int]]
"""Asks the question of a number and returns the bytes of its answer."""


@dataclass(frozen=True)
class Times:
    """Milliseconds of each answer, and how many answers came in a second."""

    spent: list[float]
    rate: float

    @property
    def p50(self) -> float:
        return statistics.median(self.spent)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.spent, n=100)[98] if len(self.spent) > 1 else self.spent[0]


async def timed(connect: Callable[[], Awaitable[Ask]], connections: int, seconds: float) -> Times:
    """Ask for `seconds` over so many connections; the first question of each is not counted."""
    asks = [await connect() for _ in range(connections)]
    spent: list[float] = []
    end = 0.0

    async def loop(place: int, ask: Ask) -> None:
        number = place
        while time.perf_counter() < end:
            number += connections
            began = time.perf_counter()
            await ask(number)
            spent.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(ask(place) for place, ask in enumerate(asks)))
    began = time.perf_counter()
    end = began + seconds
    await asyncio.gather(*(loop(place, ask) for place, ask in enumerate(asks)))
    return Times(spent, len(spent) / (time.perf_counter() - began))


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
    if " 200 " not in head.split("\r\n", 1)[0]:
        raise RuntimeError(head + (await reader.read(500)).decode(errors="replace"))
    fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
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
