"""Measures every step of a load beside bare DuckDB and PostgreSQL COPY: `python bench/ingest.py [megabytes]` (50 unless told).

One generated Korean CSV of 11 columns, in UTF-8 and in CP949. Each step is the one a worker does, in a process of its own, so
that its CPU seconds and its memory are its own. What a worker does once in its life, starting Python and importing, is not
counted: the process has done the same step of a small file before.
"""

from __future__ import annotations

import codecs
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)
ROW_BYTES = 175  # of the generated file in UTF-8, on the average
SMALL = 2_000
"""Lines of the small file: enough for every check to have something to do."""
STEPS = ("fetch", "read", "infer", "check", "publish")
SHOWN = {
    "fetch": "keep and hash", "read": "read", "infer": "infer", "locate": "locate", "check": "check",
    "build": "publish: revision", "serving": "publish: serving copy",
}  # fmt: skip
WORDS = "접수 민원 처리 도로 보수 요청 가로등 고장 신고 현장 확인 결과 양호 재방문 필요 담당자 배정 완료 불법 주차 단속 소음"
GU = "종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 서대문구 마포구 양천구 강서구"
STREETS = "세종대로 종로 을지로 퇴계로 한강대로 왕십리로 천호대로 동일로 망우로 정릉로 도봉로 통일로 성산로 월드컵로"
STATES = "접수 배정 처리중 보류 완료"
TYPES = "text, timestamp, text, text, text, text, integer, double precision, double precision, text, text"
"""What a person would declare for PostgreSQL. The amounts have thousands separators, so COPY takes them as text only."""


def generated(file: Path, rows: int) -> None:
    """Write the CSV in UTF-8. Values follow from the row's number alone, so every machine makes the same file."""
    from madang.lib import duck

    def pick(words: str, salt: int) -> str:
        return f"{duck.literal(words.split())}[1 + (hash(i, {salt}) % {len(words.split())})::INT]"

    text = " || ' ' || ".join(pick(WORDS, salt) for salt in range(20, 32))
    query = f"""SELECT printf('A%04d-%07d', 2020 + (hash(i, 1) % 7)::INT, i) AS 관리번호,
        TIMESTAMP '2020-01-01' + to_seconds((hash(i, 2) % 200000000)::BIGINT) AS 접수일시,
        (1100000000 + 500000 * (1 + hash(i, 3) % 16) + 1000 * (hash(i, 4) % 40 + 1))::VARCHAR AS 행정동코드,
        {pick(GU, 3)} AS 자치구, {pick(STREETS, 5)} AS 도로명,
        CASE WHEN hash(i, 6) % 20 > 0 THEN format('{{:,}}', (hash(i, 7) % 90000000)::BIGINT) END AS 금액,
        CASE WHEN hash(i, 8) % 50 = 0 THEN '-' ELSE (hash(i, 9) % 5000)::VARCHAR END AS 건수,
        round(37.42 + (hash(i, 10) % 270000) / 1e6, 6) AS 위도, round(126.77 + (hash(i, 11) % 400000) / 1e6, 6) AS 경도,
        {pick(STATES, 12)} AS 처리상태,
        CASE WHEN hash(i, 13) % 10 < 7 THEN {text} || CASE hash(i, 14) % 8 WHEN 0 THEN ', "긴급"' ELSE '' END END AS 내용
        FROM range({rows}) t(i)"""
    with duck.connect(memory_mb=1024) as connection:
        connection.execute(f"COPY ({query}) TO {duck.literal(file)} (HEADER)")


