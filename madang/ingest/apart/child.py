"""The child that reads files for `read_apart`: one request in a line of JSON on stdin, answers in lines on stdout.

It knows no database and no settings, holds a limit on its memory, and ends when its parent does.
"""

from __future__ import annotations

import errno
import json
import queue
import resource
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from madang.lib import children

Tell = Callable[[dict[str, Any]], None]
GROWN_MB = 192
"""A child whose data stay larger than at its start by as much is not asked again: memory is rarely given back whole."""
REPORT_SECONDS = 0.2


def main() -> None:
    """Read what is asked until stdin ends."""
    tell = children.begin()
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    children.listen(requests.put)
    _prepare()
    empty = children.data_bytes()
    tell({"kind": "ready"})
    while True:
        _answer(json.loads(requests.get()), tell, empty)


def _prepare() -> None:
    """Import what every file needs before the first one comes."""
    import pyarrow.compute
    import pyarrow.parquet  # noqa: F401
    from pydantic import TypeAdapter  # noqa: F401

    from madang.ingest import read
    from madang.lib import plugins

    plugins.found(read.GROUP, read.AGREED)


def _answer(request: dict[str, Any], tell: Tell, empty: int) -> None:
    began, said = time.process_time(), 0.0

    def progress(done: int) -> None:
        nonlocal said
        if time.monotonic() - said > REPORT_SECONDS:
            said = time.monotonic()
            tell({"kind": "progress", "done": done})

    children.bound(empty + (request["memory_mb"] << 20))
    answer = _read(request, progress)
    children.bound(resource.RLIM_INFINITY)
    heavy = children.data_bytes() - empty > GROWN_MB << 20
    tell({**answer, "cpu_seconds": time.process_time() - began, "heavy": heavy})


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


if __name__ == "__main__":
    main()
