"""The parent's end of a child: starts it without the city's settings, asks it, and kills it when its time is up."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from madang.query.sql import frames

TICK = 0.05
"""Seconds between two looks at the clock and at whether the client is still there."""
START_SECONDS = 60.0
LAST_WORDS = 4_000
GROWN_BYTES = 256 << 20
"""A child whose addresses have grown by as much is replaced: memory is rarely given back whole."""


class Late(Exception):
    """The child was still busy at its deadline, and is dead now."""


class Gone(Exception):
    """Nobody waits for the answer any more; the child is dead."""


class Died(Exception):
    """The child ended without an answer. The text holds its last words, for the log."""


class DiedIdle(Died):
    """It had ended before it was asked: no statement is to blame."""


class Child:
    """One child. `ask` may be called again as long as it is `fit`; `end` must be called at last."""

    def __init__(self, kind: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "madang.query.sql.child", kind],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(), cwd="/",
        )  # fmt: skip
        self._words = b""
        self._received = frames.Received()
        self._empty = self._size = 0
        self._settled = True

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def fit(self) -> bool:
        """Whether it lives, has said all that it was to say, and has not grown too large."""
        return self._settled and self._process.poll() is None and self._size - self._empty < GROWN_BYTES

    def ask(self, request: dict[str, Any], seconds: float, gone: Callable[[], bool]) -> Iterator[tuple[bytes, bytes]]:
        """Frames of the answer as they come; the last one is JSON. Raises `Late`, `Gone`, `Died`, and kills it in these cases."""
        self._settled = False
        with _idle():
            self._await_ready(gone)
            deadline = time.monotonic() + seconds
            self._hand_over(request, deadline, gone)
        kind = b""
        while kind != frames.JSON:
            kind, body = self._next(deadline, gone)
            self._settled = kind == frames.JSON
            yield kind, body

    def end(self) -> None:
        """Kill the child if it lives, and take leave of it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(BrokenPipeError):
                if pipe:
                    pipe.close()

    def _await_ready(self, gone: Callable[[], bool]) -> None:
        """It says so after its start and after each answer, when it is prepared for the next."""
        _, body = self._next(time.monotonic() + START_SECONDS, gone)
        self._size = json.loads(body)["size"]
        self._empty = self._empty or self._size

    def _hand_over(self, request: dict[str, Any], deadline: float, gone: Callable[[], bool]) -> None:
        """Ask, and wait until it has taken the request: one that is being killed may have said that it is ready, and may still be
        written to."""
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):  # `_next` says how it died
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        kind, _ = self._next(deadline, gone)
        if kind != frames.TAKEN:
            raise frames.Odd(f"a frame {kind!r} instead of that the request was taken")

    def _next(self, deadline: float, gone: Callable[[], bool]) -> tuple[bytes, bytes]:
        while (frame := self._received.next()) is None:
            if gone():
                self._process.kill()
                raise Gone
            left = deadline - time.monotonic()
            if left <= 0:
                self._process.kill()
                raise Late
            self._listen(min(TICK, left))
        return frame

    def _listen(self, seconds: float) -> None:
        """Take in what the child says, and what it complains of: it cannot write to a file."""
        assert self._process.stdout
        assert self._process.stderr
        said, words = self._process.stdout.fileno(), self._process.stderr.fileno()
        heard = select.select([said, words], [], [], seconds)[0]
        if words in heard:
            self._words = (self._words + os.read(words, 65_536))[-LAST_WORDS:]
        if said in heard:
            piece = os.read(said, 1 << 20)
            if not piece:
                raise Died(self._last_words())
            self._received.add(piece)

    def _last_words(self) -> str:
        assert self._process.stderr
        self._process.wait()
        told = self._words + self._process.stderr.read()
        return f"exit {self._process.returncode}: {told[-LAST_WORDS:].decode(errors='replace')}"


@contextlib.contextmanager
def _idle() -> Iterator[None]:
    """A child that dies here had begun nothing."""
    try:
        yield
    except Died as death:
        raise DiedIdle(*death.args) from death


def _environment() -> dict[str, str]:
    """Nothing of the operator's: no password, no key, no folder."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "HOME": "/nonexistent",
        "PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path if path),  # noqa: PTH100  it runs elsewhere
        "PYTHONDONTWRITEBYTECODE": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # the others reserve a gigabyte of addresses at once
        "MALLOC_ARENA_MAX": "2",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
