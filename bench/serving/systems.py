"""The systems that serve the table, each as its own handbook starts it, and how each is asked the same questions.

PostgreSQL holds the table as CKAN's DataStore lays it out (`_id`, a text index over all columns, nothing else) and is asked in its own
protocol, without the web server, the parsing and the checks that CKAN puts in front: a lower bound for CKAN, and not CKAN.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from serving.client import Ask, http
from serving.table import COLUMNS, RARE

ROOT = Path(__file__).resolve().parent.parent.parent
Questions = dict[str, Callable[[], Awaitable[Ask]]]
SQLITE = "id INTEGER PRIMARY KEY, gu TEXT, code TEXT, day TEXT, n INTEGER, x REAL, name TEXT, note TEXT"
QUESTIONS = ("page", "deep page", "lookup", "range", "text search", "group by", "sort", "same page again")
EXPORTS = ("CSV", "Parquet")
START_SECONDS = 120
SPREAD = 7919  # a prime, so that neighbouring questions ask far from each other


def deep(number: int, rows: int) -> int:
    return rows // 2 + number * SPREAD % (rows // 2 - 200)


@contextmanager
def madang(folder: Path, file: Path, rows: int) -> Iterator[Questions]:
    """One city with one open dataset, served by `madang serve` over its own web server. No answer is given twice: see `kept`."""
    home = folder / "city"
    home.mkdir()
    subprocess.run([sys.executable, "-m", "serving.city", str(file)], env=_environment(home, free_port()), check=True)
    with city(home, rows) as (address, paths):
        yield {name: http(address, path) for name, path in paths.items()}


@contextmanager
def city(home: Path, rows: int, kept: str = "0") -> Iterator[tuple[str, dict[str, Callable[[int], Any]]]]:
    """The address of a city that is there, and the target of each question; it keeps answers in `kept` megabytes."""
    port = free_port()
    environment, address = _environment(home, port, kept), f"http://127.0.0.1:{port}"
    base = "/api/v1/datasets/bench/resources/rows"

    def asked(**parameters: str) -> Callable[[int], str]:
        def path(number: int) -> str:
            filled = {key: value.format(**_numbers(number, rows)) for key, value in parameters.items()}
            return f"{base}/rows?" + "&".join(f"{key}={quote(value)}" for key, value in filled.items())

        return path

    paths = {
        "page": asked(limit="100", offset="{few}"),
        "deep page": asked(limit="100", offset="{deep}"),
        "lookup": asked(where="id = {id}"),
        "range": asked(where="n >= {n} and n < {n} + 1000", limit="100"),
        "text search": asked(search=RARE, limit="100", offset="{few}"),
        "group by": asked(select="gu, count(*) as c, avg(n) as a", where="n >= {few}", group_by="gu"),
        "sort": asked(order_by="n desc", limit="100", offset="{few}"),
        "same page again": asked(limit="100"),
        "CSV": lambda _: f"{base}.csv",
        "Parquet": lambda _: f"{base}.parquet",
    }
    with process([sys.executable, "-m", "madang.cli.main", "serve"], environment, f"{address}{paths['page'](0)}"):
        yield address, paths


def _environment(home: Path, port: int, kept: str = "0") -> dict[str, str]:
    settings = {"MADANG_HOME": str(home), "MADANG_PORT": str(port), "DJANGO_SETTINGS_MODULE": "madang.config.settings"}
    settings |= {"MADANG_BUDGET_ANONYMOUS": "none", "MADANG_KEPT_ANSWERS": kept}
    return {**os.environ, **settings, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "bench")))}


@contextmanager
def datasette(folder: Path, file: Path, rows: int) -> Iterator[Questions]:
    """SQLite with the id as key and a full-text index over the texts, in Datasette's defaults but for limits of time and rows."""
    database = folder / "data.db"
    with sqlite3.connect(database) as connection:
        connection.execute(f"CREATE TABLE rows ({SQLITE})")
        for batch in batches(file):
            connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)", batch)
        connection.execute(
            "CREATE VIRTUAL TABLE rows_fts USING fts5 (gu, code, name, note, content='rows', content_rowid='id')"
        )
        connection.execute("INSERT INTO rows_fts (rows_fts) VALUES ('rebuild')")
    address = f"http://127.0.0.1:{(port := free_port())}"
    options = ("sql_time_limit_ms", "60000"), ("max_csv_mb", "0")
    command = [sys.executable, "-m", "datasette", "serve", str(database), "--port", str(port)]
    command += [word for name, value in options for word in ("--setting", name, value)]

    def sql(query: str) -> Callable[[int], str]:
        return lambda number: f"/data.json?_shape=array&sql={quote(query.format(**_numbers(number, rows)))}"

    plain = "/data/rows.json?_shape=objects&_nofacet=1&_size=100"
    paths: dict[str, Callable[[int], str]] = {
        "page": lambda number: f"{plain}&_next={number % 97}",
        "deep page": lambda number: f"{plain}&_next={deep(number, rows)}",
        "lookup": lambda number: f"{plain}&id={_numbers(number, rows)['id']}",
        "range": lambda number: f"{plain}&n__gte={(n := _numbers(number, rows)['n'])}&n__lt={n + 1000}",
        "text search": lambda number: f"{plain}&_search={quote(RARE)}&_next={number % 97}",
        "group by": sql("select gu, count(*) as c, avg(n) as a from rows where n >= {few} group by gu"),
        "sort": sql("select * from rows order by n desc limit 100 offset {few}"),
        "same page again": lambda _: plain,
        "CSV": lambda _: "/data/rows.csv?_stream=on&_size=max",
    }
    with process(command, dict(os.environ), f"{address}{paths['page'](0)}"):
        yield {name: http(address, path) for name, path in paths.items()}


