"""A real server and a real worker on a city of their own, and a real Chromium before them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
PICTURES = ROOT / "screenshots"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


@dataclass
class Served:
    """The address of the server; `editor` and `publisher` sign in with their e-mail address and `password`."""

    address: str
    home: Path
    facts: dict[str, str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait(address: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, "the web server ended"
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer within {seconds} s")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A city made by `tests.browser.seed`, served by granian, with a worker beside it."""
    home, port = tmp_path_factory.mktemp("city"), free_port()
    environment = {**os.environ, "MADANG_HOME": str(home), "MADANG_PORT": str(port), "PYTHONPATH": str(ROOT)}
    run = [sys.executable, "-m"]
    made = subprocess.run([*run, "tests.browser.seed"], env=environment, cwd=ROOT, check=True, capture_output=True)
    with (home / "processes.log").open("wb") as log:
        options = {"env": environment, "cwd": ROOT, "stdout": log, "stderr": log}
        web = subprocess.Popen(
            [*run, "granian", "--interface", "asginl", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
             "--no-ws", "--log-level", "warning", "madang.config.asgi:application"], **options,
        )  # fmt: skip
        worker = subprocess.Popen([*run, "madang.cli.main", "worker"], **options)
        try:
            wait(f"http://127.0.0.1:{port}/en/", web)
            yield Served(f"http://127.0.0.1:{port}", home, json.loads(made.stdout.splitlines()[-1]))
        finally:
            for process in (web, worker):
                process.terminate()
            for process in (web, worker):
                try:
                    process.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


@pytest.fixture(scope="module")  # Playwright keeps an event loop in this thread, in which Django refuses later tests
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium: apt install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Watched:
    """A page, and whatever went wrong on it: errors, broken content policy, requests that leave the machine."""

    page: Any
    served: Served
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.served.address + path)
        self.page.wait_for_load_state("networkidle")

    def until(self, expression: str, seconds: float = 30) -> None:
        """Wait until an expression holds on the page. Playwright's own waiting needs eval, which the content policy refuses."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(f"() => Boolean({expression})"):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            self.page.wait_for_timeout(100)

    def sign_in(self, name: str) -> None:
        self.go("/en/account/login/")
        self.page.fill("[name=login]", f"{name}@example.org")
        self.page.fill("[name=password]", self.served.facts["password"])
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(lambda address: "/login/" not in address)


@pytest.fixture(params=SIZES, ids=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def watched(browser: Any, served: Served) -> Iterator[Watched]:
    """A desktop page that fails its test when anything went wrong on it."""
    yield from watch(browser, served, "desktop")


@pytest.fixture
def watched_sized(browser: Any, served: Served, size: str) -> Iterator[Watched]:
    yield from watch(browser, served, size)


# What a machine without a graphics card says, and what htmx says of a wish that a newer one replaced: an abort is
# logged as htmx:sendAbort and htmx:afterRequest; a request that failed also says htmx:sendError or htmx:responseError.
NOISE = ("GPU stall", "WebGL", "htmx:sendAbort", "htmx:afterRequest")


def watch(browser: Any, served: Served, size: str) -> Iterator[Watched]:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    seen = Watched(context.new_page(), served)
    seen.page.on("console", lambda m: seen.complaints.append(m.text) if m.type in ("error", "warning") else None)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on(
        "request", lambda r: None if _here(r.url, served) else seen.complaints.append(f"left the machine: {r.url}")
    )
    yield seen
    context.close()
    assert [text for text in seen.complaints if not any(noise in text for noise in NOISE)] == []


def _here(url: str, served: Served) -> bool:
    return url.startswith((served.address, "data:", "blob:" + served.address))
