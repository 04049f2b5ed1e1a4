"""How long the portal's pages take in a large city: `python bench/pages.py [--datasets 10000] [--seconds 3]`.

Makes a city of so many described datasets in a temporary folder, serves it with one web process, and asks each page over a
socket that stays open: as a reader whose pages are computed each time (they send a cookie that means nothing), and as one who
gets what is kept. Searches change their words each time. Prints p50 and p99 in milliseconds, CPU of the web process for each,
bytes of HTML, and the number of queries of the database and calls of search that a page takes.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from catalogue.made import KINDS, PLACES, SUBJECTS, fill

FOUR = "&theme=transport&theme=housing&format=csv&origin=observed&freshness=late"
LIMIT_MS, LARGEST = 30.0, 300_000
HEAD = (
    f"{'page':28} {'first':>7} {'p50 ms':>7} {'p99 ms':>7} {'CPU ms':>7} {'kept p50':>9} {'p99':>6} {'HTML':>8} {'gzip':>7} "
    f"{'queries':>8} {'searches':>9}"
)
COMPUTED = {"Cookie": "nothing=1"}


def main(asked: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="madang-bench-pages-", ignore_cleanup_errors=True) as folder:
        os.environ |= {"MADANG_HOME": folder, "DJANGO_SETTINGS_MODULE": "madang.config.settings"}
        began = time.perf_counter()
        pages = made(asked.datasets)
        print(
            f"{asked.datasets:,} datasets, made and indexed in {time.perf_counter() - began:.0f} s; {os.cpu_count()} cores, "
            f"{platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
        )
        costs = {name: cost(paths[0]) for name, paths in pages.items()}
        with closing(Server(Path(folder))) as server:
            print(HEAD)
            for name, paths in pages.items():
                told = line(server, paths, asked.seconds)
                queries, searches = costs[name]
                print(f"{name:28} {told} {queries:8} {searches:9}", flush=True)


def made(count: int) -> dict[str, list[str]]:
    """The city, and the paths of each page; those of a search differ in their words."""
    import django

    django.setup()
    from madang.catalog import index
    from madang.catalog.licences import load as licences
    from madang.catalog.themes import load as themes
    from madang.cli.migrate import migrate

    migrate()
    licences()
    themes()
    slug = fill(count)
    index.rebuild()
    words = [quote(f"{place} {subject} {kind}") for place in PLACES for subject, _ in SUBJECTS for kind, _ in KINDS]
    english = [quote(f"{topic} {sort}") for _, topic in SUBJECTS for _, sort in KINDS]
    return {
        "home": ["/ko/"],
        "search, everything": ["/ko/search/"],
        "search, Korean words": [f"/ko/search/?q={word}" for word in words],
        "search, English words": [f"/en/search/?q={word}" for word in english],
        "search, four facets": [
            f"/ko/search/?q={word.partition('%20')[2]}{FOUR}" for word in words
        ],
        "search, a slip": [f"/en/search/?q={quote(topic[:-2] + topic[-1] + topic[-2])}" for _, topic in SUBJECTS],
        "suggestions": [f"/ko/search/suggestions/?q={word[:9]}" for word in words],
        "dataset": [f"/ko/datasets/{slug}/"],
        "organisation": ["/ko/organisations/office-7/"],
        "organisation of the city": ["/ko/organisations/city/"],
        "theme": ["/ko/themes/transport/"],
        "organisations": ["/ko/organisations/"],
    }  # fmt: skip


def cost(path: str) -> tuple[int, int]:
    """Queries of the database and calls of search, the second time that somebody asks for a page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from madang.catalog import search

    calls: list[Any] = []
    index = search.searcher

    def counted() -> Any:
        calls.append(1)
        return index()

    with override_settings(ALLOWED_HOSTS=["*"]), patch.object(search, "searcher", counted):
        client = Client()
        client.get(path)
        calls.clear()
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
    return len(seen), len(calls)


class Server:
    """One web process of the city, and a connection to it that stays open."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
                   "--no-ws", "--log-level", "warning", "madang.config.asgi:application"]  # fmt: skip
        environment = {**os.environ, "MADANG_PORT": str(port), "MADANG_BUDGET_ANONYMOUS": "none"}
        self._log = (folder / "web.log").open("wb")
        self.process = subprocess.Popen(command, env=environment, stdout=self._log, stderr=self._log)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                return self.get("/en/accessibility/", {}) and None
            except OSError:
                self.connection.close()
                if self.process.poll() is not None:
                    raise SystemExit("the web server ended") from None
                time.sleep(0.2)
        raise SystemExit("the web server did not answer")

    def get(self, path: str, headers: dict[str, str]) -> tuple[float, bytes, str]:
        """Milliseconds until the whole answer was there, its bytes as they came, and whether it had been kept."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        spent = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return spent, body, answer.getheader("Cache-Status", "")

    def cpu(self) -> float:
        """Milliseconds of CPU that the web processes used so far."""
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout.split()
        ticks = [
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            for pid in (str(self.process.pid), *children)
        ]
        return sum(int(one[11]) + int(one[12]) for one in ticks) * 1000 / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self._log.close()


def line(server: Server, paths: list[str], seconds: float) -> str:
    first = server.get(paths[0], COMPUTED)[0]
    before = server.cpu()
    computed = times(lambda path: server.get(path, COMPUTED)[0], paths, seconds)
    cpu = (server.cpu() - before) / len(computed)
    server.get(paths[0], {})
    hits = [server.get(paths[0], {}) for _ in range(20)]
    kept = times(lambda path: server.get(path, {})[0], paths[:1], seconds / 3)
    html, packed = len(hits[0][1]), len(server.get(paths[0], {"Accept-Encoding": "gzip"})[1])
    was_kept = "" if all("hit" in one[2] for one in hits) else "not kept"
    marks = " >" if statistics.median(computed) > LIMIT_MS or html > LARGEST else ""
    return (
        f"{first:7.1f} {statistics.median(computed):7.1f} {p99(computed):7.1f} {cpu:7.1f} "
        f"{was_kept or f'{statistics.median(kept):.2f}':>9} {p99(kept):6.2f} {html:8,} {packed:7,}{marks}"
    )


def times(ask: Callable[[str], float], paths: list[str], seconds: float) -> list[float]:
    until, found = time.perf_counter() + seconds, []
    for path in cycle(paths):
        found.append(ask(path))
        if time.perf_counter() > until and len(found) >= 20:
            return found
    raise AssertionError


def p99(found: list[float]) -> float:
    return sorted(found)[min(len(found) - 1, int(len(found) * 0.99))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--datasets", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each page")
    main(parser.parse_args())
