"""The child that reads files for `read_apart`: one request in a line of JSON on stdin, answers in lines on stdout.

It knows no database and no settings, holds a limit on its memory, and ends when its parent does.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import queue
import resource
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import IO, Any

GROWN_MB = 192
"""A child whose data stay larger than at its start by as much is not asked again: memory is rarely given back whole."""
REPORT_SECONDS = 0.2


def main() -> None:
    """Read what is asked until stdin ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its children
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")  # when the machine runs short, this process goes first
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    _prepare()
    empty = _data_bytes()
    answers.write('{"kind": "ready"}\n')
    answers.flush()
    while True:
        _answer(json.loads(requests.get()), answers, empty)


def _listen(requests: queue.SimpleQueue[str]) -> None:
    """Take in requests; when there can be no more the parent is gone, and nobody waits for what is being read."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def _prepare() -> None:
    """Import what every file needs before the first one comes."""
    import pyarrow.compute
    import pyarrow.parquet  # noqa: F401
    from pydantic import TypeAdapter  # noqa: F401

    from madang.ingest import read
    from madang.lib import plugins

    plugins.found(read.GROUP, read.AGREED)


def _answer(request: dict[str, Any], answers: IO[str], empty: int) -> None:
    began, said = time.process_time(), 0.0

    def tell(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    def progress(done: int) -> None:
        nonlocal said
        if time.monotonic() - said > REPORT_SECONDS:
            said = time.monotonic()
            tell({"kind": "progress", "done": done})

    _limit(empty + (request["memory_mb"] << 20))
    answer = _read(request, progress)
    _limit(resource.RLIM_INFINITY)
    tell({**answer, "cpu_seconds": time.process_time() - began, "heavy": _data_bytes() - empty > GROWN_MB << 20})


def _read(request: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Read as asked; every way in which it can end is an answer."""
    from pydantic import TypeAdapter

    from madang.ingest.read import read
    from madang.ingest.tables import Reading
    from madang.lib.problems import Problem

    scratch = Path(request["scratch"])
    try:
        reading = read(Path(request["path"]), request["name"], request["choices"], scratch, progress)
        return {"kind": "reading", "reading": TypeAdapter(Reading).dump_python(reading, mode="json")}
    except MemoryError:
        return {"kind": "memory"}
    except Problem as problem:
        return {"kind": "problem", "code": problem.code, "texts": problem.texts()}
    except OSError as error:
        if error.errno == errno.ENOMEM:
            return {"kind": "memory"}
        if error.errno is not None:
            return {"kind": "os", "errno": error.errno, "detail": error.strerror}
        return _failed(error)
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> dict[str, Any]:
    detail = f"{type(error).__name__}: {str(error)[:200]}"
    return {"kind": "failed", "detail": detail, "traceback": traceback.format_exc()[-8_000:]}


def _limit(data: int) -> None:
    """Bound the private memory that can be written to (RLIMIT_DATA): addresses that are only reserved cost nothing."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (data, most))


def _data_bytes() -> int:
    """What RLIMIT_DATA counts of this process now; on machines without /proc, the most that it ever held."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmData"))


if __name__ == "__main__":
    main()
