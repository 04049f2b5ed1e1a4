"""Asks Madang, Datasette, ROAPI and PostgreSQL the same questions of the same table: `python bench/api.py [rows] [seconds] [systems]`.

Each answers real clients over a socket, alone on the machine, one system after the other: 200,000 rows and 2 seconds for each
question unless told; `systems` are names with commas between. Every question differs from the one before (another page, another
id), but for *same page again*. Prints p50 and p99 in milliseconds at 1, 16 and 64 connections, and the machine.
"""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from serving.client import Times, timed
from serving.systems import EXPORTS, QUESTIONS, SYSTEMS, Questions
from serving.table import parquet

CONNECTIONS = (1, 16, 64)
Results = dict[str, dict[int, Times]]


def main(rows: int, seconds: float, names: list[str]) -> None:
    print(
        f"{rows:,} rows, {seconds:g} s a question; {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    found: dict[str, Results] = {}
    with tempfile.TemporaryDirectory(prefix="madang-bench-api-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "rows.parquet"
        parquet(file, rows)
        for name in names:
            own = Path(folder) / name
            own.mkdir()
            began = time.perf_counter()
            with SYSTEMS[name](own, file, rows) as questions:
                print(f"{name}: ready after {time.perf_counter() - began:.0f} s", flush=True)
                found[name] = {question: asked(questions, question, seconds) for question in QUESTIONS}
                exports(name, questions)
    for connections in CONNECTIONS:
        table(found, connections)


def asked(questions: Questions, question: str, seconds: float) -> dict[int, Times]:
    return {at_once: asyncio.run(timed(questions[question], at_once, seconds)) for at_once in CONNECTIONS}


def exports(name: str, questions: Questions) -> None:
    for kind in EXPORTS:
        if kind not in questions:
            print(f"  {name} does not write {kind}")
            continue
        began = time.perf_counter()
        size = asyncio.run(once(questions, kind))
        seconds = time.perf_counter() - began
        print(f"  all as {kind}: {seconds:.2f} s, {size / 1e6 / seconds:.0f} MB/s", flush=True)


async def once(questions: Questions, question: str) -> int:
    ask = await questions[question]()
    return await ask(0)


def table(found: dict[str, Results], connections: int) -> None:
    """A line a question; behind each other system how many times its median is Madang's."""
    print(f"\n{connections} connections" + " " * 6 + "".join(f"{name:>38}" for name in found))
    for question in QUESTIONS:
        cells = []
        for name, results in found.items():
            one = results[question][connections]
            ratio = f"x{one.p50 / found['Madang'][question][connections].p50:.1f}" if "Madang" in found else ""
            cells.append(f"{one.p50:9.1f} {one.p99:9.1f} {one.rate:8,.0f}/s {ratio if name != 'Madang' else '':>7}")
        print(f"{question:20}" + "".join(f"{cell:>38}" for cell in cells))


if __name__ == "__main__":
    told = sys.argv[1:]
    main(
        int(told[0]) if told else 200_000,
        float(told[1]) if len(told) > 1 else 2.0,
        told[2].split(",") if len(told) > 2 else list(SYSTEMS),
    )
