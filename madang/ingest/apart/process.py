"""The parent's end of a reading child: asks it to read a file, listens, and watches its memory and its silence."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from madang.ingest.tables import Choices

TICK = 0.5
"""Seconds between two looks at the child; a cancelled run ends within as much."""
SILENT = 900
"""Seconds without progress after which the child is stopped. A workbook says nothing while it is opened: 90 s for the largest tried."""
ANSWER = 256 << 20
"""Bytes of an answer; a real one has kilobytes."""
SPARE_MB = 256
"""Beyond the limit that the kernel holds for the child's data: its code and libraries, stacks, pages of files."""
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
    """The child ended before it could read anything: the installation is broken, and no file is to blame."""


class ReadingProcess:
    """One child. `ask` may be called again as long as it is `alive`; `end` must be called at last."""

    cpu_seconds: ClassVar[float] = 0.0

    def __init__(self) -> None:
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the child
        self._process = subprocess.Popen(
            [sys.executable, "-m", "madang.ingest.apart.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._words, env=_environment(),
        )  # fmt: skip
        self._told = b""
        self._ready = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(
        self, path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None], memory_mb: int
    ) -> dict[str, Any]:
        """Let the child read a file; its answer. `progress` is called twice a second at least.

        Raises `Died`, and `ChildDidNotStart` when the installation is broken.
        """
        request = {
            "path": str(path.resolve()),
            "name": name,
            "choices": choices,
            "scratch": str(scratch),
            "memory_mb": memory_mb,
        }
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):  # it died before it was asked: `_next` says how
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        done, heard = 0, time.monotonic()
        while True:
            answer = self._next(TICK)
            if _resident_mb(self._process.pid) > memory_mb + SPARE_MB:
                raise self._died(memory=True)
            if answer is None:
                if time.monotonic() - heard > SILENT:
                    raise self._died(silent=time.monotonic() - heard)
            elif answer["kind"] == "ready":
                self._ready = True
            elif answer["kind"] == "progress":
                done, heard = answer["done"], time.monotonic()
            else:
                ReadingProcess.cpu_seconds += answer["cpu_seconds"]
                return answer
            progress(done)

    def end(self) -> None:
        """Kill the child if it lives, and take leave of it."""
        if self.alive:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._words):
            with contextlib.suppress(BrokenPipeError):
                if pipe:
                    pipe.close()

    def _next(self, seconds: float) -> dict[str, Any] | None:
        """The next line that the child says, None when it says nothing for so long."""
        assert self._process.stdout
        pipe = self._process.stdout.fileno()
        until = time.monotonic() + seconds
        while b"\n" not in self._told:
            if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            piece = os.read(pipe, 1 << 20)
            if not piece or len(self._told) > ANSWER:
                raise self._died()
            self._told += piece
        line, self._told = self._told.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _died(self, memory: bool = False, silent: float = 0) -> Died:
        """Make sure that the child is dead, and tell from its last words and its signal why."""
        if memory or silent:
            self._process.kill()
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = code = os.waitstatus_to_exitcode(status)
        ReadingProcess.cpu_seconds += used.ru_utime + used.ru_stime
        self._words.seek(0)
        words = self._words.read(100_000).decode(errors="replace")
        if not self._ready and not memory and not silent:
            raise ChildDidNotStart(f"the process that reads files did not start (exit {code}): {words[-1_000:]}")
        told = signal.Signals(-code).name if code < 0 else f"exit {code}"
        killed = code == -signal.SIGKILL and not silent  # by us or by the machine, for want of memory
        return Died(told, words[-4_000:], memory or killed or bool(_MEMORY_WORDS.search(words)), silent)


def _environment() -> dict[str, str]:
    """Without the operator's settings: the child opens files of strangers and needs no password of a database."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MADANG_", "AWS_", "DJANGO_"))}
    paths = os.pathsep.join(path for path in sys.path if path)
    return {**kept, **MEMORY, "PYTHONPATH": paths}


def _resident_mb(process: int) -> int:
    """Megabytes of the machine's memory that the process holds; 0 where the machine does not tell."""
    try:
        resident = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return resident * os.sysconf("SC_PAGE_SIZE") >> 20
