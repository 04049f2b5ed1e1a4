"""Serving copies that this process has open: attached read-only to one DuckDB, so that one memory limit holds for all."""

from __future__ import annotations

import itertools
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from madang.lib import duck
from madang.lib.problems import Problem

MOST_OPEN = 64
MOST_IDLE = 4
"""Cursors of a copy that wait for the next question: making one and choosing its copy takes a fifth of a millisecond."""


class Unusable(Problem):
    en = "The serving copy {file} cannot be opened: {why} Delete the file; it is made again."
    ko = "제공용 사본 {file}을(를) 열 수 없습니다: {why} 파일을 지우면 다시 만들어집니다."


@dataclass
class _Copy:
    """An attached file: its name in DuckDB, how many cursors use it, which wait, and whether it goes when the last one does."""

    name: str
    users: int = 0
    leaving: bool = False
    idle: list[duck.DuckDBPyConnection] = field(default_factory=list)


class Opened:
    """The attached copies of one process, least recently used first. All methods may be called from any thread."""

    def __init__(self, memory_mb: int, threads: int | None = None) -> None:
        self._connection = duck.connect(spatial=True, memory_mb=memory_mb, threads=threads)
        self._copies: OrderedDict[Path, _Copy] = OrderedDict()
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    @contextmanager
    def cursor(self, file: Path, *, again: bool = False) -> Iterator[duck.DuckDBPyConnection]:
        """`again`: its user reads every result to the end, or raises; so it may serve the next one too."""
        copy, waiting = self._take(file)
        one = waiting or self._connection.cursor()
        try:
            if waiting is None:
                one.execute(f"USE {copy.name}")
            yield one
        except BaseException:
            again = False
            raise
        finally:
            self._give_back(copy, one if again else None)
            if not again:
                one.close()

    @contextmanager
    def held(self, file: Path) -> Iterator[str]:
        """The name by which every cursor of this process can read the copy too, while the block lasts."""
        copy, waiting = self._take(file)
        try:
            yield copy.name
        finally:
            self._give_back(copy, waiting)

    def forget(self, file: Path) -> None:
        """Let go of a file that was removed: now, or when its last reader is done."""
        with self._lock:
            copy = self._copies.get(file)
            if copy:
                copy.leaving = True
                self._tidy()

    def _take(self, file: Path) -> tuple[_Copy, duck.DuckDBPyConnection | None]:
        with self._lock:
            copy = self._copies.get(file)
            if copy is None:
                copy = _Copy(f"revision_{next(self._numbers)}")
                self._attach(file, copy.name)
                self._copies[file] = copy
                self._let_go_of_removed()
            copy.users += 1
            self._copies.move_to_end(file)
            self._tidy()
            return copy, copy.idle.pop() if copy.idle else None

    def _let_go_of_removed(self) -> None:
        """What another process evicted keeps its place on the disk until it is closed here."""
        for file, copy in self._copies.items():
            copy.leaving = copy.leaving or not file.exists()

    def _attach(self, file: Path, name: str) -> None:
        try:
            self._connection.execute(f"ATTACH {duck.literal(file)} AS {name} (READ_ONLY)")
        except duck.Error as error:
            raise Unusable(file=file, why=error) from error

    def _give_back(self, copy: _Copy, idle: duck.DuckDBPyConnection | None) -> None:
        with self._lock:
            copy.users -= 1
            if idle is not None and len(copy.idle) < MOST_IDLE and not copy.leaving:
                copy.idle.append(idle)
            elif idle is not None:
                idle.close()
            self._tidy()

    def _tidy(self) -> None:
        """Detach what is leaving and what is over the limit, never what a cursor uses."""
        surplus = len(self._copies) - MOST_OPEN
        for file, copy in list(self._copies.items()):
            if copy.users == 0 and (copy.leaving or surplus > 0):
                for idle in copy.idle:
                    idle.close()
                self._connection.execute(f"DETACH {copy.name}")
                del self._copies[file]
                surplus -= 1


_opened: dict[tuple[int, bool], Opened] = {}
_first = threading.Lock()


def cursor(
    file: Path, memory_mb: int, *, exact: bool = False, again: bool = False
) -> AbstractContextManager[duck.DuckDBPyConnection]:
    """A fresh cursor on the copy; `memory_mb` bounds all copies of this process together (the first caller's value).

    `exact` computes on one thread, in a quarter of that memory: several add fractions in an order that changes from time to
    time, and their sum with it (11 different ones out of 12, of three million rows). `again`: see `Opened.cursor`.
    """
    return _here(memory_mb, exact).cursor(file, again=again)


def held(file: Path, memory_mb: int) -> AbstractContextManager[str]:
    """See `Opened.held`; for cursors that are not `exact`."""
    return _here(memory_mb, exact=False).held(file)


def forget(file: Path) -> None:
    """Let go of a file that was removed, if this process has it open."""
    for exact in (False, True):
        here = _opened.get((os.getpid(), exact))
        if here:
            here.forget(file)


def _here(memory_mb: int, exact: bool) -> Opened:
    """This process's own: a connection taken over a fork would be corrupted by both."""
    with _first:
        key = os.getpid(), exact
        if key not in _opened:
            _opened[key] = Opened(max(memory_mb // 4, 256), threads=1) if exact else Opened(memory_mb)
        return _opened[key]
