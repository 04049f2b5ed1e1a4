"""A real web server on a city of its own, to be killed and started again; and the commands beside it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SEED = """
import json, django
django.setup()
from madang.cli.migrate import migrate
migrate()
from madang.accounts.models import Token
from tests.city import make_city
city = make_city()
print(json.dumps({name: Token.make(getattr(city, name), "t", may_write=True)[1] for name in ("editor", "publisher")}))
"""


class Web:
    """`address` answers while the server runs; `tokens` are those of an editor and a publisher."""

    def __init__(self, home: Path, processes: int = 1, seed: str = SEED, **environment: str) -> None:
        self.processes = processes
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home, self.address = home / "city", f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MADANG_")},
            "MADANG_HOME": str(self.home), "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "madang.config.settings",
            "XDG_STATE_HOME": str(home / "state"), "LANG": "C.UTF-8",
            **environment,
        }  # fmt: skip
        made = self.run("-c", seed)
        assert made.returncode == 0, made.stderr
        self.tokens: dict[str, str] = json.loads(made.stdout.splitlines()[-1])
        self.start()

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env={**self.environment, **environment}, cwd=ROOT, capture_output=True, text=True,
            check=False, timeout=120,
        )  # fmt: skip

    def begin(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *words], env={**self.environment, **environment}, cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    def start(self) -> None:
        with (self.home / "web.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1", "--port",
                 str(self.port), "--workers", str(self.processes), "--no-ws", "--log-level", "warning", "madang.config.asgi:application"],
                env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/api/v1/datasets?limit=0", timeout=5).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                assert self.process.poll() is None, (self.home / "web.log").read_text()
                time.sleep(0.1)
        raise AssertionError("the web server did not answer within 60 s")

    def kill(self) -> None:
        """As a power cut would: the server and its children at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()
        shutil.rmtree(self.home)  # pytest keeps the folders of three runs, and these hold gigabytes

    def memory_mb(self) -> float:
        """The most that the serving process has held at once, in megabytes of its own pages."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        peaks = [Path(f"/proc/{pid}/status").read_text() for pid in [str(self.process.pid), *children]]
        lines = [line for text in peaks for line in text.splitlines() if line.startswith("VmHWM")]
        return max(int(line.split()[1]) for line in lines) / 1000

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.home / "city.sqlite3", timeout=20)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def scratch(self) -> list[str]:
        return [path.name for path in (self.home / "scratch").glob("*")]
