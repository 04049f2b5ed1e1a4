"""A child that reads (`reader`) or runs (`runner`) statements: requests in lines of JSON on stdin, frames on stdout.

It holds limits of its own that the kernel keeps, knows no setting of the city, and ends when its parent does.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import resource
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from madang.query.sql import frames

Work = Callable[[dict[str, Any], IO[bytes]], None]


def main() -> None:
    """Answer what is asked until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its children
    _stand_back()
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    work = _reader() if sys.argv[1] == "reader" else _runner()
    _confine()
    while True:
        frames.tell(answers, ready=True, size=_address_bytes())
        request = json.loads(requests.get())
        frames.write(answers, frames.TAKEN, b"")
        work(request, answers)


def _listen(requests: queue.SimpleQueue[str]) -> None:
    """Take in requests; when there can be no more the parent is gone, and nobody waits for what is being computed."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def _stand_back() -> None:
    """Others first: pages are answered while statements compute, and when memory runs short this process goes."""
    os.nice(5)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")


def _confine() -> None:
    """No file can be written to, no core is dumped, few files are open."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))


def _reader() -> Work:
    from madang.lib.problems import Problem
    from madang.query.sql.check import check

    logging.disable()  # sqlglot warns of what the check refuses

    def read(request: dict[str, Any], answers: IO[bytes]) -> None:
        with _limited(request["memory_mb"]):
            try:
                found = check(request["text"], request["dialect"])
            except Problem as problem:
                frames.tell(answers, problem=type(problem).__name__, facts=problem.facts)
                return
            except MemoryError:
                frames.tell(answers, memory=True)
                return
        tables = [[table.dataset, table.name, *table.place] for table in found.tables]
        frames.tell(answers, sql=found.sql, tables=tables, volatile=found.volatile, names=found.names)

    check("SELECT 1")
    return read


def _runner() -> Work:
    from madang.query.sql import engine

    ready = engine.Engine()

    def run(request: dict[str, Any], answers: IO[bytes]) -> None:
        nonlocal ready
        with _limited(request["memory_mb"]):
            last = ready.run(request, lambda kind, body: frames.write(answers, kind, body))
        ready = engine.Engine()  # before the answer ends, so that a child that is given back is ready
        frames.tell(answers, **last)

    return run


@contextlib.contextmanager
def _limited(memory_mb: int) -> Any:
    """Bound the addresses of this process: so much more than it has now. An allocation beyond that fails at once."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_bytes() + (memory_mb << 20), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _address_bytes() -> int:
    """What RLIMIT_AS counts of this process now."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main()
