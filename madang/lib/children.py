"""A child of our own that does dangerous or large work: it is told and answers in lines of JSON, and may die at any moment.

Nothing that it says is executed. Its memory is bounded twice: by itself (`bound`, what the kernel then holds) and by the parent,
which looks at what it really holds. It ends when its parent does: `listen` reads stdin to its end.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ANSWER = 256 << 20
"""Bytes of an answer; a real one has kilobytes."""
_MEMORY_WORDS = re.compile(
    r"memory allocation of|bad_alloc|out of memory|MemoryError|cannot allocate|capacity overflow", re.I
)


class Died(Exception):
    """The child ended without an answer; `memory` when it asked for too much, `silent` seconds when it was stopped."""

    def __init__(self, detail: str, words: str = "", memory: bool = False, silent: float = 0) -> None:
        super().__init__(detail)
        self.detail, self.words, self.memory, self.silent = detail, words, memory, silent


MEMORY = {
    "ARROW_DEFAULT_MEMORY_POOL": "mimalloc",  # gives memory back; the system's grows without end and costs a quarter more CPU
    "MIMALLOC_ARENA_EAGER_COMMIT": "0",  # what it only reserves must not count against the limit
    "OPENBLAS_NUM_THREADS": "1",  # each thread that nobody uses would reserve memory
}


class ChildDidNotStart(RuntimeError):
    """The child ended before it could do anything: the installation is broken, and no file or question is to blame."""


class Child:
    """A process that runs `python -m module`. The first line it says is `{"kind": "ready"}`. `end` must be called at last."""

    def __init__(self, module: str, **environment: str) -> None:
        self.module = module
        self.cpu_at_death = 0.0
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the child
        self._process = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._words, env=_environment(environment),
        )  # fmt: skip
        self._told = b""
        self._ready = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def tell(self, request: dict[str, Any]) -> None:
        """Say one line. If it died before it was asked, `hear` says how."""
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """The next line that the child says, None when it says nothing for so long. Raises `Died`, `ChildDidNotStart`."""
        assert self._process.stdout
        pipe = self._process.stdout.fileno()
        until = time.monotonic() + seconds
        while b"\n" not in self._told:
            if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            piece = os.read(pipe, 1 << 20)
            if not piece or len(self._told) > ANSWER:
                raise self.death()
            self._told += piece
        line, self._told = self._told.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(line)
        self._ready = self._ready or answer.get("kind") == "ready"
        return answer

    def resident_mb(self) -> int:
        """Megabytes of the machine's memory that it holds; 0 where the machine does not tell."""
        try:
            resident = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        except (OSError, ValueError, IndexError):
            return 0
        return resident * os.sysconf("SC_PAGE_SIZE") >> 20

    def death(self, memory: bool = False, silent: float = 0) -> Died:
        """Make sure that the child is dead, and tell from its last words and its signal why. Raises `ChildDidNotStart`."""
        if memory or silent:
            self._process.kill()
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = code = os.waitstatus_to_exitcode(status)
        self.cpu_at_death = used.ru_utime + used.ru_stime
        self._words.seek(0)
        words = self._words.read(100_000).decode(errors="replace")
        if not self._ready and not memory and not silent:
            raise ChildDidNotStart(f"the process {self.module} did not start (exit {code}): {words[-1_000:]}")
        told = signal.Signals(-code).name if code < 0 else f"exit {code}"
        killed = code == -signal.SIGKILL and not silent  # by us or by the machine, for want of memory
        return Died(told, words[-4_000:], memory or killed or bool(_MEMORY_WORDS.search(words)), silent)

    def end(self) -> None:
        """Kill the child if it lives, and take leave of it."""
        if self.alive:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._words):
            with contextlib.suppress(BrokenPipeError):
                if pipe:
                    pipe.close()


def _environment(more: dict[str, str]) -> dict[str, str]:
    """Without the operator's settings: the child handles what strangers sent and needs no password of a database."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MADANG_", "AWS_", "DJANGO_"))}
    paths = os.pathsep.join(path for path in sys.path if path)
    return {**kept, **MEMORY, "PYTHONPATH": paths, **more}


# What follows is the child's own end.


def begin() -> Callable[[dict[str, Any]], None]:
    """Make this process a child: what it answers goes to the old stdout, and whatever a library prints is no answer."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its children
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")  # when the machine runs short, this process goes first

    def tell(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    return tell


def listen(take: Callable[[str], None]) -> None:
    """Take in requests on a thread; when there can be no more the parent is gone, and nobody waits for what is being done."""

    def lines() -> None:
        for line in sys.stdin:
            take(line)
        os._exit(0)

    threading.Thread(target=lines, daemon=True).start()


def bound(data: int) -> None:
    """Bound the private memory that can be written to (RLIMIT_DATA): addresses that are only reserved cost nothing."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (data, most))


def data_bytes() -> int:
    """What RLIMIT_DATA counts of this process now; on machines without /proc, the most that it ever held."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmData"))
