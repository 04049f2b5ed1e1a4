"""Many heavy questions at once over real sockets, with light traffic beside: what is answered, how fast, and what it costs.

Each client comes from an address of its own, so that no budget of one client spares the server the rest.
"""

from __future__ import annotations

import http.client
import itertools
import statistics
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from tests.served import Web

ROWS = "/api/v1/datasets/bench/resources/rows/rows"
PROMISED = {200, 429, 503}
REFUSED_PAUSE = 1.0
"""Seconds after which a refused client asks again: sooner than it was told."""
Ask = Callable[[int], str]
"""The target of the question of a number; no two are alike, so that nothing kept before answers them."""


def grouped(number: int) -> str:
    asked = {
        "select": "code, day, count(*) as c, sum(n) as total, avg(x) as mean", "where": f"n > {number}",
        "group_by": "code, day", "order_by": "total desc", "limit": "100",
    }  # fmt: skip
    return f"{ROWS}?{urlencode(asked)}"


def sorted_(number: int) -> str:
    return f"{ROWS}?{urlencode({'where': f'n > {number}', 'order_by': 'note desc, x', 'limit': '1000'})}"


def searched(number: int) -> str:
    return f"{ROWS}?{urlencode({'where': f'n > {number}', 'search': '누수', 'limit': '100'})}"


def native(number: int) -> str:
    return (grouped, sorted_, searched)[number % 3](number)


def sql(number: int) -> str:
    statement = (
        f'SELECT code, day, count(*) AS c, sum(n) AS total, max(note) AS last FROM "bench"."rows" WHERE n > {number} '
        "GROUP BY code, day ORDER BY total DESC LIMIT 100"
    )
    return f"/api/v1/sql?sql={quote(statement)}"


def light(number: int) -> str:
    """What most people ask: a page, a look-up, the description of a dataset."""
    return (
        f"{ROWS}?limit=100&offset={number % 1000}",
        f"{ROWS}?where=id={number % 100_000}&count=false",
        "/api/v1/datasets/bench",
    )[number % 3]


HEAVY: dict[str, Ask] = {"native": native, "sql": sql}


@dataclass
class Measured:
    """Counts of statuses, seconds of light answers, megabytes at most of the server and of its largest child for SQL."""

    heavy: Counter[int] = field(default_factory=Counter)
    lights: Counter[int] = field(default_factory=Counter)
    spent: list[float] = field(default_factory=list)
    unpromised: list[str] = field(default_factory=list)
    server_mb: float = 0.0
    child_mb: float = 0.0

    def __str__(self) -> str:
        each = [1000 * seconds for seconds in self.spent]
        return (
            f"heavy {dict(sorted(self.heavy.items()))}; light {dict(self.lights)}: p50 {statistics.median(each):.0f} ms, "
            f"p99 {statistics.quantiles(each, n=100)[98]:.0f} ms, most {max(each):.0f} ms; "
            f"server {self.server_mb:.0f} MB, largest child {self.child_mb:.0f} MB"
        )


def loaded(web: Web, heavy: Ask | None, at_once: int, seconds: float, lights: int = 4) -> Measured:
    """Ask for `seconds` over `at_once` heavy and `lights` light connections; each light client pauses as a reader does."""
    found, numbers, end = Measured(), itertools.count(int(time.time()) % 1000 * 100), time.monotonic() + seconds
    lock = threading.Lock()

    def ask(connection: http.client.HTTPConnection, target: str, whose: str) -> tuple[int, float]:
        began = time.monotonic()
        connection.request("GET", target, headers={"X-Forwarded-For": whose, "Accept-Language": "en"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status not in PROMISED or (answer.status != 200 and not answer.getheader("Retry-After")):
            found.unpromised.append(f"{answer.status} {target}: {body[:300]!r}")
        return answer.status, time.monotonic() - began

    def client(place: int, question: Ask, pause: float, counts: Counter[int], spent: list[float] | None) -> None:
        connection = http.client.HTTPConnection(urlsplit(web.address).netloc, timeout=120)
        while time.monotonic() < end:
            try:
                number = next(numbers)
                whose = f"10.0.0.{place}" if spent is None else f"10.1.{number // 250 % 250}.{number % 250}"
                status, taken = ask(connection, question(number), whose)
            except OSError as error:
                found.unpromised.append(repr(error))
                return
            with lock:
                counts[status] += 1
                if spent is not None:
                    spent.append(taken)
            time.sleep(pause if status == 200 else REFUSED_PAUSE)
        connection.close()

    threads = [threading.Thread(target=client, args=(n, heavy, 0, found.heavy, None)) for n in range(at_once) if heavy]
    threads += [
        threading.Thread(target=client, args=(n, light, 0.05, found.lights, found.spent)) for n in range(lights)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        server, child = megabytes(web)
        found.server_mb, found.child_mb = max(found.server_mb, server), max(found.child_mb, child)
        time.sleep(0.1)
    return found


def megabytes(web: Web) -> tuple[float, float]:
    """What the web processes hold now together, and the largest of their children for SQL."""
    server, children = 0.0, [0.0]
    told = subprocess.run(["ps", "-eo", "pid,pgid,rss,args"], capture_output=True, text=True, check=True).stdout
    for line in told.splitlines()[1:]:
        pid, group, size, words = line.split(None, 3)
        if int(group) != web.process.pid:
            continue
        if "madang.query.sql.child" in words:
            children.append(int(size) / 1000)
        elif Path(f"/proc/{pid}").exists():
            server += int(size) / 1000
    return server, max(children)


def seed(rows: int) -> str:
    """A program that makes a city with one table of so many rows, and prints no tokens."""
    return f"""
import os, sys
sys.path += ["bench"]
from pathlib import Path
from serving import city, table
home = Path(os.environ["MADANG_HOME"])
home.mkdir(parents=True, exist_ok=True)
table.parquet(home / "rows.parquet", {rows})
city.main(home / "rows.parquet")
print("{{}}")
"""