def recoded(source: Path, target: Path) -> None:
    """The same file in CP949, in chunks."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(1 << 22):
            writer.write(decoder.decode(chunk).encode("cp949"))


def main(megabytes: int) -> None:
    with tempfile.TemporaryDirectory(prefix="madang-bench-ingest-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # PostgreSQL's own user reads the files
        rows = max(1_000, megabytes * 1_000_000 // ROW_BYTES)
        generated(home / "utf-8.csv", rows)
        recoded(home / "utf-8.csv", home / "cp949.csv")
        print(
            f"{rows:,} rows of 11 columns; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
            f"load {os.getloadavg()[0]:.1f}"
        )
        for encoding in ("utf-8", "cp949"):
            table(home, encoding, rows)


def table(home: Path, encoding: str, rows: int) -> None:
    """Print the lines of one encoding."""
    file = home / f"{encoding}.csv"
    size = file.stat().st_size / 1e6
    print(f"\n{encoding}, {size:,.0f} MB\n{'':34} {'s':>7} {'rows/s':>11} {'MB/s':>7} {'CPU s':>7} {'peak MB':>8}")
    found = list(madang(home, file))
    for name, one in [*found, total(found)]:
        line(name, one, rows, size)
    bare, copied = (child(home, "duckdb", str(file), encoding, *more) for more in ((), ("copy",)))
    line("DuckDB: read_csv to Parquet", bare, rows, size)
    line("DuckDB: and a copy to serve", copied, rows, size)
    postgres = child(home, "postgres", str(file), encoding)
    line("PostgreSQL: COPY", postgres, rows, size)
    if "cpu" in bare:
        mine = total(found)[1]["cpu"]
        print(f"all steps / DuckDB in CPU: {mine / bare['cpu']:.2f}; with a copy to serve: {mine / copied['cpu']:.2f}")


def line(name: str, one: dict[str, Any], rows: int, size: float) -> None:
    if "cpu" not in one:
        print(f"{name:34} {one['why']}")
        return
    seconds = max(one["seconds"], 1e-9)
    speed = f"{rows / seconds:11,.0f} {size / seconds:7.1f}"
    print(f"{name:34} {one['seconds']:7.2f} {speed} {one['cpu']:7.2f} {one['mb']:8,.0f}")


def total(found: list[tuple[str, dict[str, Any]]]) -> tuple[str, dict[str, Any]]:
    lines = [one for _, one in found]
    sums = {key: sum(one[key] for one in lines) for key in ("seconds", "cpu")}
    return "all steps of Madang", {**sums, "mb": max(one["mb"] for one in lines)}


def madang(home: Path, file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step of a load in a city of its own."""
    city = home / f"city-{file.stem}"
    small = home / f"small-{file.stem}.csv"
    with file.open("rb") as lines:
        small.write_bytes(b"".join(islice(lines, SMALL)))
    first, run = (child(city, "start", str(one))["run"] for one in (small, file))
    for step in STEPS:
        answer = child(city, "step", run, step, first)
        for name, one in answer.items():
            yield SHOWN[name], one
    shutil.rmtree(city)


def child(home: Path, *words: str) -> dict[str, Any]:
    """Do one of `DONE` in a process of its own; what it measured."""
    home.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
    environment |= {
        "MADANG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "madang.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, __file__, "--child", *words]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


class Measured:
    """Seconds, CPU seconds (this process and its children) and peak memory of what happens inside `with`."""

    def __enter__(self) -> Measured:
        self._began, self._cpu = time.perf_counter(), cpu()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds, self.cpu = time.perf_counter() - self._began, cpu() - self._cpu

    def facts(self) -> dict[str, float]:
        """A child and its parent may be at their peak at once, so both count."""
        living = max((_of_process(child)["mb"] for child in children()), default=0.0)
        dead = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"seconds": self.seconds, "cpu": self.cpu, "mb": own + max(living, dead)}


