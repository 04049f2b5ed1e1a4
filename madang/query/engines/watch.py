"""One thread that stops what runs too long, or for nobody any more. A timer of its own for each call would cost a millisecond each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

STEP = 0.05
"""Seconds between looks; a call may run so much longer than it should."""
IDLE = 200
"""Looks without anything to watch after which the thread ends; the next call starts another."""

Gone = Callable[[], bool]
_gone: ContextVar[Gone | None] = ContextVar("madang_gone", default=None)
_watched: dict[int, tuple[float, Callable[[], None], Gone | None]] = {}
_lock = threading.Lock()
_thread: threading.Thread | None = None


@contextmanager
def leaving(gone: Gone) -> Iterator[None]:
    """What is computed in the block stops when `gone` says so (it is asked from another thread): nobody waits for the answer."""
    before = _gone.set(gone)
    try:
        yield
    finally:
        _gone.reset(before)


@contextmanager
def watched(seconds: float, stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` (from another thread, again at every look) while the block takes longer than `seconds`, or when nobody waits."""
    mark = object()
    key = id(mark)
    with _lock:
        _watched[key] = (time.monotonic() + seconds, stop, _gone.get())
        _start()
    try:
        yield
    finally:
        with _lock:
            del _watched[key]


def _start() -> None:
    global _thread  # the lock is held
    if _thread is None or not _thread.is_alive():
        _thread = threading.Thread(target=_look, name="query-watch", daemon=True)
        _thread.start()


def _look() -> None:
    global _thread
    quiet = 0
    while True:
        time.sleep(STEP)
        with _lock:
            now = time.monotonic()
            quiet = 0 if _watched else quiet + 1
            if quiet > IDLE:
                _thread = None
                return
            for deadline, stop, gone in _watched.values():
                if now > deadline or (gone is not None and gone()):
                    stop()
