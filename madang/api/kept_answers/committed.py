"""The version of the city's database, awaited: another one when a transaction was committed, in this process or another."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import connection

from madang.catalog.committed import InFile, Version

EVERY_SECONDS = 1.0
"""PostgreSQL is asked so often: asking it costs a round trip, SQLite four microseconds."""


def of_database(settings: dict[str, Any]) -> Callable[[], Awaitable[Version | None]]:
    """What to await for the version; None when it cannot be known, and nothing that is kept may be given."""
    if settings["ENGINE"].endswith("sqlite3"):
        in_file = InFile(Path(settings["NAME"]))

        async def version() -> Version | None:
            return in_file()

        return version
    return InServer()


class InServer:
    """PostgreSQL's snapshot, which is the same exactly while the same transactions are committed. Known for a second."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._until = now, 0.0
        self._version: Version | None = None
        self._asking: asyncio.Task[Version | None] | None = None
        self._thread = ThreadPoolExecutor(1, "committed")

    async def __call__(self) -> Version | None:
        if self._now() < self._until:
            return self._version
        if self._asking is None:  # whoever comes meanwhile waits for the same answer
            self._asking = asyncio.ensure_future(self._ask())
        return await asyncio.shield(self._asking)

    async def _ask(self) -> Version | None:
        began = self._now()
        try:
            self._version = await asyncio.get_running_loop().run_in_executor(self._thread, _snapshot)
            self._until = began + EVERY_SECONDS
            return self._version
        finally:
            self._asking = None


def _snapshot() -> Version | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            found: Version = cursor.fetchone()
            return found
    except Exception:  # whatever it is, it is no version; Django says what is wrong when it asks itself
        return None
    finally:
        connection.close()
