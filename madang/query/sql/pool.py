"""Children that wait for work. A killed one is replaced at once, and none outlives this process.

Readers check texts, which takes milliseconds; runners compute. Each kind is bounded by itself, so that a mistake is told at once
also while all runners are busy.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from madang.query import turns
from madang.query.limits import Busy
from madang.query.sql.limits import SqlLimits
from madang.query.sql.problems import Left
from madang.query.sql.process import TICK, Child


class Pool:
    """At most `most` children of a kind, started when they are first needed."""

    def __init__(self, kind: str, most: int) -> None:
        self._kind, self._most = kind, most
        self._idle: list[Child] = []
        self._busy = self._waiting = 0
        self._held: Counter[str] = Counter()
        self._queued: Counter[str] = Counter()
        self._ended = False
        self._free = threading.Condition()

    @contextmanager
    def child(self, limits: SqlLimits, gone: Callable[[], bool], whose: str = "") -> Iterator[Child]:
        """A child of one's own for a while. Nobody (`whose`, if it is known) has the last child besides others, or fills the queue.

        Raises `Busy` after `patience` seconds or behind a long queue, `Left`.
        """
        self._admit(limits, gone, whose)
        child = None
        try:
            child = self._take()
            yield child
        finally:
            self._give_back(child, whose)

    def pids(self) -> list[int]:
        """Of the children that wait for work."""
        with self._free:
            return [child.pid for child in self._idle]

    def end(self) -> None:
        """End the children that wait; those at work end when they are given back."""
        with self._free:
            self._ended = True
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _admit(self, limits: SqlLimits, gone: Callable[[], bool], whose: str) -> None:
        turns.over()
        until = time.monotonic() + limits.patience
        with self._free:
            long = self._waiting >= limits.waiting or (whose and self._queued[whose] >= limits.waiting // 4)
            if self._full(whose) and long:
                raise Busy(seconds=0)
            self._waiting += 1
            self._queued[whose] += 1
            try:
                while self._full(whose):
                    if gone():
                        raise Left
                    if time.monotonic() > until:
                        raise Busy(seconds=limits.patience)
                    self._free.wait(4 * TICK)
                self._busy += 1
                self._held[whose] += 1
            finally:
                self._waiting -= 1
                _less(self._queued, whose)

    def _full(self, whose: str) -> bool:
        return self._busy >= self._most or (bool(whose) and self._held[whose] >= max(self._most - 1, 1))

    def _take(self) -> Child:
        with self._free:
            while self._idle:
                child = self._idle.pop()
                if child.fit:
                    return child
                child.end()
        return Child(self._kind)

    def _give_back(self, child: Child | None, whose: str) -> None:
        """Keep it when it is fit; else start the next one now, so that it is ready before somebody needs it."""
        fit = child is not None and child.fit
        if child and not fit:
            child.end()
        with self._free:
            self._busy -= 1
            _less(self._held, whose)
            if not self._ended:
                self._idle.append(child if child and fit else Child(self._kind))
                child = None
            self._free.notify_all()
        if child and fit:
            child.end()


def _less(count: Counter[str], whose: str) -> None:
    """One less; who has none is forgotten."""
    count[whose] -= 1
    if not count[whose]:
        del count[whose]


_pools: dict[tuple[int, str], Pool] = {}
_first = threading.Lock()


def readers() -> Pool:
    return _pool("reader", 2)


def runners(at_once: int) -> Pool:
    """`at_once` of the first caller holds for this process."""
    return _pool("runner", at_once)


def _pool(kind: str, most: int) -> Pool:
    """This process's own: children taken over a fork would be asked by both."""
    with _first:
        return _pools.setdefault((os.getpid(), kind), Pool(kind, most))


@atexit.register
def end() -> None:
    """End all children of this process; the next statement starts others."""
    with _first:
        mine = [key for key in _pools if key[0] == os.getpid()]
        pools = [_pools.pop(key) for key in mine]
    for pool in pools:
        pool.end()
