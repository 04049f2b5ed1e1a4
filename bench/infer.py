"""What it costs to find the types of a long Korean table: CPU seconds and peak memory of `infer` alone.

    python bench/infer.py [rows]

500,000 generated rows of eleven columns unless told (the long form is 5000000, about 1.17 GB as CSV), staged as a reader leaves
them. Bare DuckDB reading every value of the same file once is printed beside it.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from madang.ingest.infer import infer
from madang.ingest.staging import Stage
from madang.ingest.tables import Header, Staged
from madang.lib import duck

HEADERS = (
    "일련번호",
    "기준일자",
    "자치구",
    "행정동코드",
    "도로명주소",
    "이용금액",
    "이용건수",
    "경도",
    "위도",
    "사용여부",
    "비고",
)
DISTRICTS = np.array(
    ["종로구", "중구", "용산구", "성동구", "광진구", "동대문구", "중랑구", "성북구", "강북구", "도봉구"]
)
BATCH = 100_000


def stage(folder: Path, rows: int) -> Staged:
    """The generated table, the same in every run."""
    made = Stage(folder, "", [Header(header, header) for header in HEADERS])
    with made:
        for start in range(0, rows, BATCH):
            made.write(batch(start, min(BATCH, rows - start)).cast(made.schema))
    return made.staged({})


def batch(start: int, count: int) -> pa.Table:
    """`count` rows from number `start` on."""
    r = np.random.default_rng(start)
    days = (np.datetime64("2020-01-01") + r.integers(0, 2000, count).astype("timedelta64[D]")).astype(str)
    dong = [f"11{district}51500" for district in r.integers(110, 740, count)]
    streets = zip(DISTRICTS[r.integers(0, 10, count)], r.integers(1, 90, count), r.integers(1, 999, count), strict=True)
    notes = zip(days, r.integers(0, 99_999_999, count), strict=True)
    columns = [
        [f"2026{number:09d}" for number in range(start, start + count)],
        days,
        DISTRICTS[r.integers(0, 10, count)],
        dong,
        [f"서울특별시 {district} 세종대로 {road}길 {house}" for district, road, house in streets],
        [f"{amount:,}" for amount in r.integers(0, 9_000_000, count)],
        r.integers(0, 90_000, count).astype(str),
        [f"{x:.7f}" for x in r.uniform(126.8, 127.2, count)],
        [f"{y:.7f}" for y in r.uniform(37.4, 37.7, count)],
        np.where(r.random(count) < 0.5, "Y", "N"),
        [f"{day} 이용 내역 비고 {number}" for day, number in notes],
    ]
    lines = pa.array(range(start + 2, start + count + 2), pa.int64())
    names = [*(f"c{number}" for number in range(1, len(columns) + 1)), "line"]
    return pa.table([*(pa.array(column, pa.string()) for column in columns), lines], names=names)


def main(rows: int) -> None:
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory() as folder:
        staged = stage(Path(folder), rows)
        began, cpu = time.perf_counter(), time.process_time()
        with duck.connect() as connection:
            asked = ", ".join(f"max(strlen(c{number}))" for number in range(1, len(HEADERS) + 1))
            connection.execute(f"SELECT {asked} FROM read_parquet({duck.literal(str(staged.file))})").fetchall()
        print(
            f"{rows:,} rows, reading alone: {time.process_time() - cpu:.2f} CPU s, {time.perf_counter() - began:.2f} s"
        )
        began, cpu = time.perf_counter(), time.process_time()
        columns = infer(staged, {})
        print(
            f"{rows:,} rows, infer:         {time.process_time() - cpu:.2f} CPU s, {time.perf_counter() - began:.2f} s"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process, generator included: {peak:.0f} MB")
    print(", ".join(f"{column.header} {column.semantic}" for column in columns))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
