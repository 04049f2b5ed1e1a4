"""Specifications drawn as SVG and PNG, without a browser or a network, in the portal's own font.

A child process holds the engine (vl-convert: V8 with Vega in it). It would hold this process's interpreter while it draws, so that
no page is answered meanwhile; and a drawing that takes too long can be ended only with its process.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from madang.lib.charts.engine import FAILED, LENGTH
from madang.lib.problems import Problem
from madang.lib.xml_text import xml_text, xml_texts

logger = logging.getLogger(__name__)
MOST_WAITING = 4
SECONDS = 10.0
"""How long a drawing may take, and how long one may wait for its turn, where somebody waits for a page."""
asker: ContextVar[str] = ContextVar("asker", default="")
"""For whom this thread draws: one asker has one place at a time, so that nobody holds the engine alone. "": the city itself."""
_places = threading.BoundedSemaphore(MOST_WAITING)
_turn = threading.Lock()
_askers: set[str] = set()
_fewer_askers = threading.Condition()


class DrawingBusy(Problem):
    en = "Too many charts are being drawn just now. Try again in a moment; the numbers are in the table and the CSV file."
    ko = "지금 그리는 차트가 너무 많습니다. 잠시 뒤 다시 시도하세요. 수치는 표와 CSV 파일에 있습니다."


class DrawingTooSlow(DrawingBusy):
    en = "The chart took more than {seconds:g} seconds to draw and was given up. Show less in it; the numbers are in the CSV file."
    ko = "차트를 그리는 데 {seconds:g}초가 넘어 멈췄습니다. 덜 담아 보세요. 수치는 CSV 파일에 있습니다."


class CannotDraw(Problem):
    """A specification that the engine refuses, or ends over. None of ours should be one."""

    en = "The chart could not be drawn. The numbers are in the table and the CSV file."
    ko = "차트를 그리지 못했습니다. 수치는 표와 CSV 파일에 있습니다."


def svg(spec: dict[str, Any], seconds: float | None = None) -> str:
    """The drawing as SVG text; `seconds` is how long it may take, else `SECONDS`. Raises `DrawingBusy`, `DrawingTooSlow`, `CannotDraw`."""
    return _ask(seconds, form="svg", spec=xml_texts(spec)).decode()  # what XML forbids would end the engine


def png(drawn: str, scale: float = 2.0) -> bytes:
    """A drawing of `svg` as PNG, by default at two points a pixel. Raises as `svg`."""
    return _ask(None, form="png", svg=xml_text(drawn), scale=scale)


def _ask(seconds: float | None, **asked: Any) -> bytes:
    body, seconds = json.dumps(asked, ensure_ascii=True).encode(), seconds or SECONDS
    with _one_each(asker.get(), seconds), _place(seconds):
        try:
            state, answer = _Engine.ready().ask(body, seconds)
        except (OSError, EOFError):  # it ended meanwhile, for want of memory perhaps: once more with a new one
            _Engine.end()
            state, answer = _again(body, seconds)
    if state == FAILED:
        raise _refused(answer.decode("utf-8", "replace")[:500])
    return answer


def _again(body: bytes, seconds: float) -> tuple[bytes, bytes]:
    """Ask a new engine. Raises `CannotDraw` when it ends too."""
    try:
        return _Engine.ready().ask(body, seconds)
    except (OSError, EOFError) as error:
        _Engine.end()
        raise _refused("the drawing engine ended twice") from error


def _refused(why: str) -> CannotDraw:
    """The reader is told that it failed, the log why."""
    logger.error("a chart could not be drawn: %s", why)
    return CannotDraw(why=why)


@contextmanager
def _one_each(name: str, seconds: float) -> Iterator[None]:
    """Who asks for several at once waits for their own, before taking a place among all."""
    if not name:
        yield
        return
    with _fewer_askers:
        if not _fewer_askers.wait_for(lambda: name not in _askers, seconds):
            raise DrawingBusy()
        _askers.add(name)
    try:
        yield
    finally:
        with _fewer_askers:
            _askers.discard(name)
            _fewer_askers.notify_all()


@contextmanager
def _place(seconds: float) -> Iterator[None]:
    """The engine draws one picture at a time; few may wait for it."""
    if not _places.acquire(timeout=seconds):
        raise DrawingBusy()
    try:
        if not _turn.acquire(timeout=seconds):
            raise DrawingBusy()
        try:
            yield
        finally:
            _turn.release()
    finally:
        _places.release()


class _Engine:
    """The child of this process, started with the first drawing."""

    _now: _Engine | None = None

    def __init__(self) -> None:
        self.of = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "madang.lib.charts.engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG", "HOME")},
        )  # fmt: skip

    @classmethod
    def ready(cls) -> _Engine:
        if cls._now is None or cls._now.of != os.getpid() or cls._now.process.poll() is not None:
            cls.end()
            cls._now = cls()
        return cls._now

    @classmethod
    def end(cls) -> None:
        """End the child, if it is this process's own."""
        engine, cls._now = cls._now, None
        if engine is not None and engine.of == os.getpid():
            engine.process.kill()
            engine.process.communicate()

    def ask(self, body: bytes, seconds: float) -> tuple[bytes, bytes]:
        """The state of the answer and its body. Raises `DrawingTooSlow`, and OSError or EOFError when the child is gone."""
        assert self.process.stdin is not None
        until = time.monotonic() + seconds
        self.process.stdin.write(LENGTH.pack(len(body)) + body)
        self.process.stdin.flush()
        try:
            head = self._read(1 + LENGTH.size, until)
            return head[:1], self._read(LENGTH.unpack(head[1:])[0], until)
        except TimeoutError:
            self.end()
            raise DrawingTooSlow(seconds=seconds) from None

    def _read(self, count: int, until: float) -> bytes:
        assert self.process.stdout is not None
        out, found = self.process.stdout.fileno(), bytearray()
        while len(found) < count:
            if not select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimeoutError
            part = os.read(out, min(count - len(found), 1 << 20))
            if not part:
                raise EOFError
            found += part
        return bytes(found)


atexit.register(_Engine.end)