def cpu() -> float:
    """CPU seconds of this process and of its children, those that live (the one that reads files) and those that ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ended = sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))
    return ended + sum(_of_process(child)["cpu"] for child in children())


def children() -> list[int]:
    tasks = Path("/proc/self/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def start(file: str) -> dict[str, Any]:
    """A city with a run that waits for its first step."""
    import django

    django.setup()
    from madang.accounts.policy import OPERATOR
    from madang.catalog.models import Organisation
    from madang.cli.migrate import migrate
    from madang.ingest import run

    migrate()
    Organisation.objects.get_or_create(slug="bench", name={"en": "Bench"})
    name = Path(file).name
    target = {"dataset": Path(file).stem, "organisation": "bench", "licence": "unstated", "title": {"en": name}}
    return {"run": run.start("file", {"path": file}, target, OPERATOR, file_name=name, enqueue=False).pk}


def step(run_id: str, name: str, first: str) -> dict[str, Any]:
    """One step of the run, after the same step of the run `first`; what has a line of its own is taken out of it."""
    import django

    django.setup()
    from madang.ingest import handover, publish, steps
    from madang.ingest.models import Run

    inner = {"infer": (handover, "locate", "locate"), "publish": (publish.serving, "path", "serving")}.get(name)
    small, run = Run.objects.get(pk=first), Run.objects.get(pk=run_id)
    if name == "publish":
        justify(small)
        justify(run)
    steps.STEPS[name](small, steps.Watch(small))
    apart = [watched(*inner)] if inner else []
    with Measured() as whole:
        steps.STEPS[name](run, steps.Watch(run))
    rest = whole.facts()
    for _, taken in apart:
        rest |= {key: rest[key] - taken[key] for key in ("seconds", "cpu")}
    return {"build" if name == "publish" else name: rest, **{label: {**rest, **taken} for label, taken in apart}}


def watched(module: Any, function: str, label: str) -> tuple[str, dict[str, float]]:
    """Measure the calls of one function of a module."""
    work, taken = getattr(module, function), {"seconds": 0.0, "cpu": 0.0}

    def measured(*arguments: Any) -> Any:
        with Measured() as one:
            answer = work(*arguments)
        taken["seconds"] += one.seconds
        taken["cpu"] += one.cpu
        return answer

    setattr(module, function, measured)
    return label, taken


def justify(run: Any) -> None:
    """Decide what a person would have to: the values are generated."""
    from madang.ingest import assess

    for finding in assess.blocking(run):
        assess.decide(run, finding, "justify", "generated", "bench")
    run.save()


def duckdb(file: str, encoding: str, copy: str = "") -> dict[str, Any]:
    """Read with DuckDB's own types and write Parquet, as a person would who trusts it; with `copy` a DuckDB file beside it."""
    from madang.lib import duck

    told = "" if encoding == "utf-8" else f", encoding = {duck.literal(encoding)}"
    target = duck.literal(f"{file}.parquet")
    with duck.connect() as connection, Measured() as measured:
        try:
            connection.execute(
                f"COPY (FROM read_csv({duck.literal(file)}{told})) TO {target} (FORMAT parquet, COMPRESSION zstd)"
            )
            if copy:
                connection.execute(f"SET threads = 1; ATTACH {duck.literal(f'{file}.duckdb')} AS copy")
                connection.execute(f"CREATE TABLE copy.rows AS FROM read_parquet({target}); DETACH copy")
        except duck.Error as error:
            return {"why": "fails: " + re.sub(r"\s+", " ", str(error))[:90]}
    for made in (".parquet", ".duckdb"):
        Path(f"{file}{made}").unlink(missing_ok=True)
    return measured.facts()


def postgres(file: str, encoding: str) -> dict[str, Any]:
    """COPY into a table whose types somebody declared by hand; CPU and memory are those of the server's process."""
    import psycopg

    from tests import postgres as server

    if server.programs() is None:
        return {"why": "PostgreSQL is not installed"}
    told = {"utf-8": "UTF8", "cp949": "UHC"}[encoding]
    columns = ", ".join(f"c{number} {kind}" for number, kind in enumerate(TYPES.split(", "), 1))
    try:
        with server.running() as address, psycopg.connect(address.format(name="postgres")) as connection:
            connection.execute(f"CREATE TABLE bench ({columns})")
            began = time.perf_counter()
            connection.execute(f"COPY bench FROM '{file}' (FORMAT csv, HEADER, ENCODING '{told}', NULL '-')")
            connection.commit()
            seconds = time.perf_counter() - began
            return {"seconds": seconds, **_of_process(connection.info.backend_pid)}
    except psycopg.Error as problem:
        return {"why": "fails: " + str(problem).splitlines()[0][:90]}


def _of_process(pid: int) -> dict[str, float]:
    """CPU seconds and peak memory of another process, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return {
        "cpu": (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"),
        "mb": int(peak[1]) / 1024 if peak else 0,
    }


DONE = {"start": start, "step": step, "duckdb": duckdb, "postgres": postgres}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(DONE[sys.argv[2]](*sys.argv[3:])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
