"""Turns in one process: of questions that look heavy, few are read at a time, so that a crowd of them leaves room for light ones.

Sixty-four that arrive at once have milliseconds of Python each before they wait for the engine, and a light question shares the
interpreter with all of them. Whether turns help is not shown yet: `bench/heavy.py` was only run on busy machines. A pair of
quiet runs, with and without, decides whether this file stays.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

AT_ONCE = 2
LOOKS_HEAVY = re.compile(rb"sql|search|group|order|sort|distinct|near|having|\bq=", re.IGNORECASE)
"""In any dialect. To be taken for heavy by mistake costs a wait of milliseconds, and not to be taken for it nothing."""

_free = threading.BoundedSemaphore(AT_ONCE)
_mine: ContextVar[list[bool]] = ContextVar("turn")


@contextmanager
def taken(address: bytes) -> Iterator[None]:
    """Wait for a turn if a question at this address looks heavy; it ends with the block or at `over`, whichever is first."""
    if not LOOKS_HEAVY.search(address):
        yield
        return
    held = [_free.acquire()]
    mark = _mine.set(held)
    try:
        yield
    finally:
        _mine.reset(mark)
        _end(held)


def over() -> None:
    """The question is read: what comes now may take long, or waits by rules of its own. May be called at any time."""
    _end(_mine.get([]))


def _end(held: list[bool]) -> None:
    if held and held.pop():
        _free.release()
