"""Counts that several processes of one machine share: how much of a key's allowance is used, and until when it counts.

One file of fixed size, a hash table of slots (key, end of the window, used). A count locks, reads and writes one set of
eight slots: 11 microseconds, where a row in SQLite takes 60 and a busy one waits for milliseconds. The file is allocated
when it is made, so a full disk cannot stop it later; where it cannot be used, each process counts for itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
logger = logging.getLogger(__name__)
SLOT = struct.Struct("<16sdq")  # key, end of its window in seconds since 1970, used
WAYS = 8
SETS = 8192
"""Room for 65,536 keys at a time (2 MB); when a set is full, the key whose window ends first is forgotten."""
SET_BYTES = SLOT.size * WAYS
PATIENCE = 0.05
"""Seconds that a count waits for a process which holds the lock; it may have been stopped."""
AGAIN = 60.0


@dataclass(frozen=True)
class Count:
    """`used` of the allowance, this time included if `allowed`; it is whole again at `end` (seconds since 1970)."""

    allowed: bool
    used: int
    end: float


class Tally:
    """A shared table of counts in the file at `path`. Never raises: where the file fails, it counts in this process alone."""

    def __init__(self, path: Path, secret: str) -> None:
        """`secret` keeps the keys, which may be addresses of people, from being guessed out of the file."""
        self._path, self._secret = path, hashlib.sha256(secret.encode()).digest()
        self._lock = threading.Lock()
        self._file, self._process = -1, 0
        self._memory, self._broken_until = bytearray(), 0.0

    def add(self, key: str, amount: int, limit: int, seconds: float, now: float) -> Count:
        """Use `amount` of `limit`, unless more would be used than there is; a window of `seconds` begins with its first use."""
        name = self._name(key)

        def use(slots: bytearray) -> Count:
            place = _place(slots, name)
            known, end, used = SLOT.unpack_from(slots, place)
            if known != name or not now < end <= now + seconds:  # past, or from before the clock was put back
                end, used = now + seconds, 0
            allowed = used + amount <= limit
            SLOT.pack_into(slots, place, name, end, used + amount if allowed else used)
            return Count(allowed, used + amount if allowed else used, end)

        return self._change(name, use)

    def forget(self, key: str, end: float) -> None:
        """Give back what was used in the window that ends at `end`; a later window is left alone."""
        name = self._name(key)

        def clear(slots: bytearray) -> None:
            place = _place(slots, name)
            if SLOT.unpack_from(slots, place)[:2] == (name, end):
                SLOT.pack_into(slots, place, bytes(16), 0.0, 0)

        self._change(name, clear)

    def _name(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode(), digest_size=16, key=self._secret).digest()

    def _change(self, name: bytes, change: Callable[[bytearray], Result]) -> Result:
        """Apply `change` to the slots where a key belongs, alone among all threads and processes."""
        place = int.from_bytes(name[:4], "little") % SETS * SET_BYTES
        with self._lock:
            try:
                return self._in_file(place, change)
            except OSError as error:
                return self._in_memory(place, change, error)

    def _in_file(self, place: int, change: Callable[[bytearray], Result]) -> Result:
        file = self._opened()
        _lock(file, place)
        try:
            slots = bytearray(os.pread(file, SET_BYTES, place).ljust(SET_BYTES, b"\0"))
            result = change(slots)
            os.pwrite(file, slots, place)
            return result
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN, SET_BYTES, place)

    def _in_memory(self, place: int, change: Callable[[bytearray], Result], error: OSError) -> Result:
        if not isinstance(error, Waited) and time.monotonic() >= self._broken_until:
            self._broken_until = time.monotonic() + AGAIN
            logger.warning(
                "%s: %s. This process counts for itself, and tries the file again in a minute.", self._path, error
            )
        self._memory = self._memory or bytearray(SETS * SET_BYTES)
        slots = self._memory[place : place + SET_BYTES]
        result = change(slots)
        self._memory[place : place + SET_BYTES] = slots
        return result

    def _opened(self) -> int:
        """The file, made and allocated when absent. A forked process opens its own: closing an inherited one would unlock it."""
        if self._process != os.getpid():
            if time.monotonic() < self._broken_until:
                raise OSError("the file failed a moment ago")
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.posix_fallocate(file, 0, SETS * SET_BYTES)
            except OSError:
                os.close(file)
                raise
            self._file, self._process = file, os.getpid()
        return self._file


class Waited(OSError):
    """Another process kept the lock."""


def _lock(file: int, place: int) -> None:
    """Lock one set among processes. Raises `Waited` rather than waiting for a process that was stopped while it counted."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SET_BYTES, place)
            return
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise Waited("another process kept the lock") from error
            time.sleep(0.0001)


def _place(slots: bytearray, name: bytes) -> int:
    """Where the key stands, else the slot whose window ended or ends first."""
    oldest, first = 0, float("inf")
    for place in range(0, SET_BYTES, SLOT.size):
        known, end, _ = SLOT.unpack_from(slots, place)
        if known == name:
            return place
        if end < first:
            oldest, first = place, end
    return oldest
