"""Asks Madang, Datasette, ROAPI and PostgreSQL the same questions of the same table: `python bench/api.py [rows] [seconds] [systems]`.

Each answers real clients over a socket, alone on the machine, one system after the other: 200,000 rows and 2 seconds for each
question unless told; `systems` are names with commas between. Every question differs from the one before (another page, another
id), but for *same page again*. Prints p50 and p99 in milliseconds at 1, 16 and 64 connections, and the machine; of Madang
also how often it gives an answer that it keeps, beside one that Django computes each time, and how light questions fare beside heavy ones.
"""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from serving import lean
from serving.client import Refused, Times, http, timed
from serving.systems import EXPORTS, QUESTIONS, SYSTEMS, Questions, city
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
        if "Madang" in names:
            again(Path(folder) / "Madang" / "city", rows, seconds)
    for connections in CONNECTIONS:
        table(found, connections)


def asked(questions: Questions, question: str, seconds: float) -> dict[int, Times]:
    found = {at_once: asyncio.run(timed(questions[question], at_once, seconds)) for at_once in CONNECTIONS}
    for at_once, times in found.items():
        if times.refused:
            print(f"  {question}, {at_once} connections: put off {times.refused} times (503 or 429)")
    return found


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


HEAVY = 8


def again(home: Path, rows: int, seconds: float) -> None:
    """The same page again, kept and computed; then pages to 64 connections, alone and beside heavy questions."""
    for name, kept in (("kept", "64"), ("bare Django", "0")):
        with city(home, rows, kept) as (address, paths):
            for connections in (1, 4, 16):
                times = lean.timed(address, paths["same page again"](0), connections, seconds)
                print(
                    f"same page, {name}, {connections} connections: {times.rate:,.0f}/s, {times.p50:.2f} / {times.p99:.2f} ms"
                )
    with city(home, rows) as (address, paths):
        asked = {name: http(address, path) for name, path in paths.items()}
        alone = asyncio.run(timed(asked["page"], 64, seconds * 2))
        beside = asyncio.run(_beside(asked, seconds * 2))
        for name, times in (("alone", alone), (f"beside {HEAVY} that sort and search", beside)):
            print(f"pages to 64 connections {name}: {times.rate:,.0f}/s, {times.p50:.0f} / {times.p99:.0f} ms")


async def _beside(asked: Questions, seconds: float) -> Times:
    over = asyncio.Event()

    async def heavy(place: int) -> None:
        ask, number = await asked[("sort", "text search")[place % 2]](), place
        while not over.is_set():
            number += HEAVY
            with suppress(Refused):
                await ask(number)

    working = [asyncio.create_task(heavy(place)) for place in range(HEAVY)]
    times = await timed(asked["page"], 64, seconds)
    over.set()
    await asyncio.gather(*working)
    return times


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
