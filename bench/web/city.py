"""A demonstration city to look at, in a folder of its own, and somebody signed in to its workspace."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SESSION = """
import django; django.setup()
from django.test import Client
from madang.accounts.models import User
client = Client(); client.force_login(User.objects.create_superuser("bench", "bench@example.org")); print(client.cookies["sessionid"].value)
"""


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """The address, and the cookie of its administrator. Ends with its processes and its folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="madang-bench-web-", ignore_cleanup_errors=True) as folder:
        environment = {**os.environ, "MADANG_HOME": folder, "MADANG_PORT": str(port), "MADANG_BUDGET_ANONYMOUS": "none"}
        madang = [sys.executable, "-m", "madang.cli.main"]
        with (Path(folder) / "served.log").open("wb") as log:
            # Whole before it is judged: `serve --demo` answers while it still publishes.
            subprocess.run([*madang, "demo"], env=environment, stdout=log, stderr=log, check=True)
            process = subprocess.Popen([*madang, "serve"], env=environment, stdout=log, stderr=log)
            try:
                wait(f"http://127.0.0.1:{port}/en/", process)
                yield f"http://127.0.0.1:{port}", f"sessionid={session(environment)}"
            finally:
                process.terminate()
                process.wait(timeout=60)


def wait(address: str, process: subprocess.Popen[bytes], seconds: float = 600) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit("the server ended before it answered")
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{address} did not answer within {seconds:g} s")


def session(environment: dict[str, str]) -> str:
    told = {**environment, "DJANGO_SETTINGS_MODULE": "madang.config.settings"}
    return subprocess.run(
        [sys.executable, "-c", SESSION], env=told, check=True, capture_output=True, text=True
    ).stdout.strip()
