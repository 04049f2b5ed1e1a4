"""Whether a transaction of the city's database was committed since, in this process or another.

What was read of the catalogue may be remembered until then: asking costs four microseconds, reading a resource with its dataset,
organisation and revision a millisecond. Only SQLite can say so at such a price; on PostgreSQL nothing is
remembered, or for a minute what takes a walk over the catalogue (`lately`).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.core.cache import cache as kept
from django.db import connection

Value = TypeVar("Value")
Version = object
MOST = 5_000
"""Things that are remembered at a time."""
A_MINUTE = 60


class InFile:
    """SQLite's own counter of what other connections committed. This one never writes, so it is told of everything."""

    def __init__(self, file: Path) -> None:
        self._file, self._inode = file, -1
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    def __call__(self) -> Version | None:
        """Equal exactly while nothing was committed; None when it cannot be known."""
        with self._lock:
            try:
                inode = self._file.stat().st_ino
                if self._connection is None or inode != self._inode:  # restored from a backup, say
                    self._connection = self._opened()
                    self._inode = inode
                return inode, self._connection.execute("PRAGMA data_version").fetchone()[0]
            except (OSError, sqlite3.Error):
                self._connection = None
                return None

    def _opened(self) -> sqlite3.Connection:
        address = f"{self._file.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(address, uri=True, timeout=0, check_same_thread=False)


class Remembered:
    """Values by a key, until something is committed. May be used from any thread; nobody may change what comes out."""

    def __init__(self, version: Callable[[], Version | None]) -> None:
        self._version = version
        self._held: tuple[Version | None, dict[object, object]] = (None, {})

    def get(self, key: object, make: Callable[[], Value]) -> Value:
        """What `make` gives or gave. The version is that from before it reads, so it is never newer than what it read."""
        version = self._version()
        if version is None:
            return make()
        held = self._held
        if held[0] != version:
            held = self._held = (version, {})
        if key in held[1]:
            return held[1][key]  # type: ignore[return-value]
        value = make()
        if len(held[1]) < MOST:
            held[1][key] = value
        return value


@cache
def remembered() -> Remembered:
    """Of this city. Inside a transaction nothing is remembered: what it changed itself is not committed yet."""
    if connection.vendor != "sqlite":
        return Remembered(lambda: None)
    version = InFile(Path(connection.settings_dict["NAME"]))
    return Remembered(lambda: None if connection.in_atomic_block else version())


def lately(key: str, make: Callable[[], Value]) -> Value:
    """What `make` gave since the last commit; where commits cannot be seen, within a minute. Nobody may change what comes out."""
    if connection.vendor == "sqlite":
        return remembered().get(key, make)
    found: Value = kept.get_or_set(key, make, A_MINUTE)
    return found
