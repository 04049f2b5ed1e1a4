"""Sixty-four heavy questions at once with light traffic beside: `python bench/heavy.py [rows] [seconds] [heavy]`.

A real server of one process on a table of 1,000,000 rows unless told, each client with an address of its own, budgets as they
are by default. Prints counts by status, p50 and p99 of light answers before, during and after, peak memory, and the load.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

from tests.conformance import heavily  # noqa: E402
from tests.served import Web  # noqa: E402


def main(rows: int, seconds: float, at_once: int) -> None:
    print(
        f"{rows:,} rows, {at_once} heavy at once; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    )
    with tempfile.TemporaryDirectory(prefix="madang-bench-heavy-", ignore_cleanup_errors=True) as folder:
        web = Web(Path(folder), seed=heavily.seed(rows), MADANG_PROXIES="127.0.0.1")
        try:
            heavily.loaded(web, heavily.native, 1, 3)  # the serving copy is made
            heavily.loaded(web, heavily.sql, 1, 3)
            tell("light alone", heavily.loaded(web, None, 0, seconds))
            for name, ask in heavily.HEAVY.items():
                tell(f"heavy {name}", heavily.loaded(web, ask, at_once, seconds))
                tell("afterwards", heavily.loaded(web, None, 0, seconds / 2))
        finally:
            web.stop()


def tell(what: str, found: heavily.Measured) -> None:
    print(f"{what:>14}: {found}; load {os.getloadavg()[0]:.1f}", *found.unpromised[:3], sep="\n", flush=True)


if __name__ == "__main__":
    words = sys.argv[1:]
    main(
        int(words[0]) if words else 1_000_000,
        float(words[1]) if words[1:] else 15.0,
        int(words[2]) if words[2:] else 64,
    )
