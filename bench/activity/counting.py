"""The same counts of the same sorted files by our kernels, DuckDB, Polars and Spark: `python counting.py PROGRAM LOG FIRST LAST THREADS`.

It prints one line of JSON: how many events, the seconds without starting Python, and a fingerprint of all counts, which must be the
same for all.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from madang.analysis.activity import count, expressions, tables
from madang.analysis.activity.log import Log

MEMORY = "4GB"


def kernel(log: Log, hours: range, threads: int) -> count.Counts:
    return count.count(log, hours=hours, threads=threads)


def duckdb(log: Log, hours: range, threads: int) -> count.Counts:
    import duckdb as engine

    connection = engine.connect(config={"threads": threads, "memory_limit": MEMORY})

    def computed(files: list[str], weekend: str) -> tuple:
        rows = "read_parquet(?, hive_partitioning=true, hive_types_autocast=false)"
        by_day = f"SELECT day, hour, cell, count(*) AS events FROM {rows} GROUP BY ALL"
        by_home = f"SELECT (day IN ({weekend}))::INT AS weekend, hour, cell, home, count(*) AS events FROM {rows} GROUP BY ALL"
        return tuple(connection.execute(sql, [files]).to_arrow_table() for sql in (by_day, by_home))

    return _counted(log, hours, computed)


def polars(log: Log, hours: range, threads: int) -> count.Counts:
    import os

    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars as engine

    def computed(files: list[str], weekend: str) -> tuple:
        rows = engine.scan_parquet(files, hive_partitioning=True, try_parse_hive_dates=False)
        kind = engine.col("day").is_in(weekend.replace("'", "").split(", ")).cast(engine.Int32).alias("weekend")
        events = engine.len().cast(engine.Int64).alias("events")
        asked = [
            rows.group_by("day", "hour", "cell").agg(events),
            rows.group_by(kind, "hour", "cell", "home").agg(events),
        ]
        return tuple(one.collect(engine="streaming").to_arrow() for one in asked)

    return _counted(log, hours, computed)


def spark(log: Log, hours: range, threads: int) -> count.Counts:
    from madang.query.engines.ibis import connected

    settings = {"spark.driver.memory": "2g", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    with connected(f"local[{threads}]", settings) as backend:
        return expressions.count(log, backend, hours=hours)


def _counted(log: Log, hours: range, computed: Callable[[list[str], str], tuple]) -> count.Counts:
    with log.reading() as facts:
        days, there = count.chosen(facts, log.name, hours, "", "9999")
        scan = count.Scan(facts, days, there, (), True)
        files = [
            str(task.file)
            for day in days
            for hour in there
            for task in scan.tasks(log, day, hour)
            if not task.groups.start
        ]
        weekend = [day for day, kind in zip(days, scan.classes, strict=True) if kind == count.WEEKEND]
        by_day, by_home = computed(files, ", ".join(f"'{day}'" for day in weekend))
        expressions.fill_days(scan, by_day)
        expressions.fill_homes(scan, by_home)
        return scan.counts()


PROGRAMS = {"kernel": kernel, "duckdb": duckdb, "polars": polars, "spark": spark}

if __name__ == "__main__":
    program, folder, first, last, threads = sys.argv[1:]
    began = time.perf_counter()
    counts = PROGRAMS[program](Log(Path(folder)), range(int(first), int(last) + 1), int(threads))
    seconds = time.perf_counter() - began
    print(json.dumps({"events": counts.events, "seconds": seconds, "fingerprint": tables.fingerprint(counts)}))
