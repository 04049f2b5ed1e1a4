"""Raw events at scale: generated, partitioned and sorted day by day, counted in one pass, beside DuckDB, Polars and Spark.

    python bench/events.py [--events N | --full] [--days D] [--seed S] [--limit SECONDS] [--threads T] [--alone] [--folder PATH]

300 million different events unless told, 3 billion with `--full` (8 GB of disk for a while). Generation, adding and every program
that counts run in processes of their own, so that time, CPU and memory are theirs; a program that counts is stopped at `--limit`
(300 s), generation and adding run to their end. `cold` was read from the disk, as far as the system lets go of files that it keeps
in memory. Everything is removed at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from activity import generated

COUNTING = Path(generated.__file__).with_name("counting.py")
CHUNK = 8 << 20


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of CPU, and the peak memory of the process in MB."""

    seconds: float
    cpu: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:9.1f} s {self.cpu:9.1f} s CPU {self.megabytes:8,.0f} MB"


def measured(work: Callable[..., Any], *given: Any) -> Cost:
    """What calling `work` here costs."""
    began, cpu = time.perf_counter(), time.process_time()
    work(*given)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(time.perf_counter() - began, time.process_time() - cpu, peak)


def add(folder: Path, file: Path, threads: int) -> None:
    """Add a day's file to the log."""
    from madang.analysis.activity import raw
    from madang.analysis.activity.add import add as adding
    from madang.analysis.activity.log import Facts, Log

    log = Log(folder / "events" / "calls")
    if not log.exists:
        log.create(Facts("Asia/Seoul", "generated"))
    adding(log, [raw.file(file)], raw.Named("time", "cell", "home"), now=datetime.now(UTC), threads=threads)


def ingest(folder: Path, given: argparse.Namespace) -> None:
    """Generate and add every day; print what both cost, and what the last day cost by itself."""
    spawn = get_context("spawn")
    made: list[Cost] = []
    added: list[Cost] = []
    with ProcessPoolExecutor(1, spawn) as making, ProcessPoolExecutor(1, spawn) as adding:
        making.submit(generated.day, folder, 0, 1000, given.seed).result().unlink()  # compile
        for number in range(given.days):
            events = (given.events * (number + 1)) // given.days - (given.events * number) // given.days
            file = folder / f"raw-{generated.FIRST.replace(day=1 + number)}.parquet"
            made.append(making.submit(measured, generated.day, folder, number, events, given.seed).result())
            raw = file.stat().st_size
            added.append(adding.submit(measured, add, folder, file, given.threads).result())
            file.unlink()
    total = Cost(sum(one.seconds for one in added), sum(one.cpu for one in added), max(one.megabytes for one in added))
    print(f"{'generate':28}{sum(one.seconds for one in made):9.1f} s {sum(one.cpu for one in made):9.1f} s CPU")
    print(f"{'add: partition and sort':28}{total}   {given.events / total.seconds / 1e6:.1f} M events/s")
    print(f"{'of it a new day (the last)':28}{added[-1]}   {raw / 1e6:,.0f} MB raw, {events:,} events", flush=True)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "events" / "calls").glob("day=*/*.parquet"))


def forget(folder: Path) -> None:
    """Ask the system not to keep the files in memory."""
    for file in files(folder):
        handle = os.open(file, os.O_RDONLY)
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def read_all(folder: Path) -> None:
    for file in files(folder):
        with file.open("rb", buffering=0) as content:
            while content.read(CHUNK):
                pass


