"""The child that computes one study: one request in a line of JSON on stdin, how far it is in lines on stdout."""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import queue
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from madang.lib import children

Say = Callable[[dict[str, Any]], None]
REPORT_SECONDS = 0.2


def main() -> None:
    """Compute what is asked, and end."""
    say = children.begin()
    _end_with_parent()
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    children.listen(requests.put)
    say({"kind": "ready"})
    request = json.loads(requests.get())
    empty = children.data_bytes()
    children.bound(empty + (request["memory_mb"] << 20))
    answer = _computed(request, say)
    children.bound(resource.RLIM_INFINITY)
    used = resource.getrusage(resource.RUSAGE_SELF)
    costs = {"cpu_seconds": round(time.process_time(), 3), "memory_mb": used.ru_maxrss >> 10}
    say({**answer, "costs": costs})


def _end_with_parent() -> None:
    """A kernel of numba keeps the thread that listens waiting, so the system itself must end this process with its parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() == 1:  # it died before that
            os._exit(1)


def _computed(request: dict[str, Any], say: Say) -> dict[str, Any]:
    """Compute as asked; every way in which it can end is an answer."""
    from madang.analysis.methods.solution import Infeasible
    from madang.lib.problems import Problem

    try:
        _compute(request, say)
    except MemoryError:
        return {"kind": "memory"}
    except Infeasible as reason:
        return {"kind": "infeasible", "shortfall": reason.shortfall}
    except Problem as problem:
        return {"kind": "problem", "code": problem.code, "texts": problem.texts()}
    except Exception as error:
        detail = type(error).__name__  # its words may hold paths of the machine: they go into the log
        return {"kind": "failed", "detail": detail, "traceback": traceback.format_exc()[-8_000:]}
    return {"kind": "done"}


def _compute(request: dict[str, Any], say: Say) -> None:
    from madang.analysis import small_cells
    from madang.analysis.apart import making

    study = importlib.import_module(request["module"])
    folder, target = Path(request["folder"]), Path(request["made"])
    heard = 0.0

    def tell(share: float, what: Mapping[str, str]) -> None:
        nonlocal heard
        if time.monotonic() - heard >= REPORT_SECONDS:
            heard = time.monotonic()
            say({"kind": "progress", "share": min(1.0, max(0.0, float(share))), "said": dict(what)})

    tables, few = small_cells.guarded(making.given(folder), study.READS)
    result = study.study(tables, request["parameters"], tell)
    result = replace(result, report=making.marked(result.report, tables))
    say({"kind": "progress", "share": 1.0, "said": {"en": "writes the report", "ko": "보고서를 쓰고 있습니다"}})
    made = making.made(study, result, target, max(one.fewest for one in tables.values()), few)
    (target / "result.json").write_text(json.dumps(asdict(made), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