@contextmanager
def roapi(folder: Path, file: Path, rows: int) -> Iterator[Questions]:
    """The Parquet file, served by ROAPI (DataFusion) in its defaults."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    program = Path(sys.executable).with_name("roapi")
    command = [str(program), "--table", f"rows={file}", "--addr-http", f"127.0.0.1:{port}"]

    def sql(query: str) -> Callable[[int], tuple[str, bytes]]:
        return lambda number: ("/api/sql", query.format(**_numbers(number, rows)).encode())

    table = "/api/tables/rows?limit=100"
    paths: dict[str, Callable[[int], Any]] = {
        "page": lambda number: f"{table}&offset={number % 97}",
        "deep page": lambda number: f"{table}&offset={deep(number, rows)}",
        "lookup": sql("select * from rows where id = {id}"),
        "range": sql("select * from rows where n >= {n} and n < {n} + 1000 limit 100"),
        "text search": sql(f"select * from rows where note like '%{RARE}%' limit 100 offset {{few}}"),
        "group by": sql("select gu, count(*) as c, avg(n) as a from rows where n >= {few} group by gu"),
        "sort": sql("select * from rows order by n desc limit 100 offset {few}"),
        "same page again": lambda _: table,
    }
    with process(command, dict(os.environ), f"{address}{table}"):
        exports = {
            name: http(address, sql("select * from rows"), f"Accept: application/{kind}\r\n")
            for name, kind in (("CSV", "csv"), ("Parquet", "parquet"))
        }
        yield {name: http(address, path) for name, path in paths.items()} | exports


@contextmanager
def postgresql(folder: Path, file: Path, rows: int) -> Iterator[Questions]:
    """Each question as CKAN words it: the rows as JSON, and the count of all that fit."""
    import psycopg

    sys.path.append(str(ROOT))
    from tests import postgres

    names = ", ".join(COLUMNS)
    text = " || ' ' || ".join(f"coalesce({name}::text, '')" for name in COLUMNS)
    with postgres.running() as address:
        url = address.format(name="postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                'CREATE TABLE rows ("_id" serial PRIMARY KEY, "_full_text" tsvector, id numeric, gu text, code text, day timestamp, '
                "n numeric, x numeric, name text, note text)"
            )
            with connection.cursor().copy(f"COPY rows ({names}) FROM STDIN") as copy:
                for batch in batches(file):
                    for row in batch:
                        copy.write_row(row)
            connection.execute(f"UPDATE rows SET _full_text = to_tsvector('simple', {text})")
            connection.execute("CREATE INDEX ON rows USING gist (_full_text)")
            connection.execute("VACUUM ANALYZE rows")

        def asked(
            where: str = "", order: str = "_id", page: str = "LIMIT 100 OFFSET {few}"
        ) -> Callable[[], Awaitable[Ask]]:
            condition = f"WHERE {where}" if where else ""
            part = f"SELECT _id, {names} FROM rows {condition} ORDER BY {order} {page}"
            found = f"SELECT array_to_json(array_agg(j))::text FROM ({part}) j"
            return sql(found, f"SELECT count(*) FROM rows {condition}")

        def sql(*queries: str) -> Callable[[], Awaitable[Ask]]:
            async def connect() -> Ask:
                connection = await psycopg.AsyncConnection.connect(url, autocommit=True)

                async def ask(number: int) -> int:
                    size = 0
                    for query in queries:
                        answer = await connection.execute(query.format(**_numbers(number, rows)).encode())
                        size += len(str(await answer.fetchall()))
                    return size

                return ask

            return connect

        def copied() -> Callable[[], Awaitable[Ask]]:
            async def connect() -> Ask:
                connection = await psycopg.AsyncConnection.connect(url, autocommit=True)

                async def ask(_: int) -> int:
                    async with connection.cursor().copy(
                        f"COPY (SELECT {names} FROM rows) TO STDOUT (FORMAT csv, HEADER)"
                    ) as copy:
                        return sum([len(piece) async for piece in copy])

                return ask

            return connect

        yield {
            "page": asked(),
            "deep page": asked(page="LIMIT 100 OFFSET {deep}"),
            "lookup": asked("id = {id}"),
            "range": asked("n >= {n} AND n < {n} + 1000"),
            "text search": asked(f"_full_text @@ plainto_tsquery('simple', '{RARE}')"),
            "group by": sql("SELECT gu, count(*), avg(n) FROM rows WHERE n >= {few} GROUP BY gu"),
            "sort": asked(order="n DESC"),
            "same page again": asked(page="LIMIT 100"),
            "CSV": copied(),
        }


SYSTEMS = {"Madang": madang, "Datasette": datasette, "ROAPI": roapi, "PostgreSQL as the DataStore": postgresql}


def _numbers(number: int, rows: int) -> dict[str, int]:
    return {
        "few": number % 97,
        "deep": deep(number, rows),
        "id": 1 + number * SPREAD % rows,
        "n": number * SPREAD % 900_000,
    }


def batches(file: Path) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of the Parquet file as tuples; days are text."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as reader:
        for batch in reader.iter_batches(20_000):
            columns = [batch.column(name).to_pylist() for name in COLUMNS]
            columns[3] = [str(day)[:10] for day in columns[3]]
            yield list(zip(*columns, strict=True))


@contextmanager
def process(command: list[str], environment: dict[str, str], ready: str) -> Iterator[None]:
    """Run a server until the block ends; it is there when `ready` answers."""
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, env=environment, stdout=said, stderr=said) as server,
    ):
        try:
            until = time.monotonic() + START_SECONDS
            while not _answers(ready):
                if server.poll() is not None or time.monotonic() > until:
                    said.seek(0)
                    raise RuntimeError(f"{command[:4]} does not answer: {said.read()[-2000:]}")
                time.sleep(0.25)
            yield
        finally:
            server.terminate()
            server.wait(30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=START_SECONDS) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