def counted(
    program: str, folder: Path, hours: tuple[int, int], given: argparse.Namespace
) -> tuple[Cost | None, dict[str, Any], str]:
    """Let a program count in a process of its own; its cost (None past the limit), what it found, and its last words if it failed."""
    command = [
        sys.executable,
        str(COUNTING),
        program,
        str(folder / "events" / "calls"),
        *map(str, hours),
        str(given.threads),
    ]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(folder), "TMPDIR": str(folder)}
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as wrong:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=said, stderr=wrong, env=environment, start_new_session=True)
        while not (ended := os.wait4(child.pid, os.WNOHANG))[0]:
            if time.perf_counter() - began > given.limit:
                os.killpg(child.pid, signal.SIGKILL)
                os.wait4(child.pid, 0)
                child.returncode = -9
                return None, {}, f"stopped at the limit of {given.limit:.0f} s"
            time.sleep(0.02)
        child.returncode = os.waitstatus_to_exitcode(ended[1])
        cost = Cost(time.perf_counter() - began, ended[2].ru_utime + ended[2].ru_stime, ended[2].ru_maxrss / 1024)
        said.seek(0)
        wrong.seek(0)
        if child.returncode:
            words = wrong.read().decode(errors="replace").strip().splitlines()
            return None, {}, words[-1] if words else f"ended without a word: {child.returncode}"
        return cost, json.loads(said.read().splitlines()[-1]), ""


def scans(folder: Path, given: argparse.Namespace) -> None:
    """Count all hours and the night, by us and by the others, and say whether all found the same."""
    fingerprints: dict[tuple[int, int], str] = {}
    counted("kernel", folder, (0, 23), given)  # compile
    print(f"{'':28}{'process':>11} {'':15} {'peak':>8} {'counting':>10}")
    plan = [("kernel", (0, 23), True), ("kernel", (0, 23), False), ("kernel", (0, 5), False)]
    plan += [] if given.alone else [(name, (0, 23), False) for name in ("duckdb", "polars", "spark")]
    for program, hours, cold in plan:
        if cold:
            forget(folder)
        cost, found, wrong = counted(program, folder, hours, given)
        name = f"{program}, {hours[0]}-{hours[1]} h{', cold' if cold else ''}"
        if cost is None:
            print(f"{name:28}{wrong}", flush=True)
            continue
        same = fingerprints.setdefault(hours, found["fingerprint"]) == found["fingerprint"]
        told = "" if program == "kernel" else ", the same counts" if same else ", OTHER COUNTS"
        print(f"{name:28}{cost} {found['seconds']:8.1f} s   {found['events']:,} rows read{told}", flush=True)
        if not same:
            raise SystemExit(f"{program} found other counts")


def stored(folder: Path, given: argparse.Namespace) -> None:
    from madang.analysis.activity.log import Log

    with Log(folder / "events" / "calls").reading() as facts:
        events = facts.events
    if events != given.events:
        raise SystemExit(f"{given.events:,} events were made, and the log has {events:,}")
    size = sum(file.stat().st_size for file in files(folder))
    print(f"{events:,} rows stored in {len(files(folder))} files, {size:,} bytes, {size / events:.2f} bytes an event")
    forget(folder)
    print(f"{'bare reading, cold':28}{measured(read_all, folder).seconds:9.1f} s   the disk's limit")
    print(f"{'bare reading, again':28}{measured(read_all, folder).seconds:9.1f} s", flush=True)


def main(given: argparse.Namespace) -> None:
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"{given.events:,} different events of {given.days} days, {generated.CELLS:,} cells, {generated.HOMES} homes, seed {given.seed}"
    )
    with tempfile.TemporaryDirectory(prefix="events-", dir=given.folder) as name:
        folder = Path(name)
        need = given.events * 2 + given.events // given.days * 20
        if shutil.disk_usage(folder).free < need:
            raise SystemExit(f"{need / 1e9:.0f} GB of disk are needed in {folder.parent}")
        ingest(folder, given)
        stored(folder, given)
        scans(folder, given)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--events", type=lambda text: int(float(text)), default=300_000_000)
    words.add_argument("--full", action="store_true", help="3 billion events")
    words.add_argument("--days", type=int, default=31, choices=range(1, 32), metavar="D")
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--limit", type=float, default=300, help="seconds for each program that counts")
    words.add_argument("--threads", type=int, default=os.cpu_count())
    words.add_argument("--alone", action="store_true", help="leave the other programs out")
    words.add_argument("--folder", type=Path, help="where files go; by default the system's temporary folder")
    asked = words.parse_args()
    asked.events = 3_000_000_000 if asked.full else asked.events
    main(asked)
